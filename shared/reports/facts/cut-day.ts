import { type DayWindow, dayWindow, localTime, previousDay } from "../../kernel/business-day.ts";
import type { ObjectFiles } from "../../platform/ports.ts";
import type { MerchantSettings } from "../../settings/merchant-settings.ts";
import type { Item, Table } from "../../table/port.ts";
import type { Check } from "../tie-out.ts";
import { checkFacts } from "./check-facts.ts";
import { cutBooked, cutDayFacts } from "./cut-orders.ts";
import { cutPurchases, proposalsAtEnd } from "./cut-purchases.ts";
import { type BrokenRow, type CutState, type CutStep, cutSteps, freshCut, readCut, saveCut } from "./cut-state.ts";
import { cutPositions, openingsOf, positionKeys } from "./cut-stock.ts";
import { type CutNotes, type Cutting, makeCutting } from "./cutting.ts";
import { bookedEntries, dayFactItems } from "./day-index.ts";
import { type FactSink, makeFactSink } from "./fact-sink.ts";
import { sortedTotals } from "./fact-totals.ts";
import type { FactsManifest } from "./facts-manifest.ts";
import { FACTS_VERSION } from "./facts-version.ts";
import { factsPrefix, openNewestFacts } from "./sealed-facts.ts";

/** After so many batches (of up to 100 items) what has been read is stored, for another worker to go on from there. */
const BATCHES_PER_CHECKPOINT = 100;

export type CutDeps = {
  readonly table: Table;
  readonly exports: ObjectFiles;
  readonly now: () => Date;
  /** Another number of batches between checkpoints; it shapes the files. */
  readonly batchesPerCheckpoint?: number;
};

export type Cut =
  | {
      readonly kind: "cut";
      readonly manifest: FactsManifest;
      readonly checks: readonly Check[];
      readonly broken: readonly BrokenRow[];
    }
  /** There was no time to finish; the next call goes on. */
  | { readonly kind: "paused" };

/**
 * Reads everything that is booked to a closed day and writes it down as facts, batch by batch; holds no more than some
 * thousands of them. A worker that takes over goes on from the last checkpoint and ends with the same files.
 */
export async function cutDay(
  deps: CutDeps,
  merchant: MerchantSettings,
  day: string,
  hasTime: () => boolean,
): Promise<Cut> {
  const { table, exports, now } = deps;
  const { merchantId, zone, cutoffMinutes } = merchant;
  const window = dayWindow(day, zone, cutoffMinutes);
  const before = await readCut(table, merchantId, day, 1);
  const from = before ?? freshCut(1, now().toISOString());
  const sink = makeFactSink(exports, factsPrefix(merchantId, day), from.sink);
  const { cutting, notes } = makeCutting({ table, merchant, day, window }, sink, from);
  const openings = openingsAsked(exports, merchantId, day);
  let unrecorded = from.unrecorded;
  const steps: Readonly<Record<Exclude<CutStep, "done">, Step>> = {
    orders: {
      source: (after) => bookedEntries(table, merchantId, day, after),
      keyOf: (item) => String(item["daySk"]),
      take: (items) => cutBooked(cutting, items),
    },
    days: {
      source: (after) => dayFactItems(table, merchantId, day, after),
      keyOf: (item) => item.sk,
      take: (items) => cutDayFacts(cutting, items),
    },
    stock: {
      source: (after) => positionKeys(table, merchantId, after),
      keyOf: (item) => String(item["listSk"]),
      take: async (items) => {
        unrecorded += (await cutPositions(cutting, await openings(), items)).unrecorded;
      },
    },
    purchases: {
      source: (after) => proposalsAtEnd(table, merchantId, window.endsAt, after),
      keyOf: (item) => item.pk,
      take: (items) => cutPurchases(cutting, items),
    },
  };
  const every = deps.batchesPerCheckpoint ?? BATCHES_PER_CHECKPOINT;
  for (const step of cutSteps.slice(cutSteps.indexOf(from.step))) {
    if (step === "done") break;
    const save = async (after: string | null, next: CutStep): Promise<void> => {
      await sink.settle("all");
      await saveCut(
        table,
        merchantId,
        day,
        { ...stateOf(from, next, after, sink, cutting, notes), unrecorded },
        now().toISOString(),
      );
    };
    if (!(await runStep(steps[step], step === from.step ? from.after : null, { every, step, sink, save, hasTime })))
      return { kind: "paused" };
  }
  addExceptions(cutting, notes, unrecorded, from.cutAt);
  await sink.settle("all");
  const { parts, rows, totals } = sink.state();
  const manifest: FactsManifest = {
    merchantId,
    day,
    version: 1,
    zone,
    cutoffMinutes,
    window: withLocalTimes(window, zone),
    currency: merchant.currency,
    locale: merchant.locale,
    cutAt: from.cutAt,
    factsVersion: FACTS_VERSION,
    parts,
    rows,
    totals: sortedTotals(totals),
    rates: notes.rates(),
    ledger: cutting.ledger,
  };
  const { broken, brokenCount } = notes.broken();
  return { kind: "cut", manifest, checks: checkFacts(manifest, brokenCount), broken };
}

type Step = {
  readonly source: (after: string | null) => AsyncGenerator<readonly Item[]>;
  readonly keyOf: (item: Item) => string;
  readonly take: (items: readonly Item[]) => Promise<void>;
};

/** False when time ran out; what has been read is kept. */
async function runStep(
  { source, keyOf, take }: Step,
  from: string | null,
  run: {
    readonly every: number;
    readonly step: CutStep;
    readonly sink: FactSink;
    readonly save: (after: string | null, step: CutStep) => Promise<void>;
    readonly hasTime: () => boolean;
  },
): Promise<boolean> {
  let batches = 0;
  for await (const items of source(from)) {
    await take(items);
    await run.sink.settle();
    batches += 1;
    const last = items.at(-1);
    if (last === undefined || batches % run.every !== 0) continue;
    await run.save(keyOf(last), run.step);
    if (!run.hasTime()) return false;
  }
  return true;
}

function stateOf(
  from: CutState,
  step: CutStep,
  after: string | null,
  sink: FactSink,
  cutting: Cutting,
  notes: CutNotes,
): Omit<CutState, "unrecorded"> {
  return {
    version: from.version,
    cutAt: from.cutAt,
    step,
    after,
    sink: sink.state(),
    ledger: structuredClone(cutting.ledger),
    rates: notes.rates(),
    missing: notes.missing(),
    ...notes.broken(),
  };
}

/** The stock of the day before is read when the first position is. */
function openingsAsked(exports: ObjectFiles, merchantId: string, day: string): () => ReturnType<typeof openingsOf> {
  let asked: ReturnType<typeof openingsOf> | null = null;
  return () => {
    asked ??= openNewestFacts(exports, merchantId, previousDay(day)).then(openingsOf);
    return asked;
  };
}

function addExceptions({ sink, day }: Cutting, notes: CutNotes, unrecorded: number, at: string): void {
  const head = { day, originalDay: day, at };
  for (const { currency, day: originalDay, count } of notes.missing()) {
    const note = `no rate of ${currency} on ${originalDay} or in the week before: state it, then restate the day`;
    const id = `exception:missing_rate:${day}:${currency}:${originalDay}`;
    sink.add("exceptions", { ...head, id, originalDay, kind: "missing_rate", subject: currency, count, note });
  }
  if (unrecorded === 0) return;
  const id = `exception:stock_without_ledger:${day}`;
  const note = "positions whose ledger did not tell of all writes yet; what they changed stands as one line";
  sink.add("exceptions", { ...head, id, kind: "stock_without_ledger", subject: "stock", count: unrecorded, note });
}

export function withLocalTimes({ startsAt, endsAt }: DayWindow, zone: string): FactsManifest["window"] {
  return { startsAt, endsAt, startsAtLocal: localTime(startsAt, zone), endsAtLocal: localTime(endsAt, zone) };
}
