import type { Consumed } from "../../shared/table/engine/requests.ts";
import { totalUnits } from "./consumed.ts";

/** Units used and requests served so far; a request over two tables counts for both. */
export type Usage = {
  readonly readUnits: number;
  readonly writeUnits: number;
  readonly requests: Readonly<Record<string, number>>;
};

export type Capacity = Usage & { readonly tables: Readonly<Record<string, Usage>> };

export type Meter = {
  add(operation: string, consumed: readonly Consumed[]): void;
  capacity(): Capacity;
};

type Count = { readUnits: number; writeUnits: number; requests: Record<string, number> };

export function makeMeter(): Meter {
  const whole = emptyCount();
  const tables = new Map<string, Count>();

  function countOf(table: string): Count {
    const count = tables.get(table) ?? emptyCount();
    tables.set(table, count);
    return count;
  }

  return {
    add(operation, consumed) {
      const counts = new Set([whole, ...consumed.map(({ table }) => countOf(table))]);
      for (const count of counts) count.requests[operation] = (count.requests[operation] ?? 0) + 1;
      for (const one of consumed) {
        for (const count of [whole, countOf(one.table)]) {
          if (one.kind === "read") count.readUnits += totalUnits(one);
          else count.writeUnits += totalUnits(one);
        }
      }
    },
    capacity: () => ({ ...copyOf(whole), tables: Object.fromEntries([...tables].map(([n, c]) => [n, copyOf(c)])) }),
  };
}

function emptyCount(): Count {
  return { readUnits: 0, writeUnits: 0, requests: {} };
}

function copyOf(count: Count): Usage {
  return { ...count, requests: { ...count.requests } };
}
