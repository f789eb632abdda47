/** A source of chance that gives the same numbers for the same seed, on every machine. */
export type Random = {
  /** At least 0, less than 1. */
  next(): number;
  /** A whole number from 0 to `end - 1`. */
  below(end: number): number;
  chance(probability: number): boolean;
  pick<T>(list: readonly T[]): T;
};

/** `stream` names independent sources of one seed, so that fewer messages do not change which faults are drawn. */
export function makeRandom(seed: number, stream: number): Random {
  let state = (Math.imul(seed, 0x9e3779b1) ^ Math.imul(stream + 1, 0x85ebca6b)) | 0;
  function next(): number {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }
  const below = (end: number): number => Math.floor(next() * end);
  return {
    next,
    below,
    chance: (probability) => next() < probability,
    pick<T>(list: readonly T[]): T {
      const at = below(list.length);
      if (at >= list.length) throw new Error("nothing to pick from");
      return list[at] as T;
    },
  };
}
