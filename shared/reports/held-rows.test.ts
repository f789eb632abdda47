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

async function all(rows: () => AsyncIterable<readonly Row[]>): Promise<readonly Row[]> {
  const found: Row[] = [];
  for await (const batch of rows()) found.push(...batch);
  return found;
}

const long = Array.from({ length: 5_000 }, (_, at): Row => [`id-${at}`, null, at, `${at}.50`, "衬衫 \ud800", "", -0.5]);

describe("the rows of a report, asked for more than once", () => {
  it.each([
    { name: "few rows are made once", batches: [[["a"]], [["b"]]], packedBytes: 0, times: 1 },
    { name: "no rows are made once", batches: [], packedBytes: 0, times: 1 },
    { name: "many rows are packed, and made once", batches: [[["a"], ["b"]], [["c"]], []], packedBytes: 999, times: 1 },
    { name: "one long batch is packed, and made once", batches: [long], packedBytes: 99_999, times: 1 },
    { name: "rows that are too long when packed are made each time", batches: [long], packedBytes: 9, times: 3 },
    { name: "so they are wherever it shows", batches: [[["a"], ["b"]], long], packedBytes: 99, times: 3 },
  ])("$name", async ({ batches, packedBytes, times }) => {
    const { made, make } = counted(batches);
    const rows = heldRows(make, { rows: 2, packedBytes });
    for (let time = 0; time < 3; time += 1) expect(await all(rows)).toEqual(batches.flat());
    expect(made.times).toBe(times);
  });

  it("does not take rows for whole that were left halfway", async () => {
    const { make } = counted([[["a"]], [["b"]]]);
    const rows = heldRows(make);
    for await (const _ of rows()) break;
    expect(await all(rows)).toEqual([["a"], ["b"]]);
  });
});
