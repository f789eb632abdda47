import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sheet, workbook } from "../../tests/faults/hostile/make-workbook.ts";
import { readRows } from "./read-rows.ts";
import type { RawRow } from "./rows.ts";

async function rowsOf(bytes: Uint8Array): Promise<readonly RawRow[]> {
  const stream = await readRows(bytes);
  if (!stream.ok) throw new Error(stream.error.kind);
  const rows: RawRow[] = [];
  for await (const batch of stream.value.batches) {
    if (!batch.ok) throw new Error(batch.error.kind);
    rows.push(...batch.value);
  }
  return rows;
}

/** Style 1 makes numbers dates. */
const formats = '<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="22"/></cellXfs></styleSheet>';

function withSheet(body: Uint8Array | string): Uint8Array {
  return workbook({ "xl/worksheets/sheet1.xml": body, "xl/styles.xml": formats });
}

/** The same sheet with a prefix on each tag, which the quick way does not take. */
function prefixed(xml: string): string {
  return xml.replace(/<(\/?)([a-zA-Z])/g, "<$1x:$2").replaceAll("xmlns=", "xmlns:x=");
}

const values = ["1", "0", "45000", "45000.5", "white", "白色", "A_1", "_x0041_", "&#95;x0041_", "&lt;b&gt;", " "];
const types = ["", ' t="n"', ' t="b"', ' t="e"', ' t="str"', ' t="d"', ' t="inlineStr"'];
const styles = ["", ' s="0"', ' s="1"'];

const cell = fc
  .record({ value: fc.constantFrom(...values), type: fc.constantFrom(...types), style: fc.constantFrom(...styles) })
  .map(({ value, type, style }) => {
    const body = type === ' t="inlineStr"' ? `<is><t>${value}</t></is>` : `<v>${value}</v>`;
    return (at: string) => `<c r="${at}"${style}${type}>${body}</c>`;
  });

describe("cells that repeat", () => {
  it("are told apart by their style and type", async () => {
    const row = ['<c s="1"><v>45000</v></c>', "<c><v>45000</v></c>", '<c t="str"><v>45000</v></c>'];
    const tags = row.map((each, at) => each.replace("<c", `<c r="${"ABC"[at]}1"`)).join("");
    const [first, , , last] = await rowsOf(withSheet(sheet(`<row>${tags}</row>`.repeat(4))));
    expect(last?.cells.map(({ kind }) => kind)).toEqual(["date", "number", "text"]);
    expect(last?.cells).toEqual(first?.cells);
  });

  it("are what they are when each is read on its own", async () => {
    const column = fc.array(cell, { minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(fc.array(column, { minLength: 1, maxLength: 4 }), async (columns) => {
        // More than the rows after which a column is judged.
        const body = Array.from({ length: 1_200 }, (_, row) => {
          const cells = columns.map((cells, at) => cells[row % cells.length]?.(`${"ABCD"[at]}${row + 1}`));
          return `<row r="${row + 1}">${cells.join("")}</row>`;
        });
        const xml = sheet(body.join(""));
        expect(await rowsOf(withSheet(xml))).toEqual(await rowsOf(withSheet(prefixed(xml))));
      }),
      { numRuns: 30 },
    );
  });

  it("refuses a text that is not UTF-8 wherever the chunk ends", async () => {
    const padding = `<row><c t="inlineStr"><is><t>${"白".repeat(9_000)}</t></is></c></row>`.repeat(10);
    for (const shift of [0, 1, 2]) {
      const xml = sheet(
        `${"<row/>".repeat(shift)}${padding}<row><c r="A1" t="inlineStr"><is><t>\u0001</t></is></c></row>`,
      );
      const bytes = Buffer.from(xml);
      bytes[bytes.indexOf(1)] = 0xe7;
      await expect(rowsOf(withSheet(Uint8Array.from(bytes)))).rejects.toThrow("damaged");
    }
  });
});
