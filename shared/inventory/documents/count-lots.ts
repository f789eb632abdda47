import { fail, ok, type Result } from "../../kernel/result.ts";
import { stockKey } from "../../table/keys.ts";
import type { Table } from "../../table/port.ts";
import { type LotBook, lotNamed, NO_LOT, unitsIn } from "../lots/lot.ts";
import { readBooks } from "../lots/lot-store.ts";
import type { StockPlace } from "../stock.ts";
import { fromStockItem } from "../stock-store.ts";
import type { LotSaid, Refusal } from "./document.ts";

/** What was found of one lot; null: units whose lot nobody can read. */
export type CountedLot = { readonly lot: string | null; readonly counted: number; readonly expiresOn: string | null };

type Found = {
  readonly counted: number;
  readonly lots: readonly CountedLot[];
  readonly isNow: boolean;
};

/**
 * What a count of lots differs by, lot by lot; one that is not named was not found. Refused while the lots of the position are
 * not yet what its stock is, and for a count in the past: what each lot had then nobody can say.
 */
export async function countLots(
  table: Table,
  place: StockPlace,
  { counted, lots, isNow }: Found,
): Promise<Result<{ readonly expected: number; readonly lots: readonly LotSaid[] }, Refusal>> {
  const no = (code: Refusal["code"], says: string) => fail({ code, says: `${place.sku}: ${says}` });
  if (!isNow) return no("too_long_ago", "lots are counted now, not at an instant in the past");
  if (lots.reduce((sum, lot) => sum + lot.counted, 0) !== counted)
    return no("goods_refused", `the lots named do not add up to ${counted}`);
  const before = await readBook(table, place);
  const item = await table.get(stockKey(place.merchantId, place.sku, place.warehouse));
  const after = await readBook(table, place);
  const stock = item === null ? null : fromStockItem(item);
  if (before === null || after === null || stock === null) return no("goods_refused", "its lots are not tracked here");
  if (before.version !== after.version || unitsIn(after) !== stock.onHand)
    return no("busy", "its lots are still being booked: send the count again");
  return ok({ expected: stock.onHand, lots: differences(after, lots) });
}

async function readBook(table: Table, place: StockPlace): Promise<LotBook | null> {
  const [book] = (await readBooks(table, [place])).values();
  return book ?? null;
}

function differences(book: LotBook, found: readonly CountedLot[]): readonly LotSaid[] {
  const names = new Set([...book.lots.map(({ lot }) => lot), ...found.map(({ lot }) => lot ?? NO_LOT)]);
  return [...names].flatMap((name): LotSaid[] => {
    const counted = found.filter(({ lot }) => (lot ?? NO_LOT) === name);
    const units = counted.reduce((sum, each) => sum + each.counted, 0);
    const quantity = units - (lotNamed(book, name)?.onHand ?? 0);
    const expiresOn = counted.find((each) => each.expiresOn !== null)?.expiresOn ?? null;
    return quantity === 0 ? [] : [{ lot: name === NO_LOT ? null : name, quantity, expiresOn }];
  });
}
