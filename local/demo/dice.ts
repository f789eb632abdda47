import { makeRandom } from "../cloud/random.ts";

/** Chance that is the same for the same seed. */
export type Dice = {
  /** A whole number from `least` to `most`, both included. */
  between(least: number, most: number): number;
  pick<T>(from: readonly T[]): T;
  /** One of the entries, each as often as its weight says. */
  weighted<T>(from: readonly (readonly [entry: T, weight: number])[]): T;
  shuffled<T>(from: readonly T[]): readonly T[];
};

export function makeDice(seed: number): Dice {
  const random = makeRandom(seed);
  const below = (limit: number): number => Math.floor(random() * limit);

  function pick<T>(from: readonly T[]): T {
    const chosen = from[below(from.length)];
    if (chosen === undefined) throw new Error("there is nothing to pick from");
    return chosen;
  }

  return {
    between: (least, most) => least + below(most - least + 1),
    pick,
    weighted(from) {
      let left = random() * from.reduce((sum, [, weight]) => sum + weight, 0);
      for (const [entry, weight] of from) {
        left -= weight;
        if (left < 0) return entry;
      }
      return pick(from)[0];
    },
    shuffled(from) {
      const cards = [...from];
      for (let at = cards.length - 1; at > 0; at -= 1) {
        const other = below(at + 1);
        [cards[at], cards[other]] = [cards[other] as (typeof cards)[number], cards[at] as (typeof cards)[number]];
      }
      return cards;
    },
  };
}
