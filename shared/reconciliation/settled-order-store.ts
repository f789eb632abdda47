import * as z from "zod/mini";
import type { MerchantId } from "../kernel/ids.ts";
import type { Condition, Item, PageKey, Table, Value } from "../table/port.ts";
import { asRead } from "../table/put-unchanged.ts";
import {
  orderSettledKey,
  orderSettledPk,
  settledAloneKey,
  settledOrderKey,
  settlementPk,
  settlementSortKeys,
} from "../table/settlement-keys.ts";
import {
  chargeKey,
  type Entry,
  isOfSale,
  lineKinds,
  type SettledElsewhere,
  type SettledOrder,
  sumMinor,
} from "./settlement.ts";
import type { Settlement } from "./settlement-store.ts";

const MOST_CHARGES = 200;
const text = z.string();
const amount = z.number();
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
  later: z.optional(z.object({ saleMinor: amount, refundMinor: amount })),
  isPaidHere: z.optional(z.boolean()),
  closedAs: z.optional(z.array(z.custom<Entry>())),
});

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

/**
 * Keeps the lines of an order, and what this settlement holds of it, for other settlements to see. False: the condition
 * did not hold, and nothing was written.
 */
export async function writeSettledOrder(
  table: Table,
  merchant: MerchantId,
  { id, shop }: Pick<Settlement, "id" | "shop">,
  order: KeptOrder,
  condition: Condition,
): Promise<boolean> {
  const { orderNo, lines } = order;
  const own = toSettledOrderItem(merchant, id, order);
  if (orderNo === "" || lines.length === 0) return (await table.put(own, condition)).ok;
  const charges = lines.filter(({ kind }) => kind === "fee").map(chargeKey);
  const seen: SettledElsewhere = {
    saleMinor: sumMinor(lines.filter(isOfSale)),
    refundMinor: sumMinor(lines.filter(({ kind }) => kind === "refund")),
    charges: charges.slice(0, MOST_CHARGES),
  };
  const answer = await table.transact([
    { kind: "put", item: own, condition },
    { kind: "put", item: { ...orderSettledKey(merchant, shop, orderNo, id), schemaVersion: 1, ...asValue(seen) } },
  ]);
  return answer.ok;
}

/** No settled line of it is kept: it is not there, or only known to be due. */
export const hasNoLines: Condition = {
  kind: "any",
  of: [
    { kind: "absent", path: "pk" },
    { kind: "compare", path: "lines", op: "=", value: [] },
  ],
};

/**
 * It is as it was read, null: not there. Every writer of an order changes one of these: who brings lines, says so; who matches
 * it again, changes one of the others.
 */
export function asBefore(before: KeptOrder | null): Condition {
  return asRead(before && asValue(before), ["by", "later", "isPaidHere", "closedAs"]);
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
): AsyncGenerator<readonly (KeptOrder & { readonly sk: string })[]> {
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

export function toSettledOrderItem(merchant: MerchantId, id: string, order: KeptOrder): Item {
  const { orderNo, lines } = order;
  return { ...keyOf(merchant, id, orderNo, lines[0]?.lineId ?? ""), schemaVersion: 1, ...asValue(order) };
}

export function fromSettledOrderItem(item: Item): KeptOrder {
  return orderSchema.parse(item);
}

function asValue(value: object): Readonly<Record<string, Value | undefined>> {
  return value as Readonly<Record<string, Value | undefined>>;
}
