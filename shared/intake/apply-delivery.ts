import type { Channel, NormaliseProblem } from "../channels/channel.ts";
import type { OrderId } from "../kernel/ids.ts";
import { never } from "../kernel/result.ts";
import type { Decided, UpsertOrder } from "../orders/upsert-order.ts";
import type { QueueMessage, QueueSender } from "../platform/ports.ts";
import { deliveryKey } from "../table/keys.ts";
import type { Table } from "../table/port.ts";
import type { ArchivePlace } from "./archive-deliveries.ts";
import {
  type DeliveryOutcome,
  type DeliveryRecord,
  duplicateWrite,
  fromDeliveryItem,
  recordWrite,
} from "./delivery-record.ts";
import { toPullMessage } from "./pull-request.ts";
import type { QueuedDelivery } from "./queued-delivery.ts";

/** How the queue handed the delivery out, and where its bytes are kept. */
export type DeliverySource = ArchivePlace & { readonly messageId: string; readonly attempt: number };

export type DeliveryFate = {
  /**
   * The outcome that was recorded; `duplicate`: the sender sent it again; `redelivered`: the queue handed out again what
   * is done; `contended`: nothing is recorded, try again later.
   */
  readonly kind: DeliveryOutcome | "duplicate" | "redelivered" | "contended";
  readonly why: string | null;
  readonly orderId: OrderId | null;
};

export type ApplyDelivery = (delivery: QueuedDelivery, source: DeliverySource) => Promise<DeliveryFate>;

export type ApplyDeps = {
  readonly table: Table;
  readonly upsertOrder: UpsertOrder;
  /** Takes the orders that a delivery only names. */
  readonly pulls: QueueSender;
  readonly findChannel: (name: string) => Promise<Channel | null>;
  readonly now: () => Date;
};

const COUNT_TRIES = 5;
const SHOWN_IDS = 5;
const PULL_AFTER_SECONDS = 2;

/**
 * Applies one delivery once, however often and in whatever order it comes: its record is written in the transaction of its
 * effect. A parked delivery that is sent again is tried again, so that a mended channel can take it; so is a failed one that is
 * replayed.
 */
export function makeApplyDelivery(deps: ApplyDeps): ApplyDelivery {
  return async (delivery, source) => {
    const known = await readRecord(deps.table, delivery);
    if (known !== null && !mayBeTriedAgain(known, source)) return again(deps, known, source);

    const read = await normalise(deps, delivery);
    if (read.kind === "order") return upsert(deps, delivery, source, known, read.order);
    if (known?.outcome === "parked" && read.kind === "parked") return again(deps, known, source);
    // Before the record: whoever dies in between names the orders twice, and never not at all.
    if (read.kind === "fetching") await deps.pulls.send(pullsOf(delivery, read.channelOrderIds));
    const record = recordOf(deps, delivery, source, known, { outcome: read.kind, reason: read.why });
    return recorded(deps, record, known, source);
  };
}

type Read =
  | { readonly kind: "order"; readonly order: Parameters<UpsertOrder>[0]["incoming"] }
  | { readonly kind: "fetching"; readonly why: string; readonly channelOrderIds: readonly string[] }
  | { readonly kind: "skipped" | "parked"; readonly why: string };

async function normalise(deps: ApplyDeps, delivery: QueuedDelivery): Promise<Read> {
  const channel = await deps.findChannel(delivery.channel);
  if (channel === null) return { kind: "parked", why: `no channel is called ${delivery.channel}` };
  const { topic, body, headers, receivedAt } = delivery;
  const normalised = channel.normalise({ topic, body, headers, receivedAt });
  if (!normalised.ok) return { kind: "parked", why: problemText(normalised.error) };
  if (normalised.value.kind === "ignored") return { kind: "skipped", why: normalised.value.why };
  if (normalised.value.kind === "order") return normalised.value;
  const { channelOrderIds } = normalised.value;
  const more = channelOrderIds.length > SHOWN_IDS ? ` and ${channelOrderIds.length - SHOWN_IDS} more` : "";
  const why = `the orders it names are fetched from the channel: ${channelOrderIds.slice(0, SHOWN_IDS).join(", ")}${more}`;
  return { kind: "fetching", why, channelOrderIds };
}

/** A little later: channels tell one change in several messages, and their own reads lag behind what they tell. */
function pullsOf(delivery: QueuedDelivery, channelOrderIds: readonly string[]): QueueMessage[] {
  const { merchantId, connectionId, channel } = delivery;
  return channelOrderIds.map((channelOrderId) =>
    toPullMessage({ merchantId, connectionId, channel, channelOrderId, cause: "pushed", tries: 0 }, PULL_AFTER_SECONDS),
  );
}

function problemText(problem: NormaliseProblem): string {
  return `${problem.kind} at ${problem.at === "" ? "the body" : problem.at}: ${problem.detail}`;
}

async function upsert(
  deps: ApplyDeps,
  delivery: QueuedDelivery,
  source: DeliverySource,
  known: DeliveryRecord | null,
  incoming: Parameters<UpsertOrder>[0]["incoming"],
): Promise<DeliveryFate> {
  const { merchantId, connectionId, channel } = delivery;
  const fateOf = (decided: Decided): DeliveryRecord =>
    recordOf(deps, delivery, source, known, { ...outcomeOf(decided), ...orderNames(decided) });
  const result = await deps.upsertOrder({ merchantId, connectionId, channel, incoming }, (decided) => [
    recordWrite(known, fateOf(decided)),
  ]);
  switch (result.kind) {
    case "decided":
      return fate(fateOf(result));
    case "beside_refused":
      return again(deps, await readRecord(deps.table, delivery), source);
    case "contended":
      return { kind: "contended", why: result.why, orderId: null };
    default:
      return never(result);
  }
}

type Outcome = { readonly outcome: DeliveryOutcome; readonly reason: string | null };

function outcomeOf({ upsert }: Decided): Outcome {
  switch (upsert.kind) {
    case "stored":
      return { outcome: upsert.changedGroups.length > 0 ? "applied" : "unchanged", reason: null };
    case "unchanged":
      return { outcome: "unchanged", reason: "it says what is known" };
    case "stale":
      return { outcome: "stale", reason: "everything it says is older than what is known" };
    case "refused":
      return { outcome: "parked", reason: upsert.why };
    default:
      return never(upsert);
  }
}

function orderNames({ order }: Decided): Pick<DeliveryRecord, "orderId" | "channelOrderNo"> {
  if (order === null) return { orderId: null, channelOrderNo: null };
  return { orderId: order.orderId, channelOrderNo: order.header?.facts.channelOrderNo ?? order.channelOrderId };
}

function recordOf(
  deps: ApplyDeps,
  delivery: QueuedDelivery,
  source: DeliverySource,
  known: DeliveryRecord | null,
  fate: Outcome & Partial<Pick<DeliveryRecord, "orderId" | "channelOrderNo">>,
): DeliveryRecord {
  const { deliveryId, merchantId, connectionId, channel, topic, channelDeliveryId, receivedAt } = delivery;
  const now = deps.now().toISOString();
  return {
    deliveryId,
    merchantId,
    connectionId,
    channel,
    topic,
    channelDeliveryId,
    channelOrderNo: fate.channelOrderNo ?? null,
    orderId: fate.orderId ?? null,
    outcome: fate.outcome,
    reason: fate.reason,
    receivedAt: known?.receivedAt ?? receivedAt,
    appliedAt: now,
    attempts: source.attempt,
    rawKey: source.rawKey,
    rawLine: source.rawLine,
    messageId: source.messageId,
    duplicates: (known?.duplicates ?? 0) + (known?.outcome === "parked" ? 1 : 0),
    lastDuplicateAt: known?.outcome === "parked" ? now : (known?.lastDuplicateAt ?? null),
    countedMessages: known?.countedMessages ?? [],
  };
}

async function recorded(
  deps: ApplyDeps,
  record: DeliveryRecord,
  known: DeliveryRecord | null,
  source: DeliverySource,
): Promise<DeliveryFate> {
  const { merchantId, deliveryId } = record;
  const write = recordWrite(known, record);
  const put = await deps.table.put(write.item, write.condition);
  return put.ok ? fate(record) : again(deps, await readRecord(deps.table, { merchantId, deliveryId }), source);
}

/** The delivery has its fate already: count the sender's repetition, once for each queue message. */
async function again(deps: ApplyDeps, known: DeliveryRecord | null, source: DeliverySource): Promise<DeliveryFate> {
  let record = known;
  for (let attempt = 1; attempt <= COUNT_TRIES && record !== null; attempt += 1) {
    const { orderId } = record;
    const write = duplicateWrite(record, source.messageId, deps.now().toISOString());
    if (write === null) return { kind: "redelivered", why: `handled before: ${record.outcome}`, orderId };
    const counted = await deps.table.update(write.key, write.changes, write.condition);
    if (counted.ok) return { kind: "duplicate", why: `sent before: ${record.outcome}`, orderId };
    record = await readRecord(deps.table, record);
  }
  return { kind: "contended", why: "the delivery record keeps changing", orderId: null };
}

function mayBeTriedAgain(known: DeliveryRecord, source: DeliverySource): boolean {
  return known.outcome === "failed" || (known.outcome === "parked" && !isHandled(known, source));
}

function isHandled(known: DeliveryRecord, source: DeliverySource): boolean {
  return known.messageId === source.messageId || known.countedMessages.includes(source.messageId);
}

async function readRecord(
  table: Table,
  of: Pick<QueuedDelivery, "merchantId" | "deliveryId">,
): Promise<DeliveryRecord | null> {
  const item = await table.get(deliveryKey(of.merchantId, of.deliveryId));
  return item === null ? null : fromDeliveryItem(item);
}

function fate(record: DeliveryRecord): DeliveryFate {
  return { kind: record.outcome, why: record.reason, orderId: record.orderId };
}
