import { shortHash } from "../kernel/ids.ts";
import { msOf } from "../kernel/time.ts";
import type { IncomingOrder, LineFacts } from "../orders/facts.ts";
import type { RowNote } from "./notes.ts";
import { countryOf, type OrderRow } from "./order-rows.ts";
import type { RowReason } from "./reasons.ts";
import type { ReadRow } from "./stock-rows.ts";

/** The rows of one order, and the order they make, or why none of them can be used. */
export type OrderGroup = {
  readonly key: string;
  readonly rows: readonly { readonly rowNumber: number }[];
  readonly order: IncomingOrder;
  /** By row number: what was put right in it, or is worth knowing. */
  readonly notes?: ReadonlyMap<number, readonly RowNote[]>;
};

export type GroupedOrders = {
  readonly groups: readonly OrderGroup[];
  /** By row number: what is wrong with it, its own fault or that of its order. */
  readonly failed: ReadonlyMap<number, readonly RowReason[]>;
};

/**
 * Rows of one order number (of one shop) become one order, wherever they stand in the file. An order is taken whole or not
 * at all: when one of its rows is wrong, the others say so too.
 */
export function groupOrders(
  rows: readonly ReadRow<OrderRow>[],
  orderNoOf: (rowNumber: number) => string,
  uploadedAt: string,
): GroupedOrders {
  const failed = new Map<number, readonly RowReason[]>();
  const badRowOfOrder = new Map<string, number>();
  for (const { rowNumber, result } of rows) {
    if (result.ok) continue;
    failed.set(rowNumber, result.error);
    const orderNo = orderNoOf(rowNumber);
    if (orderNo !== "" && !badRowOfOrder.has(orderNo)) badRowOfOrder.set(orderNo, rowNumber);
  }
  const good = rows.flatMap(({ result }) => (result.ok ? [result.value] : []));
  const groups: OrderGroup[] = [];
  for (const [key, members] of Map.groupBy(good, (row) => `${row.shop}\n${row.orderNo}`)) {
    const reason = reasonAgainst(members, badRowOfOrder);
    const notes = new Map(members.map((row) => [row.rowNumber, row.notes]));
    if (reason === null) groups.push({ key, rows: members, order: orderOf(key, members, uploadedAt), notes });
    else for (const row of members) failed.set(row.rowNumber, [reason]);
  }
  return { groups, failed };
}

const sharedFields = ["placedAt", "currency", "isPaid", "shippingMinor"] as const;
const columnOf = {
  placedAt: "placed_at",
  currency: "currency",
  isPaid: "is_paid",
  shippingMinor: "shipping_fee",
} as const;

function reasonAgainst(rows: readonly OrderRow[], badRowOfOrder: ReadonlyMap<string, number>): RowReason | null {
  const [first] = rows;
  const badRow = first === undefined ? undefined : badRowOfOrder.get(first.orderNo);
  if (badRow !== undefined) return { code: "order_has_bad_row", column: null, found: "", row: badRow };
  for (const field of sharedFields) {
    if (rows.some((row) => row[field] !== first?.[field])) {
      return { code: "rows_disagree", column: columnOf[field], found: columnOf[field] };
    }
  }
  return null;
}

function orderOf(key: string, rows: readonly OrderRow[], uploadedAt: string): IncomingOrder {
  const first = rows[0] as OrderRow;
  const lines = rows.map((row, at): LineFacts => lineOf(row, at));
  const itemsMinor = lines.reduce((sum, line) => sum + line.unitPriceMinor * line.quantity, 0);
  const discountMinor = lines.reduce((sum, line) => sum + line.discountMinor, 0);
  const { recipient, phone, country, region, city, district, address, postal_code } = first.address;
  return {
    channelOrderId: first.shop === "" ? first.orderNo : `${first.shop}/${first.orderNo}`,
    clock: { at: msOf(uploadedAt), tie: shortHash(JSON.stringify([key, rows.map(({ notes: _, ...row }) => row)])) },
    header: {
      channelOrderNo: first.orderNo,
      currency: first.currency,
      placedAt: first.placedAt,
      amounts: {
        itemsMinor,
        discountMinor,
        shippingMinor: first.shippingMinor,
        feesMinor: 0,
        taxMinor: 0,
        taxesIncluded: true,
        totalMinor: itemsMinor - discountMinor + first.shippingMinor,
      },
      discrepancyMinor: 0,
      buyerRef: null,
      note: first.note === "" ? null : first.note,
      tags: first.shop === "" ? [] : [first.shop],
      isTest: false,
    },
    lines,
    payment: {
      state: first.isPaid ? "paid" : "pending",
      paidAt: first.isPaid ? first.placedAt : null,
      method: null,
      payOnDelivery: false,
    },
    address: {
      name: recipient,
      phone,
      country: countryOf(country),
      region,
      regionName: region,
      city,
      district,
      street: address,
      postalCode: postal_code,
      email: "",
    },
  };
}

function lineOf(row: OrderRow, at: number): LineFacts {
  return {
    lineId: String(at + 1),
    sku: row.sku,
    title: row.title,
    variant: null,
    quantity: row.quantity,
    removedQuantity: 0,
    unitPriceMinor: row.unitPriceMinor,
    discountMinor: row.discountMinor,
    taxMinor: 0,
    totalMinor: row.unitPriceMinor * row.quantity - row.discountMinor,
    needsShipping: true,
    weightGrams: null,
  };
}
