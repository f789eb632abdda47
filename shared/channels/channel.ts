import type { Result } from "../kernel/result.ts";
import type { IncomingOrder } from "../orders/facts.ts";

/**
 * What the hub needs to know of a channel, all of it pure: the bytes, the secrets and the clock are passed in, nothing is
 * fetched. One folder keeps one channel; `registry.ts` lists them; `channel.contract.ts` is the suite each must pass. What a
 * channel's own API is asked for stands apart in `api.ts`, so that the door carries none of it.
 */
export type Channel = {
  readonly name: string;
  /** For people, e.g. "WooCommerce". */
  readonly title: string;
  /**
   * Whether its orders may leave in one parcel with others: also of the merchant's other own shops, or with none, because
   * the platform makes the label of each parcel itself. Absent: with orders of the same shop.
   */
  readonly sharesParcels?: "with_own_shops" | "never";
  /**
   * Reads what came by webhook, and under the topic `pulledTopic` what the channel's API answered (`readOrder` of `api.ts`).
   * Never throws, whatever the JSON: a named problem instead. Same input, same output.
   */
  normalise(delivery: RawDelivery): Result<Normalised, NormaliseProblem>;
};

/** A channel that posts webhooks. Taobao, JD, Pinduoduo and Amazon do not: they are asked. */
export type WebhookChannel = Channel & {
  /** The header that names the topic is read here, so that receiving needs no JSON parsing. */
  describe(request: WebhookRequest): DeliveryDescription;
  /** Did this shop send these very bytes? Tries every live secret; compares in constant time. */
  verify(request: WebhookRequest, secrets: readonly string[], now: Date): Verification;
  /** The exact status and body that this channel expects for what happened. */
  acknowledge(answer: Answer): Acknowledgement;
  /** The shop tells the channel what to sign with; elsewhere the channel's console gives out the secret. */
  readonly choosesSecret?: true;
  /** Whether a secret has the channel's shape, for channels whose signatures only they can make; others are tried by `sign`. */
  readsSecret?(secret: string): boolean;
  /** Answers a challenge that wants proof of a secret (`describe` said ping), instead of `acknowledge`. */
  answerChallenge?(request: WebhookRequest, secrets: readonly string[]): Acknowledgement;
  /** The plain body of a verified request, for channels that encrypt it; null when no live secret opens it. */
  open?(request: WebhookRequest, secrets: readonly string[]): Uint8Array | null;
  /**
   * The body as the channel would post it, for channels that encrypt it: to be signed and sent in place of `body`. The body
   * itself where the secret names no key to encrypt with.
   */
  seal?(sample: Parameters<WebhookChannel["sign"]>[0]): Uint8Array;
  /** The headers of a body as the channel would sign it: for `npm run send`, the conformance kit and tests. */
  sign(sample: {
    readonly topic: string;
    readonly body: Uint8Array;
    readonly secret: string;
    readonly deliveryNo: string;
    /** The public address it is sent to, for channels that sign it. */
    readonly url: string;
    /** When it is signed, for channels that sign a time; the clock of this machine when left out. */
    readonly now?: Date;
  }): Readonly<Record<string, string>>;
  /** The same for channels that put the signature into the query of the address (WeChat). */
  signQuery?(sample: Parameters<WebhookChannel["sign"]>[0]): Readonly<Record<string, string>>;
};

/** The topic of a body that the hub fetched itself, in the shape `readOrder` of the channel's `api.ts` gives it. */
export const pulledTopic = "orderhub.pulled";

export function isWebhookChannel(channel: Channel): channel is WebhookChannel {
  return "verify" in channel;
}

/** An HTTP request as it came: raw bytes (base64 undone), lower-case header names. */
export type WebhookRequest = {
  readonly method: string;
  readonly path: string;
  /** The public address as the channel knows it, without the query: some channels sign it. */
  readonly url: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
};

export type DeliveryDescription =
  /** A trial call or challenge: to be answered, not stored. The answer repeats the challenge. */
  | { readonly kind: "ping"; readonly challenge?: string }
  | {
      readonly kind: "delivery";
      readonly topic: string;
      /**
       * The same for every retry of this delivery, different for every other: the channel's delivery id (if any) joined
       * with a hash of the bytes, because ids alone collide (WooCommerce) or are missing.
       */
      readonly dedupeKey: string;
      /** The channel's own id of the delivery, for people; may be absent. */
      readonly channelDeliveryId: string | null;
    };

export type Verification =
  | { readonly kind: "verified" }
  | { readonly kind: "missing_header"; readonly header: string }
  | { readonly kind: "bad_signature" }
  | { readonly kind: "stale"; readonly ageSeconds: number; readonly allowedSeconds: number };

export type Answer =
  | { readonly kind: "accepted"; readonly deliveryId: string }
  | { readonly kind: "pong"; readonly challenge?: string }
  | { readonly kind: "refused"; readonly why: "bad_signature" | "missing_header" | "stale"; readonly detail: string }
  /** We could not take it: the channel is to send it again. */
  | { readonly kind: "unavailable" };

export type Acknowledgement = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

/** A verified delivery taken from the queue. */
export type RawDelivery = {
  readonly topic: string;
  readonly body: Uint8Array;
  readonly headers: Readonly<Record<string, string>>;
  readonly receivedAt: string;
};

export type Normalised =
  | { readonly kind: "order"; readonly order: IncomingOrder }
  /** The message only names orders: each is to be fetched whole by the channel's API. At least one id, none twice. */
  | { readonly kind: "pull"; readonly channelOrderIds: readonly string[] }
  /** Understood, and no business of the hub: a topic we do not follow, a draft. */
  | { readonly kind: "ignored"; readonly why: string };

export type NormaliseProblem = {
  readonly kind:
    | "not_json"
    | "unknown_topic"
    | "unknown_status"
    | "unknown_currency"
    | "missing_field"
    | "bad_value"
    | "too_large";
  /** Where in the payload, e.g. `line_items[2].quantity`. */
  readonly at: string;
  /** What was found and what would be right; never personal data. */
  readonly detail: string;
};
