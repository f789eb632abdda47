import type { WebhookChannel } from "../../shared/channels/channel.ts";
import { fail, ok } from "../../shared/kernel/result.ts";
import type { IncomingOrder } from "../../shared/orders/facts.ts";

/** What a body of the plain channel may say. */
export type PlainSaid =
  | { readonly order: IncomingOrder }
  | { readonly ignored: string }
  | { readonly pull: readonly string[] }
  | { readonly problem: string }
  | { readonly bug: string };

/** A channel without a format of its own: its body is an `IncomingOrder`, a refusal or a bug, and its signature a word. */
export const plainChannel: WebhookChannel = {
  name: "plain",
  title: "Plain",
  describe: (request) => {
    const topic = request.headers["x-plain-topic"];
    if (topic === undefined) return { kind: "ping" };
    const id = request.headers["x-plain-id"] ?? "";
    return { kind: "delivery", topic, dedupeKey: id, channelDeliveryId: id };
  },
  verify: (request, secrets) => {
    const signature = request.headers["x-plain-signature"];
    if (signature === undefined) return { kind: "missing_header", header: "x-plain-signature" };
    return secrets.includes(signature) ? { kind: "verified" } : { kind: "bad_signature" };
  },
  acknowledge: (answer) => ({
    status: { accepted: 200, pong: 200, refused: 401, unavailable: 503 }[answer.kind],
    headers: {},
    body: answer.kind,
  }),
  normalise: (delivery) => {
    const said = JSON.parse(new TextDecoder().decode(delivery.body)) as PlainSaid;
    if ("bug" in said) throw new Error(said.bug);
    if ("problem" in said) return fail({ kind: "unknown_status", at: "status", detail: said.problem });
    if ("pull" in said) return ok({ kind: "pull", channelOrderIds: said.pull });
    if ("ignored" in said) return ok({ kind: "ignored", why: said.ignored });
    return ok({ kind: "order", order: said.order });
  },
  sign: ({ topic, secret, deliveryNo }) => ({
    "x-plain-topic": topic,
    "x-plain-id": deliveryNo,
    "x-plain-signature": secret,
  }),
};
