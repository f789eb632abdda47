import * as z from "zod/mini";
import { type DetailOf, makeEvent } from "../../events/catalog.ts";
import type { EventEnvelope } from "../../events/envelope.ts";
import type { ConnectionId, DeliveryId, MerchantId, OrderId } from "../kernel/ids.ts";
import { msOf } from "../kernel/time.ts";
import { deliveryKey, deliveryOrderKeys, listKeys } from "../table/keys.ts";
import { timeToLive } from "../table/names.ts";
import type { Condition, Item, Value, Write } from "../table/port.ts";

/**
 * The fate of a delivery. `applied`: it changed the order · `unchanged`: it said what was known · `stale`: it was older
 * than what was known · `skipped`: understood and no business of the hub · `fetching`: it only named orders, which are
 * fetched from the channel and come as deliveries of their own · `parked`: not understood, waits for a person · `failed`: the
 * hub's own fault, at every attempt; kept among the dead letters and replayed once that is mended.
 */
export type DeliveryOutcome = "applied" | "unchanged" | "stale" | "skipped" | "fetching" | "parked" | "failed";

export const deliveryOutcomes: readonly DeliveryOutcome[] = [
  "applied",
  "unchanged",
  "stale",
  "skipped",
  "fetching",
  "parked",
  "failed",
];

/**
 * One record for each delivery, written in the transaction of its effect. The same delivery sent again finds it and is
 * only counted (`duplicates`); the same queue message handed out again is not even that.
 */
export type DeliveryRecord = {
  readonly deliveryId: DeliveryId;
  readonly merchantId: MerchantId;
  readonly connectionId: ConnectionId;
  readonly channel: string;
  readonly topic: string;
  readonly channelDeliveryId: string | null;
  readonly channelOrderNo: string | null;
  readonly orderId: OrderId | null;
  readonly outcome: DeliveryOutcome;
  readonly reason: string | null;
  readonly receivedAt: string;
  readonly appliedAt: string;
  /** How often the queue had handed it out when this was written. */
  readonly attempts: number;
  /** The archive object and the line in it (from 0) that hold the bytes. */
  readonly rawKey: string;
  readonly rawLine: number;
  /** The queue message that led to this outcome. */
  readonly messageId: string;
  readonly duplicates: number;
  readonly lastDuplicateAt: string | null;
  /** The queue messages already counted as duplicates, the last ten. */
  readonly countedMessages: readonly string[];
};

const KEPT_DAYS = 90;
const COUNTED_KEPT = 10;

const recordSchema = z.object({
  schemaVersion: z.literal(1),
  deliveryId: z.string(),
  merchantId: z.string(),
  connectionId: z.string(),
  channel: z.string(),
  topic: z.string(),
  channelDeliveryId: z.nullable(z.string()),
  channelOrderNo: z.nullable(z.string()),
  orderId: z.nullable(z.string()),
  outcome: z.enum(["applied", "unchanged", "stale", "skipped", "fetching", "parked", "failed"]),
  reason: z.nullable(z.string()),
  receivedAt: z.string(),
  appliedAt: z.string(),
  attempts: z.number(),
  rawKey: z.string(),
  rawLine: z.number(),
  messageId: z.string(),
  duplicates: z.number(),
  lastDuplicateAt: z.nullable(z.string()),
  countedMessages: z.array(z.string()),
});

/** Throws on an item that is no delivery record of a known schema: only our own code writes it. */
export function fromDeliveryItem(item: Item): DeliveryRecord {
  const record = recordSchema.parse(item);
  return {
    deliveryId: record.deliveryId as DeliveryId,
    merchantId: record.merchantId as MerchantId,
    connectionId: record.connectionId as ConnectionId,
    channel: record.channel,
    topic: record.topic,
    channelDeliveryId: record.channelDeliveryId,
    channelOrderNo: record.channelOrderNo,
    orderId: record.orderId as OrderId | null,
    outcome: record.outcome,
    reason: record.reason,
    receivedAt: record.receivedAt,
    appliedAt: record.appliedAt,
    attempts: record.attempts,
    rawKey: record.rawKey,
    rawLine: record.rawLine,
    messageId: record.messageId,
    duplicates: record.duplicates,
    lastDuplicateAt: record.lastDuplicateAt,
    countedMessages: record.countedMessages,
  };
}

/** Lists by outcome and, where the order number is known, by it. A parked delivery tells so through its outbox. */
function toDeliveryItem(record: DeliveryRecord): Item {
  const { merchantId, deliveryId, outcome, receivedAt, channelOrderNo } = record;
  const { pk, sk } = deliveryKey(merchantId, deliveryId);
  const { listPk, listSk } = listKeys(merchantId, "deliveries", outcome, receivedAt, deliveryId);
  return {
    ...record,
    pk,
    sk,
    listPk,
    listSk,
    ...(channelOrderNo === null ? {} : deliveryOrderKeys(merchantId, channelOrderNo, receivedAt, deliveryId)),
    schemaVersion: 1,
    [timeToLive]: Math.floor(msOf(receivedAt) / 1000) + KEPT_DAYS * 86_400,
    ...(outcome === "parked" ? { outbox: [parkedEvent(record)] as readonly Value[] } : {}),
  };
}

/** Stores the fate of a delivery that has none yet (`known` null), or that was parked or failed and was tried again. */
export function recordWrite(known: DeliveryRecord | null, record: DeliveryRecord): Write & { readonly kind: "put" } {
  const condition: Condition =
    known === null
      ? { kind: "absent", path: "pk" }
      : { kind: "compare", path: "messageId", op: "=", value: known.messageId };
  return { kind: "put", item: toDeliveryItem(record), condition };
}

/** Counts one more sending of a delivery whose fate is known; null when this queue message has been counted before. */
export function duplicateWrite(
  known: DeliveryRecord,
  messageId: string,
  now: string,
): (Write & { readonly kind: "update" }) | null {
  if (known.messageId === messageId || known.countedMessages.includes(messageId)) return null;
  const counted = [...known.countedMessages, messageId].slice(-COUNTED_KEPT);
  return {
    kind: "update",
    key: deliveryKey(known.merchantId, known.deliveryId),
    changes: [
      { kind: "add", path: "duplicates", amount: 1 },
      { kind: "set", path: "lastDuplicateAt", value: now },
      { kind: "set", path: "countedMessages", value: counted },
    ],
    condition: { kind: "compare", path: "duplicates", op: "=", value: known.duplicates },
  };
}

function parkedEvent(record: DeliveryRecord): EventEnvelope<DetailOf<"delivery.parked.v1">> {
  const { deliveryId, connectionId, channel, topic, reason } = record;
  return makeEvent({
    type: "delivery.parked.v1",
    merchantId: record.merchantId,
    subject: deliveryId,
    subjectVersion: 1,
    occurredAt: record.receivedAt,
    recordedAt: record.appliedAt,
    detail: { deliveryId, connectionId, channel, topic, reason: reason ?? "" },
  });
}
