import type { Row } from "../../report-definition.ts";

/** Rows to be taken in runs of at most so many, across the batches that they come in. */
export type RowSource = {
  /** The next rows, at least one; empty when there are no more. */
  readonly take: (atMost: number) => Promise<readonly Row[]>;
  readonly hasMore: () => Promise<boolean>;
};

export function makeRowSource(batches: AsyncIterable<readonly Row[]>): RowSource {
  const iterator = batches[Symbol.asyncIterator]();
  let batch: readonly Row[] = [];
  const hasMore = async (): Promise<boolean> => {
    while (batch.length === 0) {
      const next = await iterator.next();
      if (next.done === true) return false;
      batch = next.value;
    }
    return true;
  };
  return {
    hasMore,
    take: async (atMost) => {
      await hasMore();
      const taken = batch.length <= atMost ? batch : batch.slice(0, atMost);
      batch = batch.slice(taken.length);
      return taken;
    },
  };
}
