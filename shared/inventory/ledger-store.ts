import { movementsKey, movementsPrefix, skuPk } from "../table/keys.ts";
import { type Item, type Page, queryAll, type Table, type Value } from "../table/port.ts";
import { type EntryKind, entriesOf, type LedgerEntry } from "./ledger.ts";
import type { LotUnits } from "./movement.ts";
import type { StockPlace } from "./stock.ts";
import type { StockChange } from "./stock-change.ts";

/** Keeps an item far below what the table takes, and a page short enough to be read for its last line. */
const entriesPerPage = 200;
const parallelWrites = 16;
const pagesAround = 10;
const LAST = "\u{10FFFF}";

/**
 * Adds what a batch of changes did to the ledgers of its positions: one page for each position and batch, so that a sku
 * that sells often costs one write for many sales. The lines of a page are named by versions; a batch that comes again,
 * cut elsewhere, writes the same lines again and never takes one away.
 */
export async function writeLedger(table: Table, changes: readonly StockChange[]): Promise<void> {
  const pages = ledgerPages(changes);
  for (let at = 0; at < pages.length; at += parallelWrites) {
    await Promise.all(pages.slice(at, at + parallelWrites).map((page) => putPage(table, page)));
  }
}

/** A page that is there already with as many lines stays. */
async function putPage(table: Table, page: Item): Promise<void> {
  const lastVersion = page["lastVersion"] ?? 0;
  await table.put(page, {
    kind: "any",
    of: [
      { kind: "absent", path: "pk" },
      { kind: "compare", path: "lastVersion", op: "<", value: lastVersion },
    ],
  });
}

function ledgerPages(changes: readonly StockChange[]): readonly Item[] {
  const byPlace = Map.groupBy(
    changes,
    ({ after }) => movementsKey(after.merchantId, after.sku, after.warehouse, 0).sk + after.merchantId + after.sku,
  );
  return [...byPlace.values()].flatMap((own) => {
    const entries = own.flatMap(entriesOf);
    const [place] = own;
    return place === undefined ? [] : inPages(entries).map((page) => toPageItem(place.after, page));
  });
}

/** The lines of one version stay together: the first version of a page is its key. */
function inPages(entries: readonly LedgerEntry[]): readonly (readonly LedgerEntry[])[] {
  const pages: LedgerEntry[][] = [];
  for (const entry of entries) {
    const page = pages.at(-1);
    const isFull = page !== undefined && page.length >= entriesPerPage && page.at(-1)?.version !== entry.version;
    if (page === undefined || isFull) pages.push([entry]);
    else page.push(entry);
  }
  return pages;
}

export function toPageItem({ merchantId, sku, warehouse }: StockPlace, entries: readonly LedgerEntry[]): Item {
  const [first, last] = [entries[0]?.version ?? 0, entries.at(-1)?.version ?? 0];
  return {
    ...movementsKey(merchantId, sku, warehouse, first),
    schemaVersion: 1,
    lastVersion: last,
    entries: entries.map(toTuple),
  };
}

/** Balances that are 0 at the end of a line are left out; lots, where somebody said them, come after. */
function toTuple({ version, at, kind, quantity, cause, after, lots }: LedgerEntry): readonly Value[] {
  const numbers = [after.onHand, after.allocated, after.damaged, after.onHold, after.incoming];
  while (numbers.at(-1) === 0) numbers.pop();
  const tuple = [version, at, kind, quantity, cause, ...numbers];
  return lots === undefined ? tuple : [...tuple, lots];
}

function fromTuple(tuple: readonly Value[]): LedgerEntry {
  const last = tuple.at(-1);
  const lots = Array.isArray(last) ? (last as unknown as LotUnits) : undefined;
  const [version, at, kind, quantity, cause, ...numbers] = (lots === undefined ? tuple : tuple.slice(0, -1)) as [
    number,
    string,
    EntryKind,
    number,
    string,
    ...number[],
  ];
  const [onHand = 0, allocated = 0, damaged = 0, onHold = 0, incoming = 0] = numbers;
  const entry = { version, at, kind, quantity, cause, after: { onHand, allocated, damaged, onHold, incoming } };
  return lots === undefined ? entry : { ...entry, lots };
}

/** The newest lines of a position's ledger, oldest first: at least `limit` of them if there are so many. */
export async function readNewestEntries(
  table: Table,
  place: StockPlace,
  limit: number,
): Promise<readonly LedgerEntry[]> {
  const pages: Item[] = [];
  let page: Page | undefined;
  let count = 0;
  do {
    const after = page?.next ?? undefined;
    const query = { ...ledgerOf(place), descending: true, limit: 25 };
    page = await table.query(after === undefined ? query : { ...query, after });
    pages.push(...page.items);
    count = inOrder(pages).length;
  } while (page.next !== null && count < limit);
  return inOrder(pages).slice(-limit);
}

/** All lines after `version`, oldest first. Pages may overlap, so the search begins some pages early. */
export async function readEntriesAfter(
  table: Table,
  place: StockPlace,
  version: number,
): Promise<readonly LedgerEntry[]> {
  const { pk } = ledgerOf(place);
  const { merchantId, sku, warehouse } = place;
  const upTo = movementsKey(merchantId, sku, warehouse, version + 1).sk;
  const low = movementsPrefix(warehouse);
  const sk = { kind: "between", low, high: upTo } as const;
  const { items } = await table.query({ pk, sk, descending: true, limit: 3 });
  const from = items.at(-1)?.sk ?? low;
  const pages = await queryAll(table, { pk, sk: { kind: "between", low: from, high: `${low}${LAST}` } });
  return inOrder(pages).filter((entry) => entry.version > version);
}

/** The lines of some pages before and after `version`, in order: enough to see what lies around one write. */
export async function readEntriesAround(
  table: Table,
  place: StockPlace,
  version: number,
): Promise<readonly LedgerEntry[]> {
  const { pk } = ledgerOf(place);
  const { merchantId, sku, warehouse } = place;
  const low = movementsPrefix(warehouse);
  const at = movementsKey(merchantId, sku, warehouse, version).sk;
  const next = movementsKey(merchantId, sku, warehouse, version + 1).sk;
  const before = { pk, sk: { kind: "between", low, high: at }, descending: true, limit: pagesAround } as const;
  const after = { pk, sk: { kind: "between", low: next, high: `${low}${LAST}` }, limit: pagesAround } as const;
  const pages = await Promise.all([table.query(before), table.query(after)]);
  return inOrder(pages.flatMap(({ items }) => items));
}

function ledgerOf({ merchantId, sku, warehouse }: StockPlace) {
  return { pk: skuPk(merchantId, sku), sk: { kind: "beginsWith", prefix: movementsPrefix(warehouse) } as const };
}

/** Each version once, however many pages tell it. */
function inOrder(pages: readonly Item[]): readonly LedgerEntry[] {
  const byVersion = new Map<number, readonly LedgerEntry[]>();
  for (const page of pages) {
    const entries = ((page["entries"] ?? []) as readonly (readonly Value[])[]).map(fromTuple);
    for (const [version, own] of Map.groupBy(entries, (entry) => entry.version)) byVersion.set(version, own);
  }
  return [...byVersion.keys()].sort((a, b) => a - b).flatMap((version) => byVersion.get(version) ?? []);
}
