/** Visits the numbers of one basket, which lie in `slab` from `from` up to `to`. */
export type Visit = (slab: Int32Array, from: number, to: number) => void;

/** Baskets of numbers, one behind the other: four bytes for each number, however many there are. */
export type Baskets = {
  readonly add: (numbers: readonly number[]) => void;
  readonly each: (visit: Visit) => void;
  /** Puts others in the place of each basket's numbers: in rising order, and without those that become null. */
  readonly renumber: (numberOf: (number: number) => number | null) => void;
};

/** Numbers in one piece of memory: a megabyte. */
const SLAB = 1 << 18;
/** In front of its numbers a basket has the room that it takes, and how many of them are used. */
const HEAD = 2;

export function makeBaskets(): Baskets {
  const slabs: { readonly numbers: Int32Array; used: number }[] = [];
  const each: Baskets["each"] = (visit) => {
    for (const { numbers, used } of slabs) {
      for (let at = 0; at < used; at += HEAD + (numbers[at] ?? 0))
        visit(numbers, at + HEAD, at + HEAD + (numbers[at + 1] ?? 0));
    }
  };
  return {
    add: (basket) => {
      const size = HEAD + basket.length;
      let slab = slabs.at(-1);
      if (slab === undefined || slab.used + size > slab.numbers.length) {
        slab = { numbers: new Int32Array(Math.max(SLAB, size)), used: 0 };
        slabs.push(slab);
      }
      slab.numbers.set([basket.length, basket.length, ...basket], slab.used);
      slab.used += size;
    },
    each,
    renumber: (numberOf) =>
      each((slab, from, to) => {
        let end = from;
        for (let at = from; at < to; at += 1) {
          const number = numberOf(slab[at] ?? 0);
          if (number === null) continue;
          slab[end] = number;
          end += 1;
        }
        slab.subarray(from, end).sort();
        slab[from - 1] = end - from;
      }),
  };
}
