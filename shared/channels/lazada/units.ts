import type { Fulfilment, LineFacts } from "../../orders/facts.ts";
import { sumOf } from "../amounts.ts";
import type { JsonReader } from "../json-reader.ts";
import { hasLeft, isPacked, isUnitStatus, type UnitStatus } from "./statuses.ts";

/** One row of /order/items/get: one piece, with a number, a status and a parcel of its own. */
export type Unit = {
  readonly at: JsonReader;
  readonly unitId: string;
  readonly status: UnitStatus;
  readonly sku: string;
  readonly priceMinor: number;
  readonly voucherMinor: number;
  readonly taxMinor: number;
  readonly needsShipping: boolean;
};

export function readUnit(at: JsonReader, currency: string): Unit {
  const word = at.text("status").toLowerCase();
  if (!isUnitStatus(word) && word !== "") {
    at.refuse("unknown_status", "status", `"${word.slice(0, 40)}" is not in lazada/statuses.ts`);
  }
  const priceMinor = at.money("item_price", currency);
  return {
    at,
    unitId: at.id("order_item_id"),
    status: isUnitStatus(word) ? word : "unpaid",
    sku: (at.textOrNull("sku") ?? "").trim(),
    priceMinor,
    voucherMinor: readVouchers(at, currency, priceMinor),
    taxMinor: at.moneyOrZero("tax_amount", currency),
    needsShipping: !at.flag("is_digital") && !at.flag("is_fbl"),
  };
}

/** `paid_price` is the price less vouchers, for rows that do not name them. */
function readVouchers(at: JsonReader, currency: string, priceMinor: number): number {
  const named = ["voucher_seller", "voucher_platform"].filter((key) => at.has(key));
  if (named.length === 0) return at.has("paid_price") ? priceMinor - at.moneyOrZero("paid_price", currency) : 0;
  return at.exact(
    "voucher_platform",
    sumOf(named, (key) => at.moneyOrZero(key, currency)),
  );
}

/** Pieces of one article at one price, as one line. `lineId` is the smallest of their numbers, which never change. */
export type Pieces = { readonly lineId: string; readonly units: readonly [Unit, ...Unit[]] };

export function groupUnits(units: readonly Unit[]): readonly Pieces[] {
  const sorted = units.toSorted((a, b) => byNumber(a.unitId, b.unitId));
  const groups = Map.groupBy(sorted, (unit) => `${unit.priceMinor} ${unit.needsShipping} ${unit.sku || unit.unitId}`);
  return [...groups.values()].flatMap(([first, ...others]) =>
    first === undefined ? [] : [{ lineId: first.unitId, units: [first, ...others] }],
  );
}

export function toLine({ lineId, units }: Pieces): LineFacts {
  const [first] = units;
  const { at } = first;
  const quantity = units.length;
  const discountMinor = at.exact(
    "voucher_platform",
    sumOf(units, (unit) => unit.voucherMinor),
  );
  return {
    lineId,
    sku: first.sku,
    title: at.textOrNull("name") ?? "",
    variant: at.textOrNull("variation"),
    quantity,
    removedQuantity: units.filter(({ status }) => status === "canceled").length,
    unitPriceMinor: first.priceMinor,
    discountMinor,
    taxMinor: at.exact(
      "tax_amount",
      sumOf(units, (unit) => unit.taxMinor),
    ),
    totalMinor: at.exact("item_price", first.priceMinor * quantity - discountMinor),
    needsShipping: first.needsShipping,
    weightGrams: null,
  };
}

/** Pieces with one `package_id` are one parcel: pending while packed, gone once its pieces have left. */
export function readParcels(lines: readonly Pieces[], updatedAt: string): readonly Fulfilment[] {
  const pieces = lines.flatMap(({ lineId, units }) => units.map((unit) => ({ lineId, unit })));
  const packed = pieces.filter(({ unit }) => hasLeft.has(unit.status) || isPacked.has(unit.status));
  const parcels = Map.groupBy(packed, ({ unit }) => parcelIdOf(unit));
  return [...parcels].map(([fulfilmentId, inside]) => ({
    fulfilmentId,
    at: updatedAt,
    state: inside.some(({ unit }) => hasLeft.has(unit.status)) ? "success" : "pending",
    carrier: inside[0]?.unit.at.textOrNull("shipment_provider") ?? null,
    trackingNo: inside[0]?.unit.at.textOrNull("tracking_code") ?? null,
    lines: [...Map.groupBy(inside, ({ lineId }) => lineId)].map(([lineId, of]) => ({ lineId, quantity: of.length })),
  }));
}

/** What has left without naming a package is one parcel all the same: else it would be shipped again. */
function parcelIdOf({ at }: Unit): string {
  return at.textOrNull("package_id") ?? at.textOrNull("tracking_code") ?? "without-package";
}

/** Ids have more digits than a number holds: the longer one is the larger one. */
function byNumber(a: string, b: string): number {
  if (a.length !== b.length) return a.length - b.length;
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
