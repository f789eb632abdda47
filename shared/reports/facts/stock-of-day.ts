import { balanceBefore, isExplained, type LedgerEntry } from "../../inventory/ledger.ts";
import { readEntriesAfter, readNewestEntries } from "../../inventory/ledger-store.ts";
import { type Balance, balanceOf, emptyBalance } from "../../inventory/movement.ts";
import type { Stock } from "../../inventory/stock.ts";
import type { DayWindow } from "../../kernel/business-day.ts";
import type { Table } from "../../table/port.ts";

/** Where a position stood when an earlier day was sealed: its last write of that day, and the goods there. */
export type Opening = { readonly version: number; readonly onHand: number };

/** What a day did to one position. */
export type PositionDay = {
  readonly movements: readonly (LedgerEntry & { readonly onHandChange: number })[];
  readonly end: Balance;
  /** The last write that belongs to the day. */
  readonly version: number;
  readonly changedAt: string;
  readonly openingOnHand: number;
  /** The ledger does not tell of all writes yet: what they did stands as one line. */
  readonly isUnrecorded: boolean;
};

const FIRST_LOOK = 50;

/**
 * The movements of a position on a day and its numbers at the end of it. Each write belongs to one day: those up to the last
 * one before the day ended, beyond what the day before was sealed with. `opening` is null when that day is not sealed; then
 * the day begins with the first write after its window began.
 */
export async function positionDay(
  table: Table,
  stock: Stock,
  window: DayWindow,
  opening: Opening | null,
): Promise<PositionDay> {
  if (opening?.version === stock.version || (opening === null && stock.changedAt < window.startsAt))
    return asItIs(stock);
  const entries =
    opening === null
      ? await entriesSince(table, stock, window.startsAt)
      : await readEntriesAfter(table, stock, opening.version);
  return decidePositionDay(stock, window, opening, entries);
}

/** `entries`: the ledger of the position in order, from before the day on, or from behind its opening. */
export function decidePositionDay(
  stock: Stock,
  { startsAt, endsAt }: DayWindow,
  opening: Opening | null,
  entries: readonly LedgerEntry[],
): PositionDay {
  const told = entries.at(-1)?.version ?? opening?.version ?? 0;
  const isUnrecorded = told < stock.version && stock.changedAt < endsAt;
  const lastVersion = entries.findLast(({ at }) => at < endsAt)?.version ?? opening?.version ?? 0;
  const firstVersion = opening?.version ?? entries.findLast(({ at }) => at < startsAt)?.version ?? 0;
  const own = entries.filter(({ version }) => version > firstVersion && version <= lastVersion);
  const before = entries.findLast(({ version }) => version <= firstVersion);
  const end = own.at(-1)?.after ?? before?.after ?? balanceWithout(stock, entries, lastVersion, isUnrecorded);
  const movements = own.map((entry) => ({ ...entry, onHandChange: onHandChange(entry) }));
  const openingOnHand = opening?.onHand ?? before?.after.onHand ?? startOf(own[0], end);
  if (!isUnrecorded) {
    const changedAt = (own.at(-1) ?? before)?.at ?? stock.changedAt;
    return {
      movements,
      end,
      version: lastVersion,
      changedAt,
      openingOnHand,
      isUnrecorded: told < stock.version && told === 0,
    };
  }
  const known = own.at(-1)?.after.onHand ?? before?.after.onHand ?? opening?.onHand ?? 0;
  const lost = stock.onHand - known;
  const line: LedgerEntry = {
    version: stock.version,
    at: stock.changedAt,
    kind: "unrecorded",
    quantity: lost,
    cause: "",
    after: balanceOf(stock),
  };
  const opens = opening?.onHand ?? before?.after.onHand ?? (own[0] === undefined ? 0 : startOf(own[0], end));
  return {
    movements: [...movements, { ...line, onHandChange: lost }],
    end: balanceOf(stock),
    version: stock.version,
    changedAt: stock.changedAt,
    openingOnHand: opens,
    isUnrecorded: true,
  };
}

/** Nothing was written to it on the day. */
function asItIs(stock: Stock): PositionDay {
  const { version, changedAt, onHand } = stock;
  return { movements: [], end: balanceOf(stock), version, changedAt, openingOnHand: onHand, isUnrecorded: false };
}

/** The numbers at the end of a day that the ledger has no line of: those before its first later line, else those of now. */
function balanceWithout(stock: Stock, entries: readonly LedgerEntry[], last: number, isLost: boolean): Balance {
  const later = entries.find(({ version }) => version > last);
  // Its only write came after the day, and the ledger does not tell of it yet: there was nothing before.
  if (!isLost && later === undefined && stock.version === 1) return emptyBalance;
  if (isLost || later === undefined) return balanceOf(stock);
  return isExplained(later.kind) ? balanceBefore(later) : emptyBalance;
}

function startOf(first: LedgerEntry | undefined, end: Balance): number {
  return first === undefined ? end.onHand : first.after.onHand - onHandChange(first);
}

/** What the kind and quantity of a line do to the goods that are there. */
function onHandChange(entry: LedgerEntry): number {
  if (isExplained(entry.kind)) return entry.after.onHand - balanceBefore(entry).onHand;
  return entry.kind === "unchanged" ? 0 : entry.quantity;
}

/** The newest lines back to the last one before `instant`. */
async function entriesSince(table: Table, stock: Stock, instant: string): Promise<readonly LedgerEntry[]> {
  for (let limit = FIRST_LOOK; ; limit *= 4) {
    const entries = await readNewestEntries(table, stock, limit);
    const first = entries[0];
    if (first === undefined || first.at < instant || entries.length < limit) return entries;
  }
}
