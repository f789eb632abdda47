import { setOnHand } from "../../../shared/inventory/set-on-hand.ts";
import type { Stock } from "../../../shared/inventory/stock.ts";
import { readStocks } from "../../../shared/inventory/stock-store.ts";
import { sortKeys, stockKey } from "../../../shared/table/keys.ts";
import type { Change } from "../../../shared/table/port.ts";
import { aMerchantId } from "../../support/builders.ts";
import type { Year } from "./live-year.ts";

export type Search = {
  readonly injected: number;
  /** Injected and found. */
  readonly found: number;
  /** Found and never injected. */
  readonly others: number;
  /** Found by a second proof, after the first has set everything right. */
  readonly afterwards: number;
};

const add = (path: string, amount: number): Change => ({ kind: "add", path, amount });

/** Ways of writing past the hub, each of another number; the fifth loses a record of the stream. */
const ways: readonly ((by: number) => readonly Change[])[] = [
  (by) => [add("onHand", by), add("available", by), add("version", 1)],
  (by) => [add("onHand", -by), add("available", -by)],
  (by) => [add("allocated", by), add("available", -by), add("version", 1)],
  (by) => [add("available", by), add("version", 1)],
  (by) => [add("incoming", by), add("version", 1)],
  (by) => [add("damaged", by), add("available", -by)],
];

/** Writes `howMany` positions past the hub, each in one way, and lets the proof of stock search for them, twice. */
export async function searchDrifts({ world, articles }: Year, howMany: number): Promise<Search> {
  const stocks = await readStocks(world.table, aMerchantId, articles);
  if (stocks.length < howMany) throw new Error(`${stocks.length} positions are too few for ${howMany} drifts`);
  const step = stocks.length / howMany;
  const chosen = Array.from({ length: howMany }, (_, index) => stocks[Math.floor(index * step)]).flatMap(
    (stock) => stock ?? [],
  );
  for (const [index, stock] of chosen.entries()) {
    const way = ways[index % (ways.length + 1)];
    if (way === undefined) await loseRecords(world, stock);
    else {
      const changes = way(1 + (index % 5));
      await world.table.update(stockKey(aMerchantId, stock.sku, stock.warehouse), changes);
      await world.settle();
    }
  }
  const run = await world.proveStock(aMerchantId);
  const wrong = new Set(chosen.map(({ sku, warehouse }) => `${sku}#${warehouse}`));
  const told = await driftsOf(world, run.proofId);
  await world.settle();
  const { drifts: afterwards } = await world.proveStock(aMerchantId);
  const found = told.filter((place) => wrong.has(place)).length;
  return { injected: chosen.length, found, others: told.length - found, afterwards };
}

/** Two counts whose records never reach the ledger, and one that does, so that the gap shows. */
async function loseRecords(world: Year["world"], { sku, warehouse, onHand }: Stock): Promise<void> {
  const place = { merchantId: aMerchantId, sku, warehouse };
  const count = async (units: number, countKey: string): Promise<void> => {
    await setOnHand(world.table, { ...place, onHand: units, countKey }, world.now().toISOString());
  };
  await count(onHand + 1, "lost");
  world.loseRecords();
  await count(onHand, "kept");
  await world.settle();
}

async function driftsOf({ table }: Year["world"], proofId: string): Promise<readonly string[]> {
  const prefix = `${sortKeys.drift}${proofId}#`;
  const places: string[] = [];
  let after: Record<string, string> | undefined;
  do {
    const query = { pk: `MER#${aMerchantId}#PROOFS`, sk: { kind: "beginsWith", prefix } as const };
    const page = await table.query(after === undefined ? query : { ...query, after });
    places.push(...page.items.map(({ sk }) => sk.slice(prefix.length)));
    after = page.next ?? undefined;
  } while (after !== undefined);
  return places;
}
