import type { Amounts, Tally, Term } from "./problem.ts";

/**
 * All terms of a plan in two integers that compare as the terms do, one after the other: each term is a digit of a number
 * with mixed radix. Sums of weights are weights of sums, so nothing is lost and nothing is traded between terms.
 */
export type Weight = { readonly high: number; readonly low: number };

export const nothing: Weight = { high: 0, low: 0 };

/** `warehouses` counts the ones used: the last term, so that no plan names one it takes nothing from. */
export type Judged = keyof Tally | "warehouses";

export type Scale = {
  /** What one of a term weighs. */
  readonly one: (term: Judged) => Weight;
  /** By the warehouse's place. */
  readonly weigh: (amounts: Amounts, warehouses: number) => readonly Weight[];
  /** The digits of a weight, in the order of the objective. */
  readonly read: (weight: Weight) => readonly { readonly term: Judged; readonly amount: number }[];
};

type Digit = { readonly term: Judged; readonly isHigh: boolean; readonly unit: number };

/** `most` is what a sensible plan can reach in each term. Throws a RangeError when two integers cannot hold the terms. */
export function makeScale(objective: readonly Term[], most: (term: Judged) => number): Scale {
  const digits: Digit[] = [];
  let isHigh = false;
  let unit = 1;
  for (const term of (["unfilled", ...objective, "warehouses"] as const).toReversed()) {
    const radix = most(term) + 1;
    if (radix === 1) continue;
    if (unit * radix > Number.MAX_SAFE_INTEGER) {
      if (isHigh || radix > Number.MAX_SAFE_INTEGER)
        throw new RangeError(`the amounts of ${term} are too large to add`);
      isHigh = true;
      unit = 1;
    }
    digits.unshift({ term, isHigh, unit });
    unit *= radix;
  }
  const one = (term: Judged): Weight => {
    const digit = digits.find((each) => each.term === term);
    return { high: digit?.isHigh ? digit.unit : 0, low: digit && !digit.isHigh ? digit.unit : 0 };
  };
  return {
    one,
    weigh: (amounts, warehouses) => {
      const told = digits.flatMap(({ term, isHigh: inHigh, unit: each }) => {
        const own = term === "unfilled" || term === "warehouses" ? undefined : amounts[term];
        return own === undefined ? [] : { own, inHigh, each };
      });
      const weights: Weight[] = [];
      for (let place = 0; place < warehouses; place += 1) {
        let high = 0;
        let low = 0;
        for (const { own, inHigh, each } of told) {
          if (inHigh) high += (own[place] ?? 0) * each;
          else low += (own[place] ?? 0) * each;
        }
        weights.push({ high, low });
      }
      return weights;
    },
    read: (weight) => {
      let { high, low } = weight;
      return digits.map(({ term, isHigh: inHigh, unit: each }) => {
        const amount = Math.floor((inHigh ? high : low) / each);
        if (inHigh) high -= amount * each;
        else low -= amount * each;
        return { term, amount };
      });
    },
  };
}

/** Below zero when `a` is better. */
export function compareWeights(a: Weight, b: Weight): number {
  return a.high - b.high || a.low - b.low;
}

export function addWeights(a: Weight, b: Weight): Weight {
  return { high: a.high + b.high, low: a.low + b.low };
}

export function addTimes(weight: Weight, each: Weight, times: number): Weight {
  return { high: weight.high + each.high * times, low: weight.low + each.low * times };
}
