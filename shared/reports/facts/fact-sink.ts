import type { ObjectFiles } from "../../platform/ports.ts";
import type { FactKind, Facts } from "./fact.ts";
import { factKinds } from "./fact-fields.ts";
import { FACTS_PER_PART, writePart } from "./fact-parts.ts";
import { addToTotals, type GrowingTotals, noRows, noTotals } from "./fact-totals.ts";
import type { FactsPart } from "./facts-manifest.ts";

/** What has been written so far; a plain object. */
export type SinkState = {
  readonly parts: readonly FactsPart[];
  readonly rows: Readonly<Record<FactKind, number>>;
  readonly totals: GrowingTotals;
};

/** Takes facts of a day one by one and keeps them in files of some thousands. */
export type FactSink = {
  readonly add: <Kind extends FactKind>(kind: Kind, fact: Facts[Kind]) => void;
  /** Writes the files that are full; `all`: also those that are not. To be called after each batch. */
  readonly settle: (all?: "all") => Promise<void>;
  /** Only of what is in files: after `settle("all")` of everything. */
  readonly state: () => SinkState;
};

export const emptySink = (): SinkState => ({ parts: [], rows: noRows(), totals: noTotals() });

export function makeFactSink(files: ObjectFiles, prefix: string, from: SinkState = emptySink()): FactSink {
  const parts = [...from.parts];
  const rows = { ...from.rows };
  const totals = structuredClone(from.totals);
  const waiting = new Map<FactKind, unknown[]>(factKinds.map((kind) => [kind, []]));
  const write = async (kind: FactKind, facts: readonly unknown[]): Promise<void> => {
    parts.push(await writePart(files, prefix, kind, facts as readonly Facts[FactKind][]));
  };
  return {
    add: (kind, fact) => {
      waiting.get(kind)?.push(fact);
      // A sealing that an older release began knows fewer kinds.
      rows[kind] = (rows[kind] ?? 0) + 1;
      addToTotals(totals, kind, fact);
    },
    settle: async (all) => {
      for (const [kind, facts] of waiting) {
        let at = 0;
        for (; facts.length - at >= FACTS_PER_PART; at += FACTS_PER_PART)
          await write(kind, facts.slice(at, at + FACTS_PER_PART));
        if (all === "all" && facts.length > at) await write(kind, facts.slice(at));
        waiting.set(kind, all === "all" ? [] : facts.slice(at));
      }
    },
    state: () => ({ parts: [...parts], rows: { ...rows }, totals: structuredClone(totals) }),
  };
}
