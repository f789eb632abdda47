import { describe, expect, it } from "vitest";
import { heldRows } from "./held-rows.ts";
import type { Row } from "./report-definition.ts";

function counted(batches: readonly (readonly Row[])[]) {
  const made = { times: 0 };
  const make = async function* () {
    made.times += 1;
    yield* batches;
  };
  return { made, make };
}

async function all(rows: () => AsyncIterable<readonly Row[]>): Promise<readonly (readonly Row[])[]> {
  const found: (readonly Row[])[] = [];
  for await (const batch of rows()) found.push(batch);
  return found;
}

describe("the rows of a report, asked for more than once", () => {
  it.each([
    { name: "few rows are made once", batches: [[["a"]], [["b"]]], times: 1 },
    { name: "one batch is kept, however long", batches: [[["a"], ["b"], ["c"]]], times: 1 },
    { name: "no rows are made once", batches: [], times: 1 },
    { name: "many rows are made each time", batches: [[["a"], ["b"]], [["c"]], [["d"]]], times: 3 },
  ])("$name", async ({ batches, times }) => {
    const { made, make } = counted(batches);
    const rows = heldRows(make, 2);
    for (let time = 0; time < 3; time += 1) expect(await all(rows)).toEqual(batches);
    expect(made.times).toBe(times);
  });

  it("does not take rows for whole that were left halfway", async () => {
    const { make } = counted([[["a"]], [["b"]]]);
    const rows = heldRows(make);
    for await (const _ of rows()) break;
    expect(await all(rows)).toEqual([[["a"]], [["b"]]]);
  });
});
