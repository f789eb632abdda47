import { webhookChannel } from "../../shared/channels/all-channels.ts";
import type { Shop } from "./sale.ts";

export type PostKind = "original" | "duplicate" | "forged" | "not_understood" | "not_ours";

/** A webhook, signed when it is posted: some channels sign the time. */
export type Post = {
  readonly shop: Shop;
  /** `original`, or why it is sent although it should change nothing. */
  readonly kind: PostKind;
  signed(now: Date): SignedPost;
};

export type SignedPost = {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
};

export type Told = { readonly topic: string; readonly body: unknown };

export type MakePost = (shop: Shop, told: Told, kind: PostKind) => Post;

/** Signs, and encrypts, as the shop would: each delivery under a number of its own. */
export function makePoster(): MakePost {
  let count = 0;
  return (shop, { topic, body }, kind) => {
    count += 1;
    const deliveryNo = `demo-${count}`;
    const plain = new TextEncoder().encode(JSON.stringify(body));
    return { shop, kind, signed: (now) => signedPost(shop, { topic, plain, kind, deliveryNo }, now) };
  };
}

type Plain = {
  readonly topic: string;
  readonly plain: Uint8Array;
  readonly kind: PostKind;
  readonly deliveryNo: string;
};

function signedPost({ channel: name, webhook, secret: own }: Shop, told: Plain, now: Date): SignedPost {
  const { topic, plain, kind, deliveryNo } = told;
  const channel = webhookChannel(name);
  if (channel === null) throw new Error(`${name} sends no webhooks`);
  const secret = kind === "forged" ? "not the shop's secret" : own;
  // On AWS the address is never plain HTTP; that is the one channels sign.
  const sample = { topic, secret, deliveryNo, url: webhook.replace(/^http:/, "https:"), now };
  const body = channel.seal?.({ ...sample, body: plain }) ?? plain;
  const query = new URLSearchParams(channel.signQuery?.({ ...sample, body }) ?? {}).toString();
  const url = query === "" ? webhook : `${webhook}?${query}`;
  return { url, headers: channel.sign({ ...sample, body }), body };
}
