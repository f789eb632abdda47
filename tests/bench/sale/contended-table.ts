import { fail } from "../../../shared/kernel/result.ts";
import type { CancelReason, Key, Table, Write } from "../../../shared/table/port.ts";
import { model } from "./constants.ts";
import type { VirtualTime } from "./virtual-time.ts";

export type Counts = { calls: number; transactions: number; conflicts: number; throttled: number };

/**
 * A table that takes its time: reads and writes last, a transaction holds its items and cancels whoever else wants one of
 * them, and a partition takes only so many write units a second. What it stores is what `table` stores.
 */
export function contendedTable(table: Table, time: VirtualTime): { readonly table: Table; readonly counts: Counts } {
  const counts: Counts = { calls: 0, transactions: 0, conflicts: 0, throttled: 0 };
  const held = new Set<string>();
  const partitions = new Map<string, { at: number; units: number }>();

  function pay(pk: string, units: number): boolean {
    const now = time.now();
    const known = partitions.get(pk) ?? { at: now, units: model.partitionUnits };
    const has = Math.min(model.partitionUnits, known.units + ((now - known.at) * model.partitionUnits) / 1000);
    partitions.set(pk, { at: now, units: has < units ? has : has - units });
    return has >= units;
  }

  async function read<T>(run: () => Promise<T>): Promise<T> {
    counts.calls += 1;
    await time.sleep(model.readMs);
    return run();
  }

  async function transact(writes: readonly Write[]): ReturnType<Table["transact"]> {
    counts.calls += 1;
    counts.transactions += 1;
    await time.sleep(model.networkMs / 2);
    const names = writes.map(nameOf);
    const reasons = names.map((name): CancelReason => ({ kind: held.has(name) ? "conflict" : "none" }));
    if (reasons.some(({ kind }) => kind === "conflict")) {
      counts.conflicts += 1;
      await time.sleep(model.networkMs / 2);
      return fail({ kind: "cancelled", reasons });
    }
    const paid = writes.map(
      (write): CancelReason => ({
        kind: write.kind !== "update" || pay(write.key.pk, unitsOf(write)) ? "none" : "throttled",
      }),
    );
    if (paid.some(({ kind }) => kind === "throttled")) {
      counts.throttled += 1;
      await time.sleep(model.networkMs / 2);
      return fail({ kind: "cancelled", reasons: paid });
    }
    for (const name of names) held.add(name);
    await time.sleep(model.lockMs);
    const written = await table.transact(writes);
    for (const name of names) held.delete(name);
    await time.sleep(model.networkMs / 2);
    return written;
  }

  return {
    counts,
    table: {
      ...table,
      get: (key) => read(() => table.get(key)),
      getMany: (keys) => read(() => table.getMany(keys)),
      query: (query) => read(() => table.query(query)),
      transact,
    },
  };
}

function nameOf(write: Write): string {
  const { pk, sk }: Key = write.kind === "put" ? write.item : write.key;
  return `${pk} ${sk}`;
}

/** A stock item is half a kilobyte and what its newest write says of itself; a transaction pays twice. */
export function unitsOf(write: Extract<Write, { kind: "update" }>): number {
  return 2 * Math.ceil((512 + Buffer.byteLength(JSON.stringify(write.changes))) / 1024);
}
