import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type BookType, utils, write } from "@e965/xlsx";
import { unzipSync } from "fflate";
import { SaxesParser } from "saxes";
import { describe, expect, it } from "vitest";
import { writeWorkbook } from "../../shared/sheets/write-workbook.ts";
import { makeMemoryTable } from "../../shared/table/table.memory.ts";
import { aMerchant } from "../support/builders.ts";
import { type FlatCell, readFlatSheets } from "../support/flat-sheet.ts";
import { makeImporter } from "../support/importer.ts";
import { memoryObjects } from "../support/memory-ports.ts";
import { convertAll, hasOffice, officeNote } from "../support/office.ts";

const now = (): Date => new Date("2026-11-21T08:00:00.000Z");
const headings = ["商家编码", "仓库", "库存数量"];
const rows = [
  ["TEA-1", "SHA", "120"],
  ["茶 & <杯>", "MOON", "5"],
  ["007", "SHA", "many"],
];

function ownWorkbook(): Uint8Array {
  const columns = headings.map((name) => ({ name, kind: "text" as const }));
  return writeWorkbook([
    { name: "盘点", columns, rows },
    { name: "notes", columns: [{ name: "a", kind: "text" }], rows: [["kept"]] },
  ]);
}

function foreignWorkbook(bookType: BookType): Uint8Array {
  const book = utils.book_new();
  utils.book_append_sheet(book, utils.aoa_to_sheet([headings, ...rows]), "盘点");
  return new Uint8Array(write(book, { type: "buffer", bookType }) as Uint8Array);
}

const uploads: readonly (readonly [name: string, body: Uint8Array])[] = [
  ["own.xlsx", ownWorkbook()],
  ["shared-strings.xlsx", foreignWorkbook("xlsx")],
  ["old.xls", foreignWorkbook("biff8")],
];

type Written = { readonly receipt: Uint8Array; readonly failedRows: Uint8Array };

async function imported(name: string, body: Uint8Array, locale: string): Promise<Written> {
  const files = memoryObjects();
  const key = `demo/stock/${name}`;
  await files.put(key, body, { contentType: "application/octet-stream" });
  const etag = (await files.get(key))?.etag ?? "";
  const table = makeMemoryTable({ now: () => now().getTime() });
  const { run } = makeImporter({ table, files, now, merchant: aMerchant({ locale }) });
  const answer = await run({ key, version: "1", etag, bytes: body.length, at: now().toISOString() });
  if (answer.kind !== "finished") throw new Error(`the import is ${answer.kind}`);
  const stored = async (path: string): Promise<Uint8Array> => (await files.get(path))?.body ?? new Uint8Array();
  return { receipt: await stored(answer.job.receiptKey), failedRows: await stored(answer.job.failedRowsKey) };
}

/** By rows, as far as something stands in them. */
function table(cells: readonly FlatCell[] = []): readonly (readonly string[])[] {
  const found: string[][] = [];
  for (const { row, column, value } of cells) {
    const line = found[row] ?? [];
    found[row] = line;
    line[column] = value;
  }
  return [...found].map((line) => Array.from(line ?? [], (value) => value ?? ""));
}

const words = {
  en: {
    head: ["status", "reason code", "what to do", "result"],
    fates: ["applied", "FAILED", "FAILED"],
    sheet: "import summary",
    kind: "stock",
  },
  zh: {
    head: ["状态", "原因代码", "处理办法", "结果"],
    fates: ["已导入", "失败", "失败"],
    sheet: "导入汇总",
    kind: "库存盘点",
  },
} as const;

/** A program may mend what is broken without a word; a parser that does not shows that nothing was. */
function expectWellFormed(workbook: Uint8Array): void {
  for (const [path, bytes] of Object.entries(unzipSync(workbook))) {
    if (!/\.(xml|rels)$/.test(path)) continue;
    const parser = new SaxesParser({ xmlns: true });
    parser.on("error", (fault) => {
      throw new Error(`${path}: ${fault.message}`);
    });
    parser.write(new TextDecoder().decode(bytes)).close();
  }
}

describe("receipts", () => {
  it.skipIf(!hasOffice)(
    `open in LibreOffice with the merchant's rows, the fates beside them and a summary${officeNote}`,
    async () => {
      const cases = uploads.flatMap(([name, body]) =>
        (["en", "zh"] as const).map((locale) => ({ name, body, locale })),
      );
      const folder = mkdtempSync(join(tmpdir(), "orderhub-receipts-"));
      const paths: string[] = [];
      try {
        for (const [at, { name, body, locale }] of cases.entries()) {
          const { receipt, failedRows } = await imported(name, body, locale);
          for (const [suffix, bytes] of [["receipt", receipt] as const, ["failed", failedRows] as const]) {
            expectWellFormed(bytes);
            const path = join(folder, `${at}-${suffix}.xlsx`);
            writeFileSync(path, bytes);
            paths.push(path);
          }
        }
        const converted = convertAll(paths, "fods");
        try {
          for (const [at, { name, locale }] of cases.entries()) {
            const [receipt = "", failed = ""] = converted.paths.slice(at * 2);
            expect([existsSync(receipt), existsSync(failed)], `${name} ${locale}`).toEqual([true, true]);
            const sheets = readFlatSheets(readFileSync(receipt, "utf8"));
            const { head, fates, sheet, kind } = words[locale];
            const told = table(sheets.get("盘点"));
            expect(told[0]).toEqual([...headings, ...head]);
            expect(told.slice(1).map((line) => line.slice(0, 4))).toEqual(rows.map((row, no) => [...row, fates[no]]));
            expect(told[2]?.[4]).toBe("warehouse: unknown_warehouse");
            expect(told[3]?.[4]).toBe("on_hand: not_a_count");
            expect(table(sheets.get(sheet)).flat()).toEqual(expect.arrayContaining([name, kind, "3", "1", "2"]));
            if (name === "own.xlsx") expect(table(sheets.get("notes"))).toEqual([["a"], ["kept"]]);
            expect(table(readFlatSheets(readFileSync(failed, "utf8")).get("盘点"))).toEqual([
              headings,
              ...rows.slice(1),
            ]);
          }
        } finally {
          converted.close();
        }
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    },
    300_000,
  );
});
