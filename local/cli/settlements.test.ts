import { describe, expect, it } from "vitest";
import type { ImportJob } from "../../shared/imports/import-job.ts";
import { entryView, settlementView } from "../../shared/operators/settlement-view.ts";
import { closeEntry, type OpenEntry, readEntries } from "../../shared/reconciliation/read-entries.ts";
import { readSettlement, type Settlement, settlementIdOf } from "../../shared/reconciliation/settlement-store.ts";
import { toMerchantItem } from "../../shared/settings/merchant-settings.ts";
import { writeWorkbook } from "../../shared/sheets/write-workbook.ts";
import { makeMemoryTable } from "../../shared/table/table.memory.ts";
import { aMerchant, aMerchantId } from "../../tests/support/builders.ts";
import { makeImporter } from "../../tests/support/importer.ts";
import { memoryObjects } from "../../tests/support/memory-ports.ts";
import { type SettlementAnswer, type SettlementLineAnswer, settlementWorkbook } from "./settlement-workbook.ts";

const now = new Date("2026-11-22T06:00:00.000Z");
const merchant = aMerchant({ locale: "en" });
const ORDERS = 60;

async function aSettlement() {
  const table = makeMemoryTable({ now: () => now.getTime() });
  const files = memoryObjects();
  await table.put(toMerchantItem(merchant));
  const upload = async (kind: string, name: string, body: string | Uint8Array): Promise<ImportJob> => {
    const key = `demo/${kind}/${name}`;
    await files.put(key, body, { contentType: "application/octet-stream" });
    const etag = (await files.get(key))?.etag ?? "";
    const { run } = makeImporter({ table, files, now: () => now, merchant });
    const answer = await run({ key, version: etag + name, etag, bytes: body.length, at: now.toISOString() });
    if (answer.kind !== "finished") throw new Error(`the import is ${answer.kind}`);
    return answer.job;
  };
  const lines = Array.from({ length: ORDERS }, (_, at) => [
    `P1,2026-11-18,sale,${at + 1}.00,CNY,${1000 + at},,S${at}`,
    `P1,2026-11-18,fee,-0.${at + 10},CNY,${1000 + at},commission,F${at}`,
  ]).flat();
  const apart = ["P1,2026-11-19,fee,-7.00,CNY,,storage,A1", "P1,2026-11-19,reserve,-3.00,CNY,,,A2"];
  const head = "settlement,posted,type,amount,currency,order no,fee,transaction id";
  await upload("settlements", "p1.csv", [head, ...lines, ...apart].join("\n"));
  const settlement = await readSettlement(table, aMerchantId, settlementIdOf("all", "P1"));
  if (settlement === null) throw new Error("nothing was settled");
  return { table, upload, settlement };
}

async function allLines(
  table: Parameters<typeof readEntries>[0],
  settlement: Settlement,
  limit: number,
  of?: OpenEntry["class"],
): Promise<{ readonly lines: readonly OpenEntry[]; readonly pages: number }> {
  const lines: OpenEntry[] = [];
  let cursor: string | undefined;
  for (let pages = 1; ; pages += 1) {
    const page = await readEntries(table, aMerchantId, settlement, { limit, cursor, class: of });
    if (!page.ok) throw new Error(page.error.kind);
    lines.push(...page.value.items);
    if (page.value.cursor === null) return { lines, pages };
    cursor = page.value.cursor;
  }
}

describe("the lines of a settlement", () => {
  it("come page by page, each once, whatever the length of a page", async () => {
    const { table, settlement } = await aSettlement();
    const whole = await allLines(table, settlement, 10_000);
    expect(whole).toMatchObject({ pages: 1 });
    expect(whole.lines).toHaveLength(2 * ORDERS + 2);
    for (const limit of [1, 7, 50]) {
      const { lines, pages } = await allLines(table, settlement, limit);
      expect(pages).toBeGreaterThan(1);
      expect(lines).toEqual(whole.lines);
    }
    const apart = await allLines(table, settlement, 5, "unallocated_fee");
    expect(apart.lines.map(({ line }) => line)).toEqual(["A1"]);
    const difference = whole.lines.reduce((sum, { differenceMinor }) => sum + differenceMinor, 0);
    const { payoutMinor = 0, expectedMinor = 0 } = settlement.explained ?? {};
    expect(difference).toBe(payoutMinor - expectedMinor);
  });

  it("of a cursor that was made up are refused", async () => {
    const { table, settlement } = await aSettlement();
    const page = await readEntries(table, aMerchantId, settlement, { limit: 5, cursor: "bm90aGluZw" });
    expect(page).toMatchObject({ ok: false, error: { kind: "bad_cursor" } });
  });
});

describe.each(["en", "zh"] as const)("the workbook to work through (%s)", (language) => {
  it("closes the lines that were marked when it comes back, and twice is once", async () => {
    const { table, upload, settlement } = await aSettlement();
    const { lines } = await allLines(table, settlement, 10_000);
    const answers = lines.map((each) => entryView(each, settlement.currency)) as unknown as SettlementLineAnswer[];
    const view = settlementView(settlement) as unknown as SettlementAnswer;
    const marked = answers.map((each) =>
      each.line === "A1" || each.orderNo === "1003" ? { ...each, closing: { note: `seen ${each.line}` } } : each,
    );
    const job = await upload("settlement-work", "w.xlsx", writeWorkbook([settlementWorkbook(view, marked, language)]));
    expect(job).toMatchObject({
      state: "applied",
      applied: 3,
      unchanged: lines.length - 3,
      failed: 0,
      unusedColumns: [],
    });

    const after = (await allLines(table, settlement, 10_000)).lines.filter(({ closing }) => closing !== null);
    expect(after.map(({ line, closing }) => [line, closing?.note]).toSorted()).toEqual(
      ["1003~F3", "1003~S3", "A1"].map((line) => [line, `seen ${line}`]),
    );
    const again = await upload(
      "settlement-work",
      "again.xlsx",
      writeWorkbook([settlementWorkbook(view, marked, language)]),
    );
    expect(again.state).toBe("duplicate");

    const opened = await closeEntry(table, aMerchantId, settlement, "A1", null);
    expect(opened).toMatchObject({ ok: true, value: { isChanged: true, entry: { closing: null } } });
  });
});

describe("a line that the settlement does not have", () => {
  it("is not closed, and the row says so", async () => {
    const { table, upload, settlement } = await aSettlement();
    const body = `settlement,line,close,note\n${settlement.id},1003~X,yes,x\nstl_other,A1,yes,x\n${settlement.id},A1,yes,\n`;
    expect(await upload("settlement-work", "w.csv", body)).toMatchObject({ applied: 0, failed: 3 });
    const closing = { note: "x", by: "me", at: now.toISOString() };
    expect(await closeEntry(table, aMerchantId, settlement, "none", closing)).toMatchObject({ ok: false });
  });
});
