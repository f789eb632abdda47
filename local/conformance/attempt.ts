import type { WebhookChannel } from "../../shared/channels/channel.ts";

/** One request of the kit, as a good or a bad sender would make it, and what a hub must answer. */
export type Attempt = {
  readonly name: string;
  /** For people: what is sent. */
  readonly about: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  readonly expected: Expected;
};

export type Expected = {
  /** The status of the answer, as the channel documents it. */
  readonly status: (status: number) => boolean;
  readonly statusText: string;
  /** The outcomes that `GET /deliveries/{receipt}` may tell in the end; absent when nothing may be stored. */
  readonly fates?: readonly string[];
  /** The receipt must be that of the attempt of this name: the same delivery, not another. */
  readonly sameReceiptAs?: string;
};

/** Where and as whom the kit sends. */
export type Target = { readonly channel: WebhookChannel; readonly url: string; readonly secret: string };

export type Told = {
  readonly topic: string;
  readonly body: Uint8Array;
  readonly deliveryNo: string;
  readonly now: Date;
  readonly secret?: string;
};

/** The address (with a signed query, where the channel has one) and headers of a delivery as the shop would send it. */
export function signedBy({ channel, url, secret }: Target, told: Told): Pick<Attempt, "url" | "headers" | "body"> {
  const plain = { secret, url, ...told };
  const sample = { ...plain, body: channel.seal?.(plain) ?? plain.body };
  const query = new URLSearchParams(channel.signQuery?.(sample)).toString();
  return { url: query === "" ? url : `${url}?${query}`, headers: channel.sign(sample), body: sample.body };
}
