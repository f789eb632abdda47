import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { writeCsv } from "../../../shared/sheets/write-csv.ts";
import { writeWorkbook } from "../../../shared/sheets/write-workbook.ts";
import { tempFolder } from "../../support/temp-folder.ts";
import { compareExports } from "./compare-exports.ts";
import { compareItems } from "./compare-items.ts";

const stock = { pk: "MER#demo#SKU#TEA", sk: "STOCK#SHA", onHand: 5, version: 3, changedAt: "2026-11-23T11:00:00.000Z" };
const order = { pk: "MER#demo#ORD#1", sk: "ORDER", status: "allocated", version: 2 };

it("leaves out what belongs to the run, and sees everything else of an item", () => {
  const later = [{ ...stock, version: 4, changedAt: "2026-11-23T12:00:00.000Z" }, order];
  expect(compareItems([stock, order], later)).toEqual({ items: 2, differences: [] });
  expect(compareItems([stock, order], [{ ...stock, onHand: 4 }, order]).differences).toHaveLength(1);
  expect(compareItems([stock, order], [stock, { ...order, status: "backordered" }]).differences).toHaveLength(1);
  expect(compareItems([stock, order], [stock]).differences).toHaveLength(1);
  const drift = { pk: "MER#demo#PROOFS", sk: "DRIFT#p1#TEA#SHA", found: 1 };
  expect(compareItems([stock], [stock, drift]).differences).toHaveLength(1);
});

it("takes a delivery that came second for taken, and a parked one for another", () => {
  const delivery = (outcome: string) => ({ pk: "MER#demo#DLV#1", sk: "DELIVERY", outcome });
  expect(compareItems([delivery("applied")], [delivery("stale")]).differences).toEqual([]);
  expect(compareItems([delivery("applied")], [delivery("parked")]).differences).toHaveLength(1);
});

it("compares files byte for byte, but for the columns that are named", async () => {
  const root = tempFolder();
  const columns = ["entry_id", "sku", "warehouse", "on_hand", "allocated", "available", "damaged", "on_hold"]
    .concat(["safety_stock", "incoming", "low_stock_threshold", "is_low", "changed_at_utc"])
    .map((name) => ({ name, kind: "text" as const }));
  const day = async (name: string, units: string, at: string): Promise<string> => {
    const folder = join(root, name);
    mkdirSync(folder);
    const row = ["s", "TEA", "SHA", units, ...Array<string>(8).fill(""), at];
    const sheet = { name: "stock", columns, rows: [row] };
    writeFileSync(join(folder, "stock-2026-11-23.csv"), writeCsv(sheet));
    writeFileSync(join(folder, "stock-2026-11-23.xlsx"), writeWorkbook([sheet]));
    writeFileSync(join(folder, "sales-2026-11-23.csv"), units);
    return folder;
  };
  const one = await day("one", "5", "11:00");
  expect(await compareExports(one, await day("later", "5", "12:00"))).toEqual({
    same: 1,
    sameButFor: ["stock-2026-11-23.csv", "stock-2026-11-23.xlsx"],
    differences: [],
  });
  expect((await compareExports(one, await day("less", "4", "11:00"))).differences).toHaveLength(3);
});
