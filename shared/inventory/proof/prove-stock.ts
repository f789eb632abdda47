import { isOrderId, type MerchantId, type OrderId, type Sku, type WarehouseCode } from "../../kernel/ids.ts";
import { allShards, listPk, provenKey } from "../../table/keys.ts";
import type { Item, Key, Page, Table } from "../../table/port.ts";
import type { LedgerEntry } from "../ledger.ts";
import { readEntriesAfter } from "../ledger-store.ts";
import { proveLots } from "../lots/prove-lots.ts";
import { emptyBalance } from "../movement.ts";
import type { Stock } from "../stock.ts";
import { fromStockItem } from "../stock-store.ts";
import { decideProof, type Proof } from "./decide-proof.ts";
import { checkpointWrite, fromCheckpointItem, healWrites, type ProofRun, writeProofRun } from "./proof-store.ts";
import { type Checkpoint, readLedger } from "./read-ledger.ts";

/** Units that open orders hold, by `sku#warehouse`. */
export type HeldByOrders = {
  readonly places: ReadonlyMap<
    string,
    { readonly sku: Sku; readonly warehouse: WarehouseCode; readonly units: number }
  >;
  readonly orders: number;
};

export type ProveDeps = {
  readonly table: Table;
  /** Reads all open orders anew; those of `orderIds` by key, whether or not a list has them yet. */
  readonly readHeld: (merchant: MerchantId, orderIds: readonly OrderId[]) => Promise<HeldByOrders>;
  readonly now: () => Date;
};

export type ProveStock = (merchant: MerchantId) => Promise<ProofRun>;

type Position = { readonly stock: Stock; readonly checkpoint: Checkpoint | null };

const parallelPositions = 8;
const positionsPerPage = 100;

/**
 * Proves every number of a merchant's stock: `allocated` by what open orders hold, the rest by the ledger of movements
 * since the last proof. What is wrong is listed, told and set right in one transaction each. A position whose allocations
 * seem wrong is judged only when it did not change while the orders were read, twice, to the same sum: an allocation and its
 * order are written together, so nothing can have moved in between.
 */
export function makeProveStock(deps: ProveDeps): ProveStock {
  return async (merchant) => {
    const startedAt = deps.now().toISOString();
    const proof = { proofId: `prf_${startedAt}`, at: startedAt };
    const positions = await readPositions(deps.table, merchant);
    const held = await deps.readHeld(merchant, []);
    const all = [...positions, ...unknownPositions(merchant, positions, held)];
    const isSuspect = ({ stock }: Position): boolean => stock.allocated !== unitsAt(held, stock);
    const suspects = all.filter(isSuspect);
    const again =
      suspects.length === 0 ? held : await deps.readHeld(merchant, await recentOrders(deps.table, suspects));
    const counts = { drifts: 0, pending: 0 };
    await inParallel(all, async (position) => {
      const isAgreed = unitsAt(held, position.stock) === unitsAt(again, position.stock);
      const units = isSuspect(position) && !isAgreed ? null : unitsAt(held, position.stock);
      const fate = await provePosition(deps, position, units, proof);
      if (fate === "drift") counts.drifts += 1;
      if (fate === "pending" || units === null) counts.pending += 1;
    });
    const endedAt = deps.now().toISOString();
    const run = { proofId: proof.proofId, startedAt, endedAt, positions: all.length, orders: held.orders, ...counts };
    await writeProofRun(deps.table, merchant, run);
    return run;
  };
}

/** The orders that the ledger names: one that was just placed may not stand in its list yet. */
async function recentOrders(table: Table, suspects: readonly Position[]): Promise<readonly OrderId[]> {
  const orders = new Set<OrderId>();
  await inParallel(suspects, async (position) => {
    for (const { cause } of await newEntries(table, position)) if (isOrderId(cause)) orders.add(cause);
  });
  return [...orders];
}

function newEntries(table: Table, { stock, checkpoint }: Position): Promise<readonly LedgerEntry[]> {
  return readEntriesAfter(table, stock, checkpoint?.version ?? 0);
}

/** A drift is healed only while the position is as it was before the orders were read. */
async function provePosition(
  { table }: ProveDeps,
  position: Position,
  held: number | null,
  proof: { readonly proofId: string; readonly at: string },
): Promise<"proven" | "drift" | "pending"> {
  const { stock, checkpoint } = position;
  const isUntouched = checkpoint?.version === stock.version;
  const entries = isUntouched ? [] : await newEntries(table, position);
  const upToStock = entries.filter(({ version }) => version <= stock.version);
  const reading = readLedger(stock, checkpoint, upToStock, proof.at);
  const decided: Proof = decideProof(stock, reading, held);
  if (decided.kind === "proven") {
    if (!isUntouched) await writeCheckpoint(table, stock, decided.checkpoint);
    return proveLots(table, stock, reading.through >= stock.version, proof);
  }
  const healed = await table.transact(healWrites(stock, decided, proof));
  return healed.ok ? "drift" : "pending";
}

/** Another proof may have come further meanwhile; its checkpoint stays. */
async function writeCheckpoint(table: Table, stock: Stock, checkpoint: Checkpoint): Promise<void> {
  const { item, condition } = checkpointWrite(stock, checkpoint);
  await table.put(item, condition);
}

function unitsAt(held: HeldByOrders, { sku, warehouse }: Pick<Stock, "sku" | "warehouse">): number {
  return held.places.get(`${sku}#${warehouse}`)?.units ?? 0;
}

/** Where orders hold goods of a position that does not exist. */
function unknownPositions(merchantId: MerchantId, known: readonly Position[], held: HeldByOrders): readonly Position[] {
  const places = new Set(known.map(({ stock }) => `${stock.sku}#${stock.warehouse}`));
  return [...held.places]
    .filter(([place, { units }]) => units > 0 && !places.has(place))
    .map(([, { sku, warehouse }]) => ({
      stock: {
        ...{ merchantId, sku, warehouse, ...emptyBalance, available: 0, safetyStock: 0, lowStockThreshold: null },
        version: 0,
        changedAt: "",
      },
      checkpoint: null,
    }));
}

async function readPositions(table: Table, merchant: MerchantId): Promise<readonly Position[]> {
  const positions: Position[] = [];
  for (const shard of allShards) {
    let page: Page | undefined;
    do {
      const query = { index: "byList", pk: listPk(merchant, "stock", "all", shard), limit: positionsPerPage } as const;
      page = await table.query(page?.next == null ? query : { ...query, after: page.next });
      positions.push(...(await withCheckpoints(table, page.items)));
    } while (page.next !== null);
  }
  return positions;
}

async function withCheckpoints(table: Table, keys: readonly Item[]): Promise<readonly Position[]> {
  const stocks = (await table.getMany(keys.map(({ pk, sk }) => ({ pk, sk })))).map(fromStockItem);
  const keyOf = ({ merchantId, sku, warehouse }: Stock): Key => provenKey(merchantId, sku, warehouse);
  const proven = await table.getMany(stocks.map(keyOf));
  const byKey = new Map(proven.map((item) => [`${item.pk} ${item.sk}`, item]));
  return stocks.map((stock) => {
    const { pk, sk } = keyOf(stock);
    return { stock, checkpoint: fromCheckpointItem(byKey.get(`${pk} ${sk}`)) };
  });
}

async function inParallel<T>(items: readonly T[], run: (item: T) => Promise<void>): Promise<void> {
  const left = items.values();
  const worker = async (): Promise<void> => {
    for (const item of left) await run(item);
  };
  await Promise.all(Array.from({ length: parallelPositions }, worker));
}
