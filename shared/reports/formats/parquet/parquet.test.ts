import { zstdDecompressSync } from "node:zlib";
import fc from "fast-check";
import { parquetMetadata, parquetReadObjects } from "hyparquet";
import { describe, expect, it } from "vitest";
import type { Cell, Column } from "../../../sheets/sheet.ts";
import { parquet } from "./parquet.ts";

const columns: readonly Column[] = [
  { name: "id", kind: "text" },
  { name: "units", kind: "integer" },
  { name: "amount", kind: "decimal" },
  { name: "day", kind: "day" },
  { name: "at", kind: "instant" },
];

type Row = readonly Cell[];

async function encode(rows: readonly Row[], batch = 1_000): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  const batches = async function* (): AsyncGenerator<readonly Row[]> {
    for (let at = 0; at < rows.length; at += batch) yield rows.slice(at, at + batch);
  };
  for await (const chunk of parquet.encode({ name: "sales", columns, rows: batches, summary: [] })) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** What a program that is not ours reads. */
async function readBack(file: Buffer): Promise<readonly Record<string, unknown>[]> {
  const bytes = file.buffer.slice(file.byteOffset, file.byteOffset + file.byteLength) as ArrayBuffer;
  const compressors = { ZSTD: (page: Uint8Array) => new Uint8Array(zstdDecompressSync(page)) };
  return parquetReadObjects({ file: bytes, compressors });
}

/** Decimals come back as numbers, days as dates: compared as what they say. */
function asRow(row: Record<string, unknown>): Row {
  const day = row["day"] instanceof Date ? row["day"].toISOString().slice(0, 10) : null;
  const units = row["units"] === null ? null : Number(row["units"]);
  return [row["id"] as Cell, units, inTenThousandths(row["amount"] as Cell), day, row["at"] as Cell];
}

/** The reader turns decimals into floats; what was written is exact. */
function inTenThousandths(amount: Cell): Cell {
  return amount === null ? null : Math.round(Number(amount) * 10_000);
}

const cell = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(arbitrary, { freq: 4 });
const amount = fc
  .tuple(fc.integer({ min: -9_999_999_999, max: 9_999_999_999 }), fc.nat({ max: 4 }))
  .map(([minor, digits]) => (minor / 10 ** digits).toFixed(digits));
const rowArbitrary = fc.tuple(
  cell(fc.string({ unit: "grapheme" })),
  cell(fc.maxSafeInteger()),
  cell(amount),
  cell(
    fc
      .date({ min: new Date("1990-01-01"), max: new Date("2090-01-01"), noInvalidDate: true })
      .map((date) => date.toISOString().slice(0, 10)),
  ),
  cell(fc.constant("2026-11-21T06:00:00.000Z")),
);

describe("a Parquet file", () => {
  it("holds what was written, empty cells as nulls, whatever the rows", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(rowArbitrary, { maxLength: 50 }), async (rows) => {
        const back = (await readBack(await encode(rows, 7))).map(asRow);
        expect(back).toEqual(rows.map((row) => row.map((each, at) => (at === 2 ? inTenThousandths(each) : each))));
      }),
      { numRuns: 60 },
    );
  });

  it("keeps amounts exact as decimals of four places, and says so", async () => {
    const file = await encode([
      ["a", 1, "90071992547409.91", "2026-11-21", null],
      ["b", 2, "-0.005", null, null],
    ]);
    const bytes = file.buffer.slice(file.byteOffset, file.byteOffset + file.byteLength) as ArrayBuffer;
    const [, ...schema] = parquetMetadata(bytes).schema;
    expect(schema[2]).toMatchObject({
      name: "amount",
      type: "INT64",
      converted_type: "DECIMAL",
      scale: 4,
      precision: 18,
    });
    expect(await encode([["a", 1, "1.50", null, null]])).toEqual(await encode([["a", 1, "1.5", null, null]]));
  });

  it("has groups of 20,000 rows and the same bytes however the rows came", async () => {
    const rows = Array.from({ length: 45_001 }, (_, at): Row => [`号${at}`, at, `${at}.25`, "2026-11-21", null]);
    const file = await encode(rows);
    const bytes = file.buffer.slice(file.byteOffset, file.byteOffset + file.byteLength) as ArrayBuffer;
    expect(parquetMetadata(bytes).row_groups.map(({ num_rows }) => Number(num_rows))).toEqual([20_000, 20_000, 5_001]);
    expect(await encode(rows, 333)).toEqual(file);
    expect((await readBack(file)).at(-1)).toMatchObject({ id: "号45000" });
  });

  it("is refused rather than rounded", async () => {
    await expect(encode([["a", 1, "0.00001", null, null]])).rejects.toThrow("more than 4 digits");
    await expect(encode([["a", 1, "1000000000000000", null, null]])).rejects.toThrow("more digits");
  });
});
