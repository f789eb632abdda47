import * as z from "zod/mini";
import { type ImportId, type MerchantId, shortHash } from "../kernel/ids.ts";
import { listKeys } from "../table/keys.ts";
import type { Item, PageKey, Table, Value } from "../table/port.ts";
import {
  orderSettledKey,
  orderSettledPk,
  settledAloneKey,
  settledOrderKey,
  settlementKey,
  settlementPk,
  settlementSortKeys,
  touchedSettlementKey,
} from "../table/settlement-keys.ts";
import type { Reconciliation } from "./reconcile.ts";
import {
  chargeKey,
  isOfSale,
  lineKinds,
  type SettledElsewhere,
  type SettledOrder,
  type SettlementHead,
  sumMinor,
} from "./settlement.ts";
import type { UsualRates } from "./usual-rates.ts";

/** A settlement as it is kept. `explained` is null until an import of it has ended. */
export type Settlement = SettlementHead & {
  /** `stl_…` */
  readonly id: string;
  readonly openedAt: string;
  readonly explained: Explained | null;
};

export type Explained = Omit<Reconciliation, "learnt"> & {
  readonly at: string;
  /** What the shop's settlements before it had shown to be usual; kept, so that explaining it again gives the same. */
  readonly told: UsualRates;
};

const MOST_CHARGES = 200;
const text = z.string();
const amount = z.number();
const rates = z.record(text, z.object({ basisPoints: z.number(), fixedMinor: amount }));
const headSchema = z.object({
  ...{ id: text, settlementId: text, channel: text, shop: text, currency: text, from: text, to: text, openedAt: text },
  payoutMinor: z.nullable(amount),
  graceDays: z.number(),
  explained: z.nullable(
    z.object({
      at: text,
      payoutMinor: amount,
      expectedMinor: amount,
      gapMinor: amount,
      classes: z.array(z.custom<Reconciliation["classes"][number]>()),
      rates,
      told: rates,
    }),
  ),
});
const lineSchema = z.object({
  ...{ lineId: text, at: text, day: text, orderNo: text, sku: text, kind: z.enum(lineKinds), feeKind: text },
  ...{ basis: z.enum(["sale", "refund"]), reference: text, amountMinor: amount, text },
});
const elsewhereSchema = z.object({ saleMinor: amount, refundMinor: amount, charges: z.array(text) });
const orderSchema = z.object({
  orderNo: text,
  by: text,
  lines: z.array(lineSchema),
  expected: z.nullable(
    z.object({
      ...{ orderId: text, saleMinor: amount, saleDay: text },
      refunds: z.array(z.object({ refundId: text, day: text, amountMinor: amount })),
    }),
  ),
  elsewhere: elsewhereSchema,
});

/** Stable: the same settlement of the same shop has the same id in every file. */
export function settlementIdOf(shop: string, settlementId: string): string {
  return `stl_${shortHash(`${shop}\n${settlementId}`)}`;
}

export async function readSettlement(table: Table, merchant: MerchantId, id: string): Promise<Settlement | null> {
  const item = await table.get(settlementKey(merchant, id));
  return item === null ? null : fromSettlementItem(item);
}

/** Throws on an item that is no settlement: only our own code writes it. */
export function fromSettlementItem(item: Item): Settlement {
  return headSchema.parse(item);
}

/**
 * Opens a settlement, or widens the one that is known: to further days, and to what was paid out, where a file says it.
 * Notes that this import has brought lines of it.
 */
export async function openSettlement(
  table: Table,
  merchant: MerchantId,
  head: SettlementHead,
  { importId, now }: { readonly importId: ImportId; readonly now: string },
): Promise<Settlement> {
  const id = settlementIdOf(head.shop, head.settlementId);
  const key = settlementKey(merchant, id);
  const list = listKeys(merchant, "settlements", "all", now, id);
  const fresh: Settlement = { id, ...head, openedAt: now, explained: null };
  await table.put({ ...touchedSettlementKey(merchant, importId, id), schemaVersion: 1, settlement: id });
  const put = await table.put({ ...key, ...list, schemaVersion: 1, ...fresh }, { kind: "absent", path: "pk" });
  if (put.ok || put.error.old === null) return fresh;
  const known = fromSettlementItem(put.error.old);
  const { from, to, payoutMinor } = head;
  if (from < known.from) await table.update(key, [set("from", from)], compare("from", ">", from));
  if (to > known.to) await table.update(key, [set("to", to)], compare("to", "<", to));
  if (payoutMinor !== null && payoutMinor !== known.payoutMinor)
    await table.update(key, [set("payoutMinor", payoutMinor)]);
  return known;
}

const set = (path: string, value: Value) => ({ kind: "set", path, value }) as const;
const compare = (path: string, op: "<" | ">", value: Value) => ({ kind: "compare", path, op, value }) as const;

export async function saveExplained(
  table: Table,
  merchant: MerchantId,
  id: string,
  explained: Explained,
): Promise<void> {
  await table.update(settlementKey(merchant, id), [set("explained", explained as unknown as Value)]);
}

/** `by`: what brought it last. */
export type KeptOrder = SettledOrder & { readonly by: string };

export async function readSettledOrder(
  table: Table,
  merchant: MerchantId,
  id: string,
  { orderNo, lines }: Pick<SettledOrder, "orderNo" | "lines">,
): Promise<KeptOrder | null> {
  const item = await table.get(keyOf(merchant, id, orderNo, lines[0]?.lineId ?? ""));
  return item === null ? null : fromSettledOrderItem(item);
}

/** Keeps the lines of an order, and what this settlement holds of it, for other settlements to see. */
export async function writeSettledOrder(
  table: Table,
  merchant: MerchantId,
  { id, shop }: Pick<Settlement, "id" | "shop">,
  order: KeptOrder,
): Promise<void> {
  const { orderNo, lines } = order;
  const own: Item = { ...keyOf(merchant, id, orderNo, lines[0]?.lineId ?? ""), schemaVersion: 1, ...asValue(order) };
  if (orderNo === "" || lines.length === 0) {
    await table.put(own);
    return;
  }
  const charges = lines.filter(({ kind }) => kind === "fee").map(chargeKey);
  const seen: SettledElsewhere = {
    saleMinor: sumMinor(lines.filter(isOfSale)),
    refundMinor: sumMinor(lines.filter(({ kind }) => kind === "refund")),
    charges: charges.slice(0, MOST_CHARGES),
  };
  const answer = await table.transact([
    { kind: "put", item: own },
    { kind: "put", item: { ...orderSettledKey(merchant, shop, orderNo, id), schemaVersion: 1, ...asValue(seen) } },
  ]);
  if (!answer.ok) throw new Error(`the lines of order ${orderNo} could not be kept now`);
}

/** What other settlements of the shop hold of an order, as far as they are known. */
export async function readElsewhere(
  table: Table,
  merchant: MerchantId,
  { id, shop }: Pick<Settlement, "id" | "shop">,
  orderNo: string,
): Promise<SettledElsewhere> {
  const { items } = await table.query({ pk: orderSettledPk(merchant, shop, orderNo) });
  const others = items.filter(({ sk }) => sk !== id).map((item) => elsewhereSchema.parse(item));
  return {
    saleMinor: others.reduce((sum, each) => sum + each.saleMinor, 0),
    refundMinor: others.reduce((sum, each) => sum + each.refundMinor, 0),
    charges: others.flatMap(({ charges }) => charges),
  };
}

const { order: ofOrder, alone } = settlementSortKeys;

/** Orders by number, then what belongs to none; a batch is a page of the table. `after` is the sort key to go on behind. */
export async function* settledOrders(
  table: Table,
  merchant: MerchantId,
  id: string,
  { after, limit }: { readonly after?: string | undefined; readonly limit?: number } = {},
): AsyncGenerator<readonly (SettledOrder & { readonly sk: string })[]> {
  const pk = settlementPk(merchant, id);
  // "NONE#" sorts before "ORDER#", and nothing else between them.
  const sk = { kind: "between", low: after ?? alone, high: `${ofOrder}\u{10FFFF}` } as const;
  let next: PageKey | undefined;
  do {
    const page = await table.query({
      pk,
      sk,
      ...(next === undefined ? {} : { after: next }),
      ...(limit ? { limit } : {}),
    });
    const items = page.items.filter((item) => item.sk !== after);
    yield items.map((item) => ({ ...fromSettledOrderItem(item), sk: item.sk }));
    next = page.next ?? undefined;
  } while (next !== undefined);
}

function keyOf(merchant: MerchantId, id: string, orderNo: string, lineId: string) {
  return orderNo === "" ? settledAloneKey(merchant, id, lineId) : settledOrderKey(merchant, id, orderNo);
}

export function fromSettledOrderItem(item: Item): KeptOrder {
  return orderSchema.parse(item);
}

function asValue(value: object): Readonly<Record<string, Value>> {
  return value as Readonly<Record<string, Value>>;
}
