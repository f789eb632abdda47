import { businessDay, daysAfter, nextDay, previousDay } from "../kernel/business-day.ts";
import type { MerchantId } from "../kernel/ids.ts";
import type { QueueSender } from "../platform/ports.ts";
import { readMerchantSettings } from "../settings/merchant-settings.ts";
import { merchantKey } from "../table/keys.ts";
import type { Table } from "../table/port.ts";
import { hasBookings } from "./has-bookings.ts";
import { readFirstSealedDay } from "./seal-store.ts";

/**
 * How long after closing the rows are read. Workers keep the merchant's settings for up to a minute and may take half a
 * minute for a record: after two minutes none of them books anything to the closed day any more.
 */
const SETTLE_SECONDS = 120;

/** No night asks for more days than these; further back than books reach that were never closed. */
const MOST_DAYS = 40;

/** Days before yesterday that are looked at again each night: unsealed ones are sealed, sealed ones verified. */
const DAYS_LOOKED_AT = 3;

export type CloseDay = (
  merchant: MerchantId,
) => Promise<
  | { readonly kind: "closed"; readonly day: string; readonly sealing: readonly string[] }
  | { readonly kind: "unknown_merchant" }
>;

/**
 * Asks for the reports of the last days, then closes every business day before the current one: what arrives from now on
 * is booked to an open day. In this order, because the day that was closed before tells which reports to ask for: dying in
 * between, it asks again. Fired twice, or late after an outage, it ends in the same state.
 */
export function makeCloseDay(deps: { table: Table; sealQueue: QueueSender; now: () => Date }): CloseDay {
  return async (merchantId) => {
    const merchant = await readMerchantSettings(deps.table, merchantId);
    if (merchant === null) return { kind: "unknown_merchant" };
    const today = businessDay(deps.now().toISOString(), merchant.zone, merchant.cutoffMinutes);
    const day = previousDay(today);
    const sealing =
      merchant.closedThrough === null
        ? [...(await bookedDaysBefore(deps.table, merchantId, day)), day]
        : daysToLookAt(merchant.closedThrough, day, await readFirstSealedDay(deps.table, merchantId));
    await deps.sealQueue.send(
      sealing.map((each) => ({ body: JSON.stringify({ merchantId, day: each }), delaySeconds: SETTLE_SECONDS })),
    );
    await deps.table.update(merchantKey(merchantId), [{ kind: "set", path: "closedThrough", value: day }], {
      kind: "any",
      of: [
        { kind: "absent", path: "closedThrough" },
        { kind: "compare", path: "closedThrough", op: "=", value: null },
        { kind: "compare", path: "closedThrough", op: "<", value: day },
      ],
    });
    return { kind: "closed", day, sealing };
  };
}

/**
 * The days that have just been closed, and the last few before them as far as the hub kept the books: oldest first, at most
 * `MOST_DAYS`. The day that was closed last is among them even without a seal, in case its sealing failed altogether.
 */
function daysToLookAt(closedThrough: string, day: string, firstSealed: string | null): string[] {
  let first = daysAfter(day, -DAYS_LOOKED_AT);
  const kept = firstSealed !== null && firstSealed < closedThrough ? firstSealed : closedThrough;
  if (first < kept) first = kept;
  if (nextDay(closedThrough) < first) first = nextDay(closedThrough);
  const days: string[] = [];
  for (let each = first; each <= day; each = nextDay(each)) days.push(each);
  return days.slice(-MOST_DAYS);
}

/** Orders that were placed before the hub knew the shop are booked to their own days, and those are closed with the first. */
async function bookedDaysBefore(table: Table, merchant: MerchantId, day: string): Promise<string[]> {
  const days: string[] = [];
  for (let each = previousDay(day); days.length < MOST_DAYS - 1; each = previousDay(each)) days.unshift(each);
  const booked = await Promise.all(days.map((each) => hasBookings(table, merchant, each)));
  return days.filter((_, at) => booked[at]);
}
