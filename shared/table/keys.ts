import { hash } from "node:crypto";
import type { ConnectionId, DeliveryId, ImportId, MerchantId, OrderId, Sku, WarehouseCode } from "../kernel/ids.ts";
import { remembered } from "../kernel/remembered.ts";
import { shardCount } from "./names.ts";
import type { Key } from "./port.ts";

/**
 * Every key of the single table is joined here and nowhere else. Each partition begins with the merchant, so that no
 * query can leave one. `access-patterns.md` says which question each of them answers.
 */
const of = (merchant: MerchantId): string => `MER#${merchant}`;

export const sortKeys = {
  order: "ORDER",
  lines: "LINES#",
  fact: "FACT#",
  apart: "APART#",
  delivery: "DELIVERY",
  stock: "STOCK#",
  movements: "MOVES#",
  proven: "PROVEN#",
  proof: "PROOF#",
  drift: "DRIFT#",
  lots: "LOTS#",
  waiting: "WAIT#",
  alert: "ALERT#",
  networkAlert: "NETALERT",
  product: "PRODUCT",
  price: "PRICE#",
  customer: "CUSTOMER",
  usage: "USAGE#",
  proposal: "PROPOSAL",
  digest: "DIGEST#",
  told: "TOLD#",
  receipt: "RECEIPT#",
  listing: "LISTING#",
  listingOf: "LISTING-OF#",
  writeBack: "WRITEBACK#",
  merchant: "MERCHANT",
  connection: "CONNECTION#",
  warehouse: "WAREHOUSE#",
  rules: "RULES#",
  ruleSet: "RULESET#",
  ruleDraft: "RULEDRAFT",
  carrier: "CARRIER#",
  import: "IMPORT",
  mapping: "MAPPING#",
  stockDocument: "STOCKDOC",
  seal: "SEAL#",
  cursor: "CURSOR",
  rate: "RATE",
  refresh: "REFRESH",
  health: "HEALTH",
  activity: "ACTIVITY",
  gap: "GAP#",
} as const;

export const merchantKey = (merchant: MerchantId): Key => ({ pk: of(merchant), sk: sortKeys.merchant });
export const connectionKey = (merchant: MerchantId, connection: ConnectionId): Key => ({
  pk: of(merchant),
  sk: `${sortKeys.connection}${connection}`,
});
export const warehouseKey = (merchant: MerchantId, warehouse: WarehouseCode): Key => ({
  pk: of(merchant),
  sk: `${sortKeys.warehouse}${warehouse}`,
});
/** How many orders were routed to a warehouse for one day of leaving, `YYYY-MM-DD`; only of warehouses with a capacity. */
export const ordersOfDayKey = (merchant: MerchantId, warehouse: WarehouseCode, day: string): Key => ({
  pk: `${of(merchant)}#CAPACITY#${warehouse}`,
  sk: day,
});
export const carrierKey = (merchant: MerchantId, carrier: string): Key => ({
  pk: of(merchant),
  sk: `${sortKeys.carrier}${carrier}`,
});
/** The routing rules in force. Older versions keep their number: `RULES#routing#0007`. */
export const routingRulesKey = (merchant: MerchantId): Key => ({ pk: of(merchant), sk: `${sortKeys.rules}routing` });
/** Which orders of one recipient may share a parcel. */
export const jointRulesKey = (merchant: MerchantId): Key => ({ pk: of(merchant), sk: `${sortKeys.rules}joint` });
/** Which rule sets are in force, and from when; the sets themselves stand apart, since they are never changed. */
export const ruleScheduleKey = (merchant: MerchantId): Key => ({ pk: of(merchant), sk: `${sortKeys.rules}schedule` });
export const ruleSetsPk = (merchant: MerchantId): string => `${of(merchant)}#RULESETS`;
export const ruleSetKey = (merchant: MerchantId, version: number): Key => ({
  pk: ruleSetsPk(merchant),
  sk: `${sortKeys.ruleSet}${String(version).padStart(6, "0")}`,
});
/** The rule set that somebody is working on; one for each merchant. */
export const ruleDraftKey = (merchant: MerchantId): Key => ({ pk: ruleSetsPk(merchant), sk: sortKeys.ruleDraft });
/** Merchant, connections, warehouses, carriers and rules stand in this one small partition. */
export const settingsPk = (merchant: MerchantId): string => of(merchant);

export const orderPk = (merchant: MerchantId, order: OrderId): string => `${of(merchant)}#ORD#${order}`;
export const orderKey = (merchant: MerchantId, order: OrderId): Key => ({
  pk: orderPk(merchant, order),
  sk: sortKeys.order,
});
export const orderLinesKey = (merchant: MerchantId, order: OrderId, chunk: number): Key => ({
  pk: orderPk(merchant, order),
  sk: `${sortKeys.lines}${String(chunk).padStart(4, "0")}`,
});
/** Goods that stock has promised to an order beside its allocations, one step of a large order each. */
export const goodsApartKey = (merchant: MerchantId, order: OrderId, version: number, step: number): Key => ({
  pk: orderPk(merchant, order),
  sk: `${sortKeys.apart}${String(version).padStart(8, "0")}#${String(step).padStart(4, "0")}`,
});
/** A booked money fact of an order beside its sale: `FACT#refund#987`, `FACT#cancellation#1`. */
export const orderFactKey = (merchant: MerchantId, order: OrderId, kind: string, id: string): Key => ({
  pk: orderPk(merchant, order),
  sk: `${sortKeys.fact}${kind}#${id}`,
});
/** A routing decision that no longer stands in the order itself, by the version of the order that it was last part of. */
export const orderReceiptKey = (merchant: MerchantId, order: OrderId, version: number): Key => ({
  pk: orderPk(merchant, order),
  sk: `${sortKeys.receipt}${String(version).padStart(8, "0")}`,
});

export const deliveryKey = (merchant: MerchantId, delivery: DeliveryId): Key => ({
  pk: `${of(merchant)}#DLV#${delivery}`,
  sk: sortKeys.delivery,
});

export const skuPk = (merchant: MerchantId, sku: Sku): string => `${of(merchant)}#SKU#${sku}`;
export const stockKey = (merchant: MerchantId, sku: Sku, warehouse: WarehouseCode): Key => ({
  pk: skuPk(merchant, sku),
  sk: `${sortKeys.stock}${warehouse}`,
});
export const alertKey = (merchant: MerchantId, sku: Sku, warehouse: WarehouseCode): Key => ({
  pk: skuPk(merchant, sku),
  sk: `${sortKeys.alert}${warehouse}`,
});
/** A page of the ledger of one position: the movements from version `from` on. */
export const movementsKey = (merchant: MerchantId, sku: Sku, warehouse: WarehouseCode, from: number): Key => ({
  pk: skuPk(merchant, sku),
  sk: `${movementsPrefix(warehouse)}${String(from).padStart(12, "0")}`,
});
export const movementsPrefix = (warehouse: WarehouseCode): string => `${sortKeys.movements}${warehouse}#`;
/** Up to which write the numbers of a position have been proven. */
export const provenKey = (merchant: MerchantId, sku: Sku, warehouse: WarehouseCode): Key => ({
  pk: skuPk(merchant, sku),
  sk: `${sortKeys.proven}${warehouse}`,
});
/** One proof of a merchant's stock, and the drifts it found; all of them stand in one partition, by time. */
export const proofKey = (merchant: MerchantId, proofId: string): Key => ({
  pk: proofsPk(merchant),
  sk: `${sortKeys.proof}${proofId}`,
});
export const driftKey = (merchant: MerchantId, proofId: string, sku: Sku, warehouse: WarehouseCode): Key => ({
  pk: proofsPk(merchant),
  sk: `${sortKeys.drift}${proofId}#${sku}#${warehouse}`,
});
export const proofsPk = (merchant: MerchantId): string => `${of(merchant)}#PROOFS`;
/** An order waiting for this sku, in fair order: by priority (1 to 5), and of these the one placed first. */
export const waitingKey = (
  merchant: MerchantId,
  sku: Sku,
  priority: number,
  placedAt: string,
  order: OrderId,
): Key => ({
  pk: skuPk(merchant, sku),
  sk: `${sortKeys.waiting}${priority}#${placedAt}#${order}`,
});

/** A purchase, transfer, stock take or adjustment, by the id that its maker chose. */
export const stockDocumentKey = (merchant: MerchantId, kind: string, documentId: string): Key => ({
  pk: `${of(merchant)}#DOC#${kind}#${documentId}`,
  sk: sortKeys.stockDocument,
});

export const importKey = (merchant: MerchantId, importId: ImportId): Key => ({
  pk: `${of(merchant)}#IMP#${importId}`,
  sk: sortKeys.import,
});
/** One sealed version of one report of one business day; all of a merchant stand in one partition, by day. */
export const sealKey = (merchant: MerchantId, day: string, report: string, version: number): Key => ({
  pk: `${of(merchant)}#REPORTS`,
  sk: `${sortKeys.seal}${day}#${report}#v${String(version).padStart(4, "0")}`,
});
export const sealsPk = (merchant: MerchantId): string => `${of(merchant)}#REPORTS`;

/** Lists on the `byList` index, one per kind and state: orders by status, deliveries by fate, alerts, imports. */
export type ListKind =
  | "orders"
  | "deliveries"
  | "alerts"
  | "imports"
  | "stock"
  | "stock-documents"
  | "goods-apart"
  | "products"
  | "customers"
  | "proposals"
  | "tellings"
  | "listings"
  | "lots"
  | "settlements";

export type ListKeys = { readonly listPk: string; readonly listSk: string };

/** Newest last within a shard; `id` breaks ties and picks the shard. */
export function listKeys(merchant: MerchantId, kind: ListKind, state: string, at: string, id: string): ListKeys {
  return { listPk: listPk(merchant, kind, state, shardOf(id)), listSk: `${at}#${id}` };
}

export function listPk(merchant: MerchantId, kind: ListKind, state: string, shard: number): string {
  return `${of(merchant)}#LIST#${kind}#${state}#${shard}`;
}

export type DayKeys = { readonly dayPk: string; readonly daySk: string };

/** What is booked to a business day: sales (the orders themselves) and facts. */
export function dayKeys(merchant: MerchantId, day: string, kind: "sale" | "fact", id: string): DayKeys {
  return { dayPk: dayPk(merchant, day, shardOf(id)), daySk: `${kind}#${id}` };
}

export function dayPk(merchant: MerchantId, day: string, shard: number): string {
  return `${of(merchant)}#DAY#${day}#${shard}`;
}

/** The deliveries that named one channel order number, on the same index. */
export function deliveryOrderKeys(
  merchant: MerchantId,
  channelOrderNo: string,
  at: string,
  delivery: DeliveryId,
): DayKeys {
  return { dayPk: deliveryOrderPk(merchant, channelOrderNo), daySk: `${at}#${delivery}` };
}

export function deliveryOrderPk(merchant: MerchantId, channelOrderNo: string): string {
  return `${of(merchant)}#ORDNO#${channelOrderNo}`;
}

const SHARDS_KEPT = 1_000;
const knownShard = /* @__PURE__ */ remembered(
  SHARDS_KEPT,
  (id) => Number.parseInt(hash("sha256", id).slice(0, 8), 16) % shardCount,
);

export function shardOf(id: string): number {
  return knownShard(id);
}

export const allShards: readonly number[] = Array.from({ length: shardCount }, (_, shard) => shard);
