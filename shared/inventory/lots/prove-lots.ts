import { stockKey } from "../../table/keys.ts";
import type { Table, Write } from "../../table/port.ts";
import { driftItem } from "../proof/drift-item.ts";
import type { Stock } from "../stock.ts";
import { lotsWithout } from "./change-lots.ts";
import { presumeLots } from "./choose-lots.ts";
import { type LotBook, NO_LOT, unitsIn } from "./lot.ts";
import { bookWrite, openedBooks, readBooks } from "./lot-store.ts";

export type LotProof = "proven" | "drift" | "pending";

/**
 * Do the lots of a position add up to what its stock has on hand? Only of a position whose ledger has told of all its writes
 * (`isTold`): until then some may not be booked yet. A difference is set right on units without a lot, or, where fewer are
 * there, by first expiry; it is listed and told like any drift, and happens only while both are as they were read.
 */
export async function proveLots(
  table: Table,
  stock: Stock,
  isTold: boolean,
  proof: { readonly proofId: string; readonly at: string },
): Promise<LotProof> {
  if (stock.hasLots !== true) return "proven";
  if (!isTold) return "pending";
  const [book] = (await readBooks(table, [stock])).values();
  if (book === undefined) {
    await openedBooks(table, [stock], proof.at);
    return "drift";
  }
  const found = unitsIn(book);
  if (found === stock.onHand) return "proven";
  const unchanged: Write = {
    kind: "update",
    key: stockKey(stock.merchantId, stock.sku, stock.warehouse),
    changes: [{ kind: "set", path: "hasLots", value: true }],
    condition: { kind: "compare", path: "version", op: "=", value: stock.version },
  };
  const numbers = [{ name: "lots", expected: stock.onHand, found }];
  const healed = await table.transact([
    unchanged,
    bookWrite(book, corrected(book, stock.onHand - found, proof.at), proof.at),
    { kind: "put", item: driftItem(stock, { numbers, unrecordedWrites: 0, of: "lots" }, proof) },
  ]);
  return healed.ok ? "drift" : "pending";
}

function corrected(book: LotBook, units: number, at: string): LotBook {
  const lots = units > 0 ? [[NO_LOT, -units] as const] : presumeLots(book.lots, -units);
  return lotsWithout(book, lots, at);
}
