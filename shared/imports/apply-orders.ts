import { type DeliveryOutcome, type DeliveryRecord, fromDeliveryItem, recordWrite } from "../intake/delivery-record.ts";
import { connectionId, deliveryIdOf, type ImportId, type MerchantId } from "../kernel/ids.ts";
import { never } from "../kernel/result.ts";
import type { UpsertOrder } from "../orders/upsert-order.ts";
import { deliveryKey, deliveryOrderPk } from "../table/keys.ts";
import { queryAll, type Table } from "../table/port.ts";
import type { OrderGroup } from "./group-orders.ts";
import type { RowFate } from "./row-fate.ts";

/** The channel under which orders from files are kept; each merchant has one such connection. */
const SHEET_CHANNEL = "sheet";

export type FileInHand = {
  readonly merchantId: MerchantId;
  readonly importId: ImportId;
  readonly objectKey: string;
  /** Names the content: rows are applied once under it. */
  readonly content: string;
  /** Another import applied some of this content before. */
  readonly isAgain: boolean;
  readonly uploadedAt: string;
};

/** `platform`: whose export the file is, null for our own columns. */
export type ApplyOrder = (file: FileInHand, group: OrderGroup, platform: string | null) => Promise<RowFate>;

/**
 * One order of a file goes the way of every delivery: the same upsert, with a record in the delivery ledger in the same
 * transaction. The record is named by the file's content and the order, so that a row is applied once however often the
 * file comes or the worker dies.
 */
export function makeApplyOrder(deps: { table: Table; upsertOrder: UpsertOrder; now: () => Date }): ApplyOrder {
  return async (file, group, platform) => {
    const connection = connectionId(`${SHEET_CHANNEL}-${file.merchantId}`.slice(0, 48).replace(/-+$/, ""));
    const deliveryId = deliveryIdOf(file.merchantId, connection, `${file.content}\n${group.key}`);
    const item = await deps.table.get(deliveryKey(file.merchantId, deliveryId));
    const known = item === null ? null : fromDeliveryItem(item);
    // What an earlier upload could not apply may go well now.
    if (known !== null && !isToBeTriedAgain(known, file)) return fateOf(known, file);

    const shop = platform === null ? null : await shopThatKnows(deps.table, file.merchantId, group, platform);
    if (shop !== null) return { kind: "failed", reasons: [{ code: "known_from_shop", column: null, found: shop }] };
    const now = deps.now().toISOString();
    const record: Omit<DeliveryRecord, "outcome" | "orderId" | "channelOrderNo" | "reason"> = {
      deliveryId,
      merchantId: file.merchantId,
      connectionId: connection,
      channel: SHEET_CHANNEL,
      topic: "orders",
      channelDeliveryId: file.importId,
      receivedAt: file.uploadedAt,
      appliedAt: now,
      attempts: 1,
      rawKey: file.objectKey,
      rawLine: group.rows[0]?.rowNumber ?? 0,
      messageId: `${file.importId}:${deliveryId}`,
      duplicates: 0,
      lastDuplicateAt: null,
      countedMessages: [],
    };
    const request = {
      merchantId: file.merchantId,
      connectionId: connection,
      channel: SHEET_CHANNEL,
      incoming: group.order,
    };
    let written: DeliveryRecord | null = null;
    const result = await deps.upsertOrder(request, ({ upsert, order }) => {
      const reason = upsert.kind === "refused" ? upsert.why : null;
      const names = { orderId: order?.orderId ?? null, channelOrderNo: order?.header?.facts.channelOrderNo ?? null };
      written = { ...record, ...names, outcome: outcomeOf(upsert.kind), reason };
      return [recordWrite(known, written)];
    });
    switch (result.kind) {
      case "decided":
        return written === null ? notApplied("no decision") : fateOf(written, file);
      case "beside_refused": {
        const [other] = result.old;
        return other == null ? notApplied("written by another worker") : fateOf(fromDeliveryItem(other), file);
      }
      case "contended":
        return notApplied(result.why);
      default:
        return never(result);
    }
  };
}

/** The connected shop of this platform that has told of an order of this number; null when none has. */
async function shopThatKnows(
  table: Table,
  merchant: MerchantId,
  { order }: OrderGroup,
  platform: string,
): Promise<string | null> {
  const pk = deliveryOrderPk(merchant, order.header?.channelOrderNo ?? "");
  const entries = await queryAll(table, { index: "byDay", pk });
  const records = await table.getMany(entries.map((entry) => ({ pk: entry.pk, sk: entry.sk })));
  const known = records.map(fromDeliveryItem).find(({ channel, orderId }) => channel === platform && orderId !== null);
  return known?.connectionId ?? null;
}

function outcomeOf(kind: "stored" | "unchanged" | "stale" | "refused"): DeliveryOutcome {
  if (kind === "stored") return "applied";
  return kind === "refused" ? "parked" : kind;
}

function isToBeTriedAgain({ outcome, channelDeliveryId }: DeliveryRecord, file: FileInHand): boolean {
  return outcome === "parked" && channelDeliveryId !== file.importId;
}

/** An order that an earlier upload of the same content brought is known by now. */
function fateOf(record: DeliveryRecord, file: FileInHand): RowFate {
  switch (record.outcome) {
    case "applied":
      return {
        kind: record.channelDeliveryId === file.importId ? "applied" : "unchanged",
        result: record.orderId ?? "",
      };
    case "unchanged":
    case "stale":
    case "skipped":
      return { kind: "unchanged", result: record.orderId ?? "" };
    case "parked":
    case "failed":
    case "fetching":
      return notApplied(record.reason ?? record.outcome);
    default:
      return never(record.outcome);
  }
}

function notApplied(found: string): RowFate {
  return { kind: "failed", reasons: [{ code: "not_applied", column: null, found }] };
}
