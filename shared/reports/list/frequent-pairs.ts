import type { Baskets } from "./baskets.ts";

/** Two numbers that are in `both` baskets together; `one` is in at least as many baskets as `other`. */
export type Pair = { readonly one: number; readonly other: number; readonly both: number };

export type PairsAsked = {
  /** In how many baskets each number is, by number. */
  readonly counts: readonly number[];
  /** Pairs of fewer baskets are not asked for. */
  readonly least: number;
  readonly most: number;
  /** Below 0 when of two pairs that are equally frequent the first one comes first. */
  readonly compare: (a: Pair, b: Pair) => number;
  /** Pairs, each time they occur, that are in memory at once, unless one number alone has more. */
  readonly atOnce?: number;
};

const USUAL_AT_ONCE = 4_000_000;

/**
 * The most frequent pairs, exactly, in memory that does not grow with how many different pairs there are. Numbers are ranked by
 * how frequent they are, and pairs are counted for a run of ranks of their rarer number at a time, the most frequent first: it
 * is over when a number is in fewer baskets than the last of the pairs that have been found. Renumbers the baskets.
 */
export function frequentPairs(baskets: Baskets, asked: PairsAsked): readonly Pair[] {
  const { counts, least, most, compare, atOnce = USUAL_AT_ONCE } = asked;
  const ranked = [...counts.keys()].filter((number) => (counts[number] ?? 0) >= least);
  ranked.sort((a, b) => (counts[b] ?? 0) - (counts[a] ?? 0) || a - b);
  const ranks = new Int32Array(counts.length).fill(-1);
  for (const [rank, number] of ranked.entries()) ranks[number] = rank;
  baskets.renumber((number) => {
    const rank = ranks[number] ?? -1;
    return rank === -1 ? null : rank;
  });
  const occurrences = new Float64Array(ranked.length);
  baskets.each((slab, from, to) => {
    for (let at = from + 1; at < to; at += 1)
      occurrences[slab[at] ?? 0] = (occurrences[slab[at] ?? 0] ?? 0) + at - from;
  });
  const best = makeBest(most, (a, b) => b.both - a.both || compare(a, b));
  const together = new Int32Array(ranked.length);
  for (let first = 0; first < ranked.length; ) {
    if ((counts[ranked[first] ?? 0] ?? 0) < best.least()) break;
    let end = first;
    let sum = 0;
    for (; end < ranked.length && (end === first || sum + (occurrences[end] ?? 0) <= atOnce); end += 1)
      sum += occurrences[end] ?? 0;
    const partners = partnersOf(baskets, occurrences, { first, end, sum });
    for (let rank = first, from = 0; rank < end; rank += 1) {
      const to = from + (occurrences[rank] ?? 0);
      for (let at = from; at < to; at += 1) together[partners[at] ?? 0] = (together[partners[at] ?? 0] ?? 0) + 1;
      for (let at = from; at < to; at += 1) {
        const partner = partners[at] ?? 0;
        const both = together[partner] ?? 0;
        together[partner] = 0;
        if (both >= Math.max(least, best.least()))
          best.add({ one: ranked[partner] ?? 0, other: ranked[rank] ?? 0, both });
      }
      from = to;
    }
    first = end;
  }
  return best.all();
}

/** For each rank of the run one behind the other: the ranks before it that it is in a basket with, as often as it is. */
function partnersOf(
  baskets: Baskets,
  occurrences: Float64Array,
  { first, end, sum }: { readonly first: number; readonly end: number; readonly sum: number },
): Int32Array {
  const partners = new Int32Array(sum);
  const places = new Float64Array(end - first);
  for (let rank = first + 1; rank < end; rank += 1)
    places[rank - first] = (places[rank - first - 1] ?? 0) + (occurrences[rank - 1] ?? 0);
  baskets.each((slab, from, to) => {
    for (let at = from + 1; at < to; at += 1) {
      const rank = slab[at] ?? 0;
      if (rank < first || rank >= end) continue;
      const place = places[rank - first] ?? 0;
      partners.set(slab.subarray(from, at), place);
      places[rank - first] = place + at - from;
    }
  });
  return partners;
}

/** The first `most` of what is added, in their order. */
function makeBest(most: number, compare: (a: Pair, b: Pair) => number) {
  let kept: Pair[] = [];
  let last: Pair | undefined;
  const settle = (): void => {
    kept = kept.sort(compare).slice(0, most);
    last = kept[most - 1];
  };
  return {
    add: (pair: Pair): void => {
      if (last !== undefined && compare(pair, last) > 0) return;
      kept.push(pair);
      if (kept.length >= 2 * most) settle();
    },
    /** No pair of fewer baskets can be among them any more. */
    least: (): number => last?.both ?? 0,
    all: (): readonly Pair[] => {
      settle();
      return kept;
    },
  };
}
