import type { DayWindow } from "../../kernel/business-day.ts";
import type { MerchantSettings } from "../../settings/merchant-settings.ts";
import type { Table } from "../../table/port.ts";
import type { BrokenRow, CutState } from "./cut-state.ts";
import type { FactSink } from "./fact-sink.ts";
import type { LedgerSums, StampedRate } from "./facts-manifest.ts";
import { type MissingRate, makeRateStamps, type Stamp } from "./rate-stamps.ts";
import { type Look, makeLook } from "./surroundings.ts";

/** Everything that turning a day's items into facts needs. */
export type Cutting = {
  readonly table: Table;
  readonly merchant: MerchantSettings;
  readonly day: string;
  readonly window: DayWindow;
  readonly sink: FactSink;
  readonly look: Look;
  readonly ledger: LedgerSums;
  /** Counts each use of a rate that nobody has stated. */
  readonly stampOf: (currency: string, day: string) => Promise<Stamp>;
  readonly breaks: (row: BrokenRow) => void;
};

/** What grows beside the facts themselves. */
export type CutNotes = {
  readonly rates: () => Readonly<Record<string, StampedRate>>;
  readonly missing: () => readonly MissingRate[];
  readonly broken: () => Pick<CutState, "broken" | "brokenCount">;
};

/** Enough rows to find what is wrong; the count says how many there are. */
const MOST_BROKEN = 20;

export function makeCutting(
  deps: {
    readonly table: Table;
    readonly merchant: MerchantSettings;
    readonly day: string;
    readonly window: DayWindow;
  },
  sink: FactSink,
  from: CutState,
): { readonly cutting: Cutting; readonly notes: CutNotes } {
  const { table, merchant } = deps;
  const stamps = makeRateStamps(table, merchant.merchantId, merchant.currency, from.rates);
  const missing = new Map(from.missing.map((each) => [`${each.currency} ${each.day}`, each]));
  const broken = [...from.broken];
  let brokenCount = from.brokenCount;
  const cutting: Cutting = {
    ...deps,
    sink,
    look: makeLook(table, merchant.merchantId, from.cutAt),
    ledger: structuredClone(from.ledger),
    stampOf: async (currency, day) => {
      const stamp = await stamps.stampOf(currency, day);
      if (stamp.kind === "missing") {
        const key = `${currency} ${day}`;
        missing.set(key, { currency, day, count: (missing.get(key)?.count ?? 0) + 1 });
      }
      return stamp;
    },
    breaks: (row) => {
      brokenCount += 1;
      if (broken.length < MOST_BROKEN) broken.push(row);
    },
  };
  return {
    cutting,
    notes: {
      rates: stamps.used,
      missing: () => [...missing.values()].sort((a, b) => (`${a.day}${a.currency}` < `${b.day}${b.currency}` ? -1 : 1)),
      broken: () => ({ broken: [...broken], brokenCount }),
    },
  };
}
