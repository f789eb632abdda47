/** Items by the second they expire at, soonest first (a binary heap). Entries may be stale: the caller checks. */
export type Expiry = {
  add(at: number, id: string): void;
  /** Takes out everything due at `second` or before. */
  due(second: number): readonly Expiring[];
};

export type Expiring = { readonly at: number; readonly id: string };

export function makeExpiry(): Expiry {
  const heap: Expiring[] = [];

  function swap(a: number, b: number): void {
    const one = heap[a];
    const two = heap[b];
    if (one === undefined || two === undefined) return;
    heap[a] = two;
    heap[b] = one;
  }

  function timeAt(index: number): number {
    return heap[index]?.at ?? Number.POSITIVE_INFINITY;
  }

  function take(): Expiring | undefined {
    const top = heap[0];
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return top;
    heap[0] = last;
    for (let at = 0; ; ) {
      const left = 2 * at + 1;
      const child = timeAt(left + 1) < timeAt(left) ? left + 1 : left;
      if (timeAt(child) >= timeAt(at)) return top;
      swap(at, child);
      at = child;
    }
  }

  return {
    add(at, id) {
      heap.push({ at, id });
      for (let child = heap.length - 1; child > 0; ) {
        const parent = (child - 1) >>> 1;
        if (timeAt(parent) <= timeAt(child)) return;
        swap(parent, child);
        child = parent;
      }
    },
    due(second) {
      const out: Expiring[] = [];
      while (timeAt(0) <= second) {
        const next = take();
        if (next !== undefined) out.push(next);
      }
      return out;
    },
  };
}
