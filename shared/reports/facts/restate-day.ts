import { dayWindow } from "../../kernel/business-day.ts";
import type { MerchantSettings } from "../../settings/merchant-settings.ts";
import type { Item } from "../../table/port.ts";
import type { Check } from "../tie-out.ts";
import { checkFacts } from "./check-facts.ts";
import type { CutDeps } from "./cut-day.ts";
import { cutBooked, cutDayFacts, factIdOfEntry } from "./cut-orders.ts";
import { type BrokenRow, freshCut } from "./cut-state.ts";
import { makeCutting } from "./cutting.ts";
import { bookedEntries, dayFactItems } from "./day-index.ts";
import { makeFactSink } from "./fact-sink.ts";
import { sortedTotals } from "./fact-totals.ts";
import { diffRow, diffText } from "./facts-diff.ts";
import type { FactsManifest } from "./facts-manifest.ts";
import { factsPrefix, type SealedFacts } from "./sealed-facts.ts";
import { stampAgain } from "./stamp-again.ts";

export type Restated =
  | { readonly kind: "nothing_new" }
  | {
      readonly kind: "restated";
      readonly manifest: FactsManifest;
      readonly checks: readonly Check[];
      readonly broken: readonly BrokenRow[];
      /** CSV: one row for each entry, payment, fee and parcel that is new or converted now. */
      readonly diff: string;
    };

/**
 * What a sealed day would say if it were sealed now: everything that it says, unchanged, and after it what is missing. With
 * `stamps`, amounts for which there was no rate are converted where there is one now. Finding out reads keys only.
 */
export async function restateDay(
  deps: CutDeps,
  merchant: MerchantSettings,
  sealed: SealedFacts,
  options: { readonly stamps: boolean },
): Promise<Restated> {
  const { manifest: base } = sealed;
  const { merchantId } = merchant;
  const { day } = base;
  const window = dayWindow(day, base.zone, base.cutoffMinutes);
  const now = deps.now().toISOString();
  const prefix = factsPrefix(merchantId, day);
  const stamped = options.stamps ? await stampAgain(deps, merchant, sealed) : null;
  const parts = stamped?.parts ?? base.parts;
  const rows = { ...base.rows, exceptions: base.rows.exceptions - (stamped?.settled ?? 0) };
  const totals = structuredClone({ ...base.totals, ...(stamped === null ? {} : { reporting: stamped.reporting }) });
  const from = {
    ...freshCut(base.version + 1, now),
    sink: { parts, rows, totals: totals as ReturnType<typeof freshCut>["sink"]["totals"] },
    ledger: base.ledger,
    rates: { ...base.rates, ...stamped?.rates },
  };
  const plain = makeFactSink(deps.exports, prefix, from.sink);
  const added: string[] = [];
  const sink: typeof plain = {
    ...plain,
    add: (kind, fact) => {
      const row = diffRow("added", kind, fact);
      if (row !== null) added.push(row);
      plain.add(kind, fact);
    },
  };
  const { cutting, notes } = makeCutting({ table: deps.table, merchant, day, window }, sink, from);
  const known = await knownIds(sealed);
  for await (const items of bookedEntries(deps.table, merchantId, day)) {
    const missing = items.filter((item) => !known.entries.has(factIdOfEntry(item)));
    if (missing.length > 0) await cutBooked(cutting, missing);
    await sink.settle();
  }
  for await (const items of dayFactItems(deps.table, merchantId, day)) {
    const missing = items.filter((item) => !known.days.has(markOf(item)));
    if (missing.length > 0) await cutDayFacts(cutting, missing);
    await sink.settle();
  }
  if (added.length === 0 && stamped === null) return { kind: "nothing_new" };
  for (const { currency, day: originalDay, count } of notes.missing()) {
    const id = `exception:missing_rate:${day}:v${base.version + 1}:${currency}:${originalDay}`;
    const note = `no rate of ${currency} on ${originalDay} or in the week before: state it, then restate the day`;
    sink.add("exceptions", { id, day, originalDay, at: now, kind: "missing_rate", subject: currency, count, note });
  }
  await sink.settle("all");
  const state = sink.state();
  const diff = stamped?.diff ?? [];
  const { broken, brokenCount } = notes.broken();
  const manifest: FactsManifest = {
    ...base,
    version: base.version + 1,
    cutAt: now,
    parts: state.parts,
    rows: state.rows,
    totals: sortedTotals(state.totals),
    rates: notes.rates(),
    ledger: cutting.ledger,
    restates: {
      version: base.version,
      added: added.length,
      converted: diff.length,
      diffKey: `${prefix}v${base.version + 1}/diff.csv`,
    },
  };
  return {
    kind: "restated",
    manifest,
    checks: checkFacts(manifest, brokenCount),
    broken,
    diff: diffText([...diff, ...added]),
  };
}

/** The entries that a day has been sealed with, and the changes of orders (and fees) that its other facts came from. */
async function knownIds(sealed: SealedFacts): Promise<{ readonly entries: Set<string>; readonly days: Set<string> }> {
  const [entries, days] = [new Set<string>(), new Set<string>()];
  for await (const batch of sealed.read("entries")) for (const { id } of batch) entries.add(id);
  const orderMark = /^(?:payment|shipment):(ord_[0-9a-z]+):(?:.*:)?v(\d+)/;
  for (const kind of ["payments", "shipments"] as const) {
    for await (const batch of sealed.read(kind)) {
      for (const { id } of batch) {
        const match = orderMark.exec(id);
        if (match !== null) days.add(`${match[1]} ${match[2]}`);
      }
    }
  }
  for await (const batch of sealed.read("fees")) for (const { id } of batch) days.add(id);
  return { entries, days };
}

function markOf({ sk }: Item): string {
  const [kind, id = "", version = ""] = sk.split("#");
  return kind === "order" ? `${id} ${Number(version.slice(1))}` : sk.slice("fee#".length);
}
