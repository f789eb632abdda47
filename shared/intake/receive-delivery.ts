import type { Acknowledgement, Answer, WebhookChannel, WebhookRequest } from "../channels/channel.ts";
import { deliveryIdOf } from "../kernel/ids.ts";
import { never } from "../kernel/result.ts";
import type { QueueSender, SecretReader } from "../platform/ports.ts";
import { type ConnectionSecret, readConnectionSecret } from "./connection-secret.ts";
import { MAX_BODY_BYTES, MAX_MESSAGE_BYTES, type QueuedDelivery, toQueueMessage } from "./queued-delivery.ts";
import type { NoteRefusal } from "./refusal-note.ts";

/** What became of one request at the door, and what to answer. */
export type Reception =
  | { readonly kind: "accepted"; readonly deliveryId: string; readonly answer: Acknowledgement }
  | { readonly kind: "pong"; readonly answer: Acknowledgement }
  | { readonly kind: "refused"; readonly why: string; readonly answer: Acknowledgement }
  | { readonly kind: "unavailable"; readonly fault: unknown; readonly answer: Acknowledgement }
  | { readonly kind: "unknown_connection" }
  | { readonly kind: "too_large"; readonly detail: string };

export type ReceiveDelivery = (
  request: WebhookRequest,
  address: { readonly channel: string; readonly connectionId: string },
) => Promise<Reception>;

export type ReceiveDeps = {
  readonly secrets: SecretReader;
  readonly secretPrefix: string;
  readonly queue: QueueSender;
  readonly findChannel: (name: string) => Promise<WebhookChannel | null>;
  readonly noteRefusal: NoteRefusal;
  readonly now: () => Date;
};

/** A wrong signature may mean a secret that was changed a moment ago: looked up again, at most this often per connection. */
const FRESH_EVERY_MS = 10_000;

/**
 * The door for marketplaces: shop known, signature right, message in the queue, answered as the channel expects. The body
 * is not parsed here, and nothing is stored: what is refused leaves no trace but a note that it was.
 */
export function makeReceiveDelivery(deps: ReceiveDeps): ReceiveDelivery {
  const readFresh = onceIn(FRESH_EVERY_MS, deps.now);
  return async (request, address) => {
    const channel = await deps.findChannel(address.channel);
    if (channel === null) return { kind: "unknown_connection" };
    if (request.body.byteLength > MAX_BODY_BYTES) return tooLarge(`a body may have ${MAX_BODY_BYTES} bytes`);
    const connection = await readConnectionSecret(deps, address.connectionId);
    if (connection?.channel !== channel.name) return { kind: "unknown_connection" };

    const description = channel.describe(request);
    if (description.kind === "ping") {
      const proven = channel.answerChallenge?.(request, connection.secrets);
      return { kind: "pong", answer: proven ?? channel.acknowledge({ ...description, kind: "pong" }) };
    }
    const opened = await openedBy(deps, readFresh, channel, connection, request);
    if (opened.kind === "refused") {
      await deps.noteRefusal(connection, opened.why);
      return { kind: "refused", why: opened.why, answer: channel.acknowledge(opened) };
    }

    const { merchantId, connectionId } = connection;
    const { topic, channelDeliveryId, dedupeKey } = description;
    const deliveryId = deliveryIdOf(merchantId, connectionId, dedupeKey);
    const delivery: QueuedDelivery = {
      deliveryId,
      merchantId,
      connectionId,
      channel: channel.name,
      topic,
      channelDeliveryId,
      headers: ownHeaders(channel.name, request.headers),
      receivedAt: deps.now().toISOString(),
      body: opened.body,
    };
    const message = toQueueMessage(delivery);
    if (message === null) return tooLarge(`a delivery may have ${MAX_MESSAGE_BYTES} bytes once compressed`);
    try {
      await deps.queue.send([{ body: message, groupId: connectionId }]);
    } catch (fault) {
      return { kind: "unavailable", fault, answer: channel.acknowledge({ kind: "unavailable" }) };
    }
    return { kind: "accepted", deliveryId, answer: channel.acknowledge({ kind: "accepted", deliveryId }) };
  };
}

type Refusal = Answer & { readonly kind: "refused" };

/** The plain body of a request that the shop signed. */
type Opened = { readonly kind: "opened"; readonly body: Uint8Array };

async function openedBy(
  deps: ReceiveDeps,
  readFresh: (name: string) => boolean,
  channel: WebhookChannel,
  connection: ConnectionSecret,
  request: WebhookRequest,
): Promise<Opened | Refusal> {
  const first = open(channel, request, connection, deps.now());
  if (first.kind === "opened" || first.why !== "bad_signature" || !readFresh(connection.connectionId)) return first;
  const fresh = await readConnectionSecret(deps, connection.connectionId, { fresh: true });
  return fresh === null ? first : open(channel, request, fresh, deps.now());
}

function open(
  channel: WebhookChannel,
  request: WebhookRequest,
  connection: ConnectionSecret,
  now: Date,
): Opened | Refusal {
  const verification = channel.verify(request, connection.secrets, now);
  switch (verification.kind) {
    case "verified": {
      const body = channel.open === undefined ? request.body : channel.open(request, connection.secrets);
      if (body !== null) return { kind: "opened", body };
      return { kind: "refused", why: "bad_signature", detail: "no live secret opens the body" };
    }
    case "missing_header":
      return { kind: "refused", why: "missing_header", detail: verification.header };
    case "bad_signature":
      return { kind: "refused", why: "bad_signature", detail: "the signature does not fit these bytes" };
    case "stale": {
      const { ageSeconds, allowedSeconds } = verification;
      return { kind: "refused", why: "stale", detail: `${ageSeconds} s old, at most ${allowedSeconds} s are allowed` };
    }
    default:
      return never(verification);
  }
}

/** True at most once in `everyMs` for each name. */
function onceIn(everyMs: number, now: () => Date): (name: string) => boolean {
  const last = new Map<string, number>();
  return (name) => {
    const at = now().getTime();
    if (at - (last.get(name) ?? Number.NEGATIVE_INFINITY) < everyMs) return false;
    last.set(name, at);
    return true;
  };
}

/** What the channel itself said: never cookies, authorisation, or what proxies and AWS add. */
function ownHeaders(channel: string, headers: WebhookRequest["headers"]): Readonly<Record<string, string>> {
  const isOwn = (name: string): boolean =>
    (name.startsWith("x-") || name.startsWith(`${channel}-`)) &&
    !/^x-(amz|amzn|forwarded|real-ip|api-key|auth)/.test(name);
  return Object.fromEntries(Object.entries(headers).filter(([name]) => isOwn(name)));
}

function tooLarge(detail: string): Reception {
  return { kind: "too_large", detail };
}
