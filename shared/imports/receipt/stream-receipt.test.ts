import * as fc from "fast-check";
import { strFromU8, unzipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { encodeGb18030 } from "../../sheets/gb18030.ts";
import { readSheet } from "../../sheets/read-sheet.ts";
import { cellText } from "../../sheets/rows.ts";
import { writeWorkbook } from "../../sheets/write-workbook.ts";
import type { ImportJob } from "../import-job.ts";
import type { RowFate } from "../row-fate.ts";
import { type ReceiptInput, type StreamedReceipt, streamFailedRows, streamReceipt } from "./stream-receipt.ts";

const job = {
  fileName: "a.csv",
  importId: "imp_1",
  kind: "stock",
  state: "applied_with_errors",
  rows: 2,
  applied: 1,
  unchanged: 0,
  skipped: 0,
  failed: 1,
  notApplied: 0,
  layout: "",
  unusedColumns: [] as readonly string[],
  reason: "",
} as ImportJob;

const fates: ReadonlyMap<number, RowFate> = new Map<number, RowFate>([
  [2, { kind: "applied", result: "TEA-1" }],
  [3, { kind: "failed", reasons: [{ code: "not_a_count", column: "on_hand", found: "多" }] }],
]);

function inputOf(file: Uint8Array): ReceiptInput {
  const columns = { headerRow: 1, headings: ["编码", "on_hand", "备注"], at: new Map([["on_hand", 1]]) };
  return { file, columns, fateOf: (row) => fates.get(row), job, locale: "zh" };
}

async function bytesOf(made: ReturnType<typeof streamReceipt>): Promise<{ bytes: Buffer; receipt: StreamedReceipt }> {
  const receipt = await made;
  if (!receipt.ok) throw new Error(receipt.error.kind);
  const chunks: Uint8Array[] = [];
  for await (const chunk of receipt.value.chunks) chunks.push(chunk);
  return { bytes: Buffer.concat(chunks), receipt: receipt.value };
}

const text = '编码;on_hand;备注\r\nTEA-1;3;"a;\r\nb"\r\nTEA-2;多';
const advice = "“多”不是整数数量，请只填数字，例如 12。";
const receiptText = `编码;on_hand;备注;状态;原因代码;处理办法;结果\r\nTEA-1;3;"a;\r\nb";已导入;;;TEA-1\r\nTEA-2;多;;失败;on_hand: not_a_count;${advice};`;

describe("the receipt of a CSV", () => {
  it.each([
    ["utf-8", (each: string) => Buffer.from(each)],
    ["utf-8 with its mark", (each: string) => Buffer.from(`\uFEFF${each}`)],
    ["gb18030", encodeGb18030],
    ["utf-16le", (each: string) => Buffer.from(`\uFEFF${each}`, "utf16le")],
    ["utf-16be", (each: string) => Buffer.from(`\uFEFF${each}`, "utf16le").swap16()],
  ])("is the merchant's own file in %s, with the fates behind", async (_, encode) => {
    const { bytes, receipt } = await bytesOf(streamReceipt(inputOf(encode(text))));
    expect([receipt.extension, bytes.equals(encode(receiptText))]).toEqual(["csv", true]);
  });

  it("has only headings and failed rows in the file to be mended, byte for byte", async () => {
    const { bytes } = await bytesOf(streamFailedRows(inputOf(encodeGb18030(text))));
    expect(bytes.equals(encodeGb18030("编码;on_hand;备注\r\nTEA-2;多"))).toBe(true);
  });

  it("writes GB18030 as every program reads it", () => {
    const common = fc.string({
      unit: fc.integer({ min: 0x4e00, max: 0x9fa5 }).map((code) => String.fromCodePoint(code)),
    });
    const beyond = fc.string({
      unit: fc.integer({ min: 0x10000, max: 0x10ffff }).map((code) => String.fromCodePoint(code)),
    });
    fc.assert(
      fc.property(common, beyond, (near, far) => {
        expect(new TextDecoder("gb18030").decode(encodeGb18030(`${near}a${far}`))).toBe(`${near}a${far}`);
      }),
    );
    const usual = "订单：€1,299 𝄞 — ㊣ 龍 ｶﾅ é";
    expect(new TextDecoder("gb18030").decode(encodeGb18030(usual))).toBe(usual);
  });
});

describe("the receipt of a workbook", () => {
  const book = writeWorkbook([
    {
      name: "s",
      columns: ["编码", "on_hand", "备注"].map((name) => ({ name, kind: "text" as const })),
      rows: [
        ["TEA-1", "3", "x"],
        ["TEA-2", "多", null],
      ],
    },
  ]);

  it("can be read as it was, with the fates behind", async () => {
    const { bytes } = await bytesOf(streamReceipt(inputOf(book)));
    const sheet = await readSheet(new Uint8Array(bytes));
    expect(sheet.ok && sheet.value.rows.map((row) => row.cells.map(cellText))).toEqual([
      ["编码", "on_hand", "备注", "状态", "原因代码", "处理办法", "结果"],
      ["TEA-1", "3", "x", "已导入", "", "", "TEA-1"],
      ["TEA-2", "多", "", "失败", "on_hand: not_a_count", advice],
    ]);
  });

  it("sums up in the language of the merchant", async () => {
    const { bytes } = await bytesOf(streamReceipt(inputOf(book)));
    const summary = strFromU8(unzipSync(bytes)["xl/worksheets/import-summary.xml"] ?? new Uint8Array());
    expect(summary).toContain(">库存盘点<");
    expect(summary).toContain(">部分导入，有失败行<");
    for (const word of ["stock", "applied", "kind"]) expect(summary).not.toContain(`>${word}`);
  });

  it("gives the failed rows alone under the same headings, and the same bytes each time", async () => {
    const [first, again] = [
      await bytesOf(streamFailedRows(inputOf(book))),
      await bytesOf(streamFailedRows(inputOf(book))),
    ];
    const sheet = await readSheet(new Uint8Array(first.bytes));
    expect(first.bytes.equals(again.bytes)).toBe(true);
    expect(sheet.ok && sheet.value.rows.map((row) => row.cells.map(cellText))).toEqual([
      ["编码", "on_hand", "备注"],
      ["TEA-2", "多"],
    ]);
  });

  it("leaves out codes whose zeros are lost: without the rows beside them they would pass", async () => {
    const reasons = [{ code: "id_zeros_lost", column: "sku", found: "456" }] as const;
    const input = inputOf(book);
    const at = new Map([["sku", 0]]);
    const fateOf = (row: number): RowFate | undefined => (row === 3 ? { kind: "failed", reasons } : undefined);
    const { bytes } = await bytesOf(streamFailedRows({ ...input, columns: { ...input.columns, at }, fateOf }));
    const sheet = await readSheet(new Uint8Array(bytes));
    expect(sheet.ok && sheet.value.rows.map((row) => row.cells.map(cellText))).toEqual([
      ["编码", "on_hand", "备注"],
      ["", "多"],
    ]);
  });
});
