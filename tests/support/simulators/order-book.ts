/** What lists may do wrong, changed while a test runs. */
export type BookFaults = {
  /** Each page but the first begins with the last row of the page before. */
  repeatsPages: boolean;
  /** An order is listed only so long after it was put. It can be read by its id at once. */
  commitsLateMs: number;
};

/** The orders a simulator holds. `O` is the channel's own shape. */
export type OrderBook<O> = {
  readonly faults: BookFaults;
  put(order: O): void;
  find(id: string): O | null;
  /** By the time asked for, then by id; from inclusive, until exclusive, in epoch milliseconds. */
  listed(window: {
    readonly by: "changed" | "created";
    readonly fromMs: number;
    readonly untilMs: number;
  }): readonly O[];
};

/** `read` finds the id and the times (epoch milliseconds) in an order of the channel. Throws TypeError when it cannot. */
export function makeOrderBook<O>(settings: {
  readonly now: () => Date;
  readonly read: (order: O) => { readonly id: string; readonly changedMs: number; readonly createdMs: number };
}): OrderBook<O> {
  const { now, read } = settings;
  const faults: BookFaults = { repeatsPages: false, commitsLateMs: 0 };
  /** Every version that was put: until the newest is listed, the one before it still is. */
  const versions = new Map<string, { readonly order: O; readonly putMs: number }[]>();

  const listedVersion = (id: string): readonly O[] => {
    const visible = (versions.get(id) ?? []).filter(({ putMs }) => putMs + faults.commitsLateMs <= now().getTime());
    return visible.slice(-1).map(({ order }) => order);
  };

  return {
    faults,
    put: (order) => {
      const { id } = read(order);
      versions.set(id, [...(versions.get(id) ?? []), { order, putMs: now().getTime() }]);
    },
    find: (id) => versions.get(id)?.at(-1)?.order ?? null,
    listed: ({ by, fromMs, untilMs }) => {
      const timeOf = (order: O): number => (by === "changed" ? read(order).changedMs : read(order).createdMs);
      return [...versions.keys()]
        .flatMap(listedVersion)
        .filter((order) => timeOf(order) >= fromMs && timeOf(order) < untilMs)
        .sort((a, b) => timeOf(a) - timeOf(b) || read(a).id.localeCompare(read(b).id));
    },
  };
}

/**
 * The rows from `start` on, and where the next page starts (null at the end). With `repeatsPages` a later page holds the
 * last row of the page before once more.
 */
export function pageOf<O>(
  rows: readonly O[],
  place: { readonly start: number; readonly size: number },
  faults: BookFaults,
): { readonly rows: readonly O[]; readonly next: number | null } {
  const { start, size } = place;
  const from = faults.repeatsPages && start > 0 ? start - 1 : start;
  const end = start + size;
  return { rows: rows.slice(from, end), next: end < rows.length ? end : null };
}
