import * as z from "zod/mini";
import type { MerchantId } from "../../kernel/ids.ts";
import { type Books, dayOf, openDay } from "../../orders/books.ts";
import type { Item, Table } from "../../table/port.ts";
import { dayFactKey } from "../../table/report-keys.ts";
import type { FeeFact } from "./fact.ts";

/** A fee as a settlement tells it; its id, day and rate follow. `amountMinor` is negative for what is charged. */
export type NewFee = Omit<FeeFact, "id" | "day" | "originalDay" | "rateId" | "reportingMinor"> & {
  /** Unique within the settlement: the number of its line. */
  readonly lineId: string;
};

export type BookedFee = Omit<FeeFact, "rateId" | "reportingMinor">;

const text = z.string();
const feeSchema = z.object({
  schemaVersion: z.literal(1),
  id: text,
  day: text,
  originalDay: text,
  at: text,
  currency: text,
  channel: text,
  shop: text,
  orderId: text,
  orderNo: text,
  sku: text,
  feeKind: text,
  settlementId: text,
  note: text,
  amountMinor: z.number(),
});

/**
 * Books fees to the day they were posted on, or to the first open one. Told again, a fee stays where it is: also when its day
 * has been closed meanwhile. Says how many were new.
 */
export async function saveFees(
  table: Table,
  merchant: MerchantId,
  fees: readonly NewFee[],
  books: Books,
  now: string,
): Promise<number> {
  let created = 0;
  for (const { lineId, ...fee } of fees) {
    const id = `fee:${fee.shop}:${fee.settlementId}:${lineId}`;
    const originalDay = dayOf(fee.at, books);
    const day = openDay(originalDay, books, now);
    const booked: BookedFee = { ...fee, id, day, originalDay };
    const answer = await table.transact([
      { kind: "put", item: { ...feeMarker(merchant, id), day: booked.day }, condition: { kind: "absent", path: "pk" } },
      { kind: "put", item: { ...dayFactKey(merchant, booked.day, "fee", id), schemaVersion: 1, ...booked } },
    ]);
    if (answer.ok) created += 1;
    else if (answer.error.reasons[0]?.kind !== "condition_failed") throw new Error(`fee ${id} could not be booked now`);
  }
  return created;
}

/** Remembers the day that a fee is booked to, so that it is booked once. */
function feeMarker(merchant: MerchantId, id: string): { readonly pk: string; readonly sk: string } {
  return dayFactKey(merchant, "booked", "fee", id);
}

export function fromFeeItem(item: Item): BookedFee {
  const { schemaVersion: _, ...fee } = feeSchema.parse(item);
  return fee;
}
