/** A clock that only moves when everybody waits: minutes of a sale pass in as long as their work takes. */
export type VirtualTime = {
  now(): number;
  sleep(ms: number): Promise<void>;
  /** Lets time pass until `done` has come to its end. */
  run(done: Promise<unknown>): Promise<void>;
};

type Sleeper = { readonly at: number; readonly order: number; readonly wake: () => void };

export function makeVirtualTime(): VirtualTime {
  const sleepers: Sleeper[] = [];
  let now = 0;
  let order = 0;

  return {
    now: () => now,
    sleep: (ms) =>
      new Promise((wake) => {
        order += 1;
        push(sleepers, { at: now + Math.max(0, ms), order, wake });
      }),
    async run(done) {
      let isOver = false;
      void done.finally(() => {
        isOver = true;
      });
      while (!isOver) {
        await new Promise(setImmediate);
        const next = isOver ? undefined : pop(sleepers);
        if (next === undefined) continue;
        now = next.at;
        next.wake();
      }
      await done;
    },
  };
}

function isBefore(one: Sleeper | undefined, other: Sleeper | undefined): boolean {
  if (one === undefined || other === undefined) return one !== undefined;
  return one.at === other.at ? one.order < other.order : one.at < other.at;
}

/** A binary heap, the earliest first. */
function push(heap: Sleeper[], sleeper: Sleeper): void {
  heap.push(sleeper);
  for (let at = heap.length - 1; at > 0; ) {
    const above = (at - 1) >> 1;
    if (!isBefore(heap[at], heap[above])) return;
    swap(heap, at, above);
    at = above;
  }
}

function pop(heap: Sleeper[]): Sleeper | undefined {
  const first = heap[0];
  const last = heap.pop();
  if (first === undefined || last === undefined || heap.length === 0) return first;
  heap[0] = last;
  for (let at = 0; ; ) {
    const left = 2 * at + 1;
    const least = isBefore(heap[left + 1], heap[left]) ? left + 1 : left;
    if (!isBefore(heap[least], heap[at])) return first;
    swap(heap, at, least);
    at = least;
  }
}

function swap(heap: Sleeper[], one: number, other: number): void {
  const [a, b] = [heap[one], heap[other]];
  if (a === undefined || b === undefined) return;
  heap[one] = b;
  heap[other] = a;
}
