import { pulledTopic, type RawDelivery, type WebhookChannel } from "../../shared/channels/channel.ts";
import type { Sample } from "../../shared/channels/sample.ts";
import { type Attempt, type Expected, signedBy, type Target } from "./attempt.ts";

/** A sample with its bytes. */
export type Message = Sample & { readonly body: Uint8Array };

export type Kit = {
  readonly target: Target;
  /** The channel's samples; those the hub pulls itself are left out. */
  readonly messages: readonly Message[];
  readonly now: Date;
  /** Begins the delivery ids of this run, so that a second run is no repetition of the first. */
  readonly run: string;
};

const taken: Expected = { status: (status) => status >= 200 && status < 300, statusText: "2xx" };
const understood = ["applied", "unchanged", "stale", "skipped", "fetching"];
const refused: Expected = { status: (status) => status === 401, statusText: "401" };
const HOUR_MS = 3_600_000;

/**
 * What the kit sends, in this order: a good delivery, the same again, an order's messages from the last to the first, and
 * everything that must be refused. Throws when the channel has no sample that is an order.
 */
export function makeAttempts(kit: Kit): readonly Attempt[] {
  const { target, now, run } = kit;
  const pushed = kit.messages.filter(({ topic }) => topic !== pulledTopic);
  const story = longestStory(target.channel, pushed);
  const [good] = story;
  if (good === undefined) throw new Error(`${target.channel.name} has no sample that tells of an order`);
  const sign = (message: Pick<Message, "topic" | "body">, deliveryNo: string) =>
    signedBy(target, { topic: message.topic, body: message.body, deliveryNo: `${run}-${deliveryNo}`, now });
  const first = sign(good, "good");

  return [
    { name: "good", about: `${good.topic}, well signed`, ...first, expected: { ...taken, fates: understood } },
    {
      name: "duplicate",
      about: "the same bytes and headers again",
      ...first,
      expected: { ...taken, fates: understood, sameReceiptAs: "good" },
    },
    ...story.toReversed().map((message, index) => ({
      name: `out of order ${index + 1}/${story.length}`,
      about: `${message.name}: one order's messages, the last first`,
      ...sign(message, `story-${index}`),
      expected: { ...taken, fates: understood },
    })),
    {
      name: "unknown topic",
      about: "well signed, of a topic nobody follows",
      ...sign({ topic: "coffee/brewed", body: encoded('{"cup":1}') }, "topic"),
      expected: { ...taken, fates: ["skipped", "parked"] },
    },
    {
      name: "malformed",
      about: "well signed, and no JSON",
      ...sign({ topic: good.topic, body: encoded("{") }, "malformed"),
      expected: { ...taken, fates: ["parked", "skipped"] },
    },
    ...refusals(kit, good, first),
  ];
}

function refusals(
  { target, now, run }: Kit,
  good: Message,
  first: Pick<Attempt, "url" | "headers" | "body">,
): readonly Attempt[] {
  const { channel } = target;
  const forged = signedBy(target, { ...good, deliveryNo: `${run}-forged`, now, secret: "not the secret of this shop" });
  const old = signedBy(target, { ...good, deliveryNo: `${run}-old`, now: new Date(now.getTime() - HOUR_MS) });
  const request = { method: "POST", path: new URL(target.url).pathname, url: target.url };
  const signsTime = channel.verify({ ...request, ...requestOf(old) }, [target.secret], now).kind === "stale";
  const needed = Object.keys(first.headers).filter((name) => {
    const { [name]: _gone, ...headers } = first.headers;
    const seen = { ...request, ...requestOf({ ...first, headers }) };
    return channel.verify(seen, [target.secret], now).kind === "missing_header";
  });
  const changes = [new Uint8Array([...first.body, 0x20]), first.body.slice(0, -1)];
  const shows = (body: Uint8Array): boolean =>
    channel.verify({ ...request, ...requestOf({ ...first, body }) }, [target.secret], now).kind !== "verified";
  const tampered = changes.filter(shows).slice(0, 1);
  return [
    ...tampered.map((body) => ({
      name: "tampered",
      about: "one byte more or less than was signed",
      ...first,
      body,
      expected: refused,
    })),
    { name: "wrong secret", about: "signed with another secret", ...forged, expected: refused },
    ...needed.map((header) => {
      const { [header]: _gone, ...headers } = first.headers;
      return { name: `without ${header}`, about: "a needed header is missing", ...first, headers, expected: refused };
    }),
    ...(signsTime ? [{ name: "stale", about: "signed an hour ago: a replay", ...old, expected: refused }] : []),
    {
      name: "too large",
      about: "6 MB",
      ...first,
      body: new Uint8Array(6_000_000).fill(0x20),
      expected: { status: (status) => status === 413 || status === 401, statusText: "413" },
    },
    {
      name: "unknown shop",
      about: "the address of a connection that does not exist",
      ...first,
      url: first.url.replace(target.url, `${target.url}-none`),
      expected: { status: (status) => status === 404, statusText: "404" },
    },
  ];
}

/** The order of which the samples tell most, in their order; else the message that only names one. */
function longestStory(channel: WebhookChannel, messages: readonly Message[]): readonly Message[] {
  const orderOf = ({ topic, body }: Message): string | null => {
    const delivery: RawDelivery = { topic, body, headers: {}, receivedAt: "2026-01-01T00:00:00.000Z" };
    const read = channel.normalise(delivery);
    if (!read.ok || read.value.kind === "ignored") return null;
    return read.value.kind === "order" ? read.value.order.channelOrderId : (read.value.channelOrderIds[0] ?? null);
  };
  const stories = Map.groupBy(messages, orderOf);
  stories.delete(null);
  return [...stories.values()].toSorted((one, other) => other.length - one.length)[0] ?? [];
}

function requestOf({ url, headers, body }: Pick<Attempt, "url" | "headers" | "body">) {
  const query = Object.fromEntries(new URL(url).searchParams);
  return { query, headers, body };
}

function encoded(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
