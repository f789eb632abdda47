import type { Row } from "./report-definition.ts";

type Batches = () => AsyncIterable<readonly Row[]>;

/** Some ten megabytes. */
const MOST_HELD = 10_000;

/**
 * The same rows, as often as they are asked for, made once where there are few: most reports are a few rows made from many
 * facts, and some of a year of them, and each is gone through for its sums and for every file. What comes in one batch is in
 * memory anyway and is kept too; longer reports are made anew each time.
 */
export function heldRows(make: Batches, most = MOST_HELD): Batches {
  let held: readonly (readonly Row[])[] | null = null;
  return async function* () {
    if (held !== null) return yield* held;
    const seen: (readonly Row[])[] = [];
    let batches = 0;
    let rows = 0;
    for await (const batch of make()) {
      batches += 1;
      rows += batch.length;
      if (batches === 1 || rows <= most) seen.push(batch);
      else seen.length = 0;
      yield batch;
    }
    if (batches <= 1 || rows <= most) held = seen;
  };
}
