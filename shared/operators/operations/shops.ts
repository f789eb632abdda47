import { everyone, type Operations, page, range } from "./operation.ts";

/** Connected shops and what they delivered. */
export const shopOperations: Operations = {
  "GET /deliveries": {
    summary: "The delivery ledger: what became of each webhook and imported order.",
    roles: ["operator", "service", "viewer", "finance"],
    query: {
      ...page,
      ...range,
      outcome:
        "`applied`, `unchanged`, `stale`, `skipped`, `fetching` (named orders are being fetched), `parked` or `failed`.",
      channelOrderNo: "Only deliveries that named this order.",
    },
    answer: "`{ items: [delivery], cursor }`.",
  },
  "GET /deliveries/{receiptId}": {
    summary: "For senders: the fate of one delivery, by the receipt in our answer (header `x-orderhub-receipt`).",
    roles: "anyone",
    answer:
      "`{ receiptId, channel, topic, outcome, reason, receivedAt, appliedAt, duplicates }`; 404 until it has been applied.",
  },
  "GET /v1/connections": {
    summary: "The shops that are connected, one on each channel or many.",
    roles: everyone,
    answer: "`{ items: [connection], cursor: null }`.",
  },
  "POST /v1/connections": {
    summary: "Connects a shop. Sent twice, the second time changes nothing.",
    roles: ["operator"],
    body: {
      type: "object",
      required: ["id", "channel", "title", "zone"],
      properties: {
        id: { type: "string", description: "Small letters, digits and hyphens; no other shop of any merchant has it." },
        channel: { type: "string", description: "e.g. `shopify`." },
        title: { type: "string", maxLength: 120 },
        zone: { type: "string", description: "Of channel times that carry none, e.g. `Asia/Shanghai`." },
        secret: {
          type: "string",
          description:
            "What the channel signs with, from its console; made up for own shops and WooCommerce unless given.",
        },
        credentials: { type: "object", description: "For the channel's own API: see `credentialFields`." },
      },
    },
    answer: "`201` the connection with `webhookPath`, and once, here only, its `secret`.",
  },
  "GET /v1/connections/{connectionId}": {
    summary:
      "One shop: where the channel posts to, whether it is paused, what the hub signs in with (never the values).",
    roles: everyone,
    answer:
      "The connection with `health`: `{ lastReceivedAt, lastAppliedAt, lagMs, refusals, lastRefusedAt, lastRefusal, api }`.",
  },
  "PATCH /v1/connections/{connectionId}": {
    summary:
      "Pauses or resumes: while paused the hub asks and tells the channel nothing; what it sends is still taken.",
    roles: ["operator"],
    body: { type: "object", required: ["state"], properties: { state: { enum: ["active", "paused"] } } },
    answer: "The connection.",
  },
  "POST /v1/connections/{connectionId}/secrets": {
    summary: "A new signing secret. The one before it goes on being accepted until it is ended.",
    roles: ["operator"],
    body: { type: "object", properties: { secret: { type: "string", description: "Made up unless given." } } },
    answer: "`201 { secret, liveSecrets }`; shown once.",
  },
  "DELETE /v1/connections/{connectionId}/secrets/previous": {
    summary: "Ends a rotation: only the newest secret is accepted from now on (within a minute).",
    roles: ["operator"],
    answer: "`{ liveSecrets: 1 }`.",
  },
  "PUT /v1/connections/{connectionId}/credentials": {
    summary: "What the hub signs in with at the channel's own API, in place of what it had.",
    roles: ["operator"],
    body: { type: "object", required: ["credentials"], properties: { credentials: { type: "object" } } },
    answer: "The connection.",
  },
  "POST /v1/connections/{connectionId}/test": {
    summary:
      "Tries a shop: are its signing secrets readable, and does the channel's API let it in? Changes nothing there.",
    roles: ["operator"],
    answer:
      "`{ id, channel, testedAt, signing: { state, liveSecrets, whatToDo }, api: { state, tookMs, why, whatToDo } }`. `signing.state`: `ok`, `missing`, `malformed`, `not_used`; `api.state`: `ok`, `needs_sign_in`, `refused`, `unreachable`, `no_credentials`, `not_asked` (paused), `not_used`.",
  },
  "GET /v1/connections/{connectionId}/gaps": {
    summary: "The counted days of a shop, newest first: what the channel lists as placed and what the hub has of it.",
    roles: ["operator", "finance", "service", "viewer"],
    answer:
      "`{ items: [{ day, state, channelHas, hubHas, leftOut, hours, missing, checkedAt }], cursor: null }`; `state` is `proven`, `fetching` or `missing`.",
  },
  "POST /v1/connections/{connectionId}/gaps": {
    summary: "Counts a day against the channel now and has missing orders fetched; the list shows it within minutes.",
    roles: ["operator", "service"],
    body: {
      type: "object",
      properties: {
        day: { type: "string", description: "A day in the merchant's zone; the last two closed ones unless given." },
      },
    },
    answer: "`202 { isAsked: true }`.",
  },
};
