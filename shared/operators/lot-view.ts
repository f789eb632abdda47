import { byExpiry, type Lot, type LotBook, NO_LOT, unitsToShip } from "../inventory/lots/lot.ts";
import type { LotOut } from "../inventory/lots/lot-outs.ts";
import type { Serial } from "../inventory/lots/serial.ts";
import type { Stock } from "../inventory/stock.ts";

type Position = { readonly stock: Stock; readonly book: LotBook };

/**
 * The lots of a sku, warehouse by warehouse, first expired first. Orders are promised units and not lots: `allocated` shows
 * which lots those units would be if all of them left now. `lot` is null for units of which nobody knows it.
 */
export function lotsView(sku: string, positions: readonly Position[]): Readonly<Record<string, unknown>> {
  return {
    sku,
    positions: positions.map(({ stock, book }) => ({
      warehouse: stock.warehouse,
      onHand: stock.onHand,
      allocated: stock.allocated,
      available: stock.available,
      changedAt: book.changedAt,
      lots: withAllocated(book.lots, stock.allocated),
    })),
  };
}

function withAllocated(lots: readonly Lot[], allocated: number): readonly Readonly<Record<string, unknown>>[] {
  let left = allocated;
  return lots.toSorted(byExpiry).map((each) => {
    const { told: _, lot, ...rest } = each;
    const own = Math.min(left, unitsToShip(each));
    left -= own;
    return { lot: lot === NO_LOT ? null : lot, ...rest, allocated: own };
  });
}

/** Who got units of a lot, the newest first; parcels that were taken back are left out. */
export function recallView(sku: string, lot: string, outs: readonly LotOut[]): Readonly<Record<string, unknown>> {
  const orders = outs
    .filter(({ isBack }) => !isBack)
    .toSorted((a, b) => (a.at < b.at ? 1 : -1))
    .map(({ lot: _, isBack: _isBack, ...out }) => out);
  return { sku, lot, units: orders.reduce((sum, { units }) => sum + units, 0), orders };
}

/** One unit: where it is or who got it, and its way. Of most numbers there is one. */
export function serialView(serial: string, found: readonly Serial[]): Readonly<Record<string, unknown>> {
  const units = found.map(({ merchantId: _, serial: _serial, version: _version, shippedIn, ...unit }) => {
    return { ...unit, orderId: shippedIn?.orderId ?? null, shipmentId: shippedIn?.shipmentId ?? null };
  });
  return { serial, units };
}
