import { read, utils } from "@e965/xlsx";
import { describe, expect, it, vi } from "vitest";
import { aMerchant, aMerchantId } from "../../tests/support/builders.ts";
import { type Crash, CrashError, crashing } from "../../tests/support/crashing.ts";
import { makeImporter } from "../../tests/support/importer.ts";
import { memoryObjects } from "../../tests/support/memory-ports.ts";
import { readStock } from "../inventory/stock-store.ts";
import { connectionId, orderIdOf, sku } from "../kernel/ids.ts";
import { readOrder } from "../orders/order-store.ts";
import { streamLimits } from "../sheets/rows.ts";
import type { Sheet } from "../sheets/sheet.ts";
import { writeCsv } from "../sheets/write-csv.ts";
import { writeWorkbook } from "../sheets/write-workbook.ts";
import { makeMemoryTable } from "../table/table.memory.ts";
import type { ImportAnswer } from "./import-deps.ts";
import type { ImportJob } from "./import-job.ts";
import { MOST_ALIKE } from "./split-rows.ts";

const now = new Date("2026-11-21T08:00:00.000Z");
const merchant = aMerchant({ locale: "en" });

type World = { readonly table: ReturnType<typeof makeMemoryTable>; readonly files: ReturnType<typeof memoryObjects> };

function aWorld(): World {
  return { table: makeMemoryTable({ now: () => now.getTime() }), files: memoryObjects() };
}

async function upload(
  world: World,
  key: string,
  body: Uint8Array | string,
  crash: Crash | null = null,
  at = now.toISOString(),
): Promise<{ answer: ImportAnswer; calls: number }> {
  await world.files.put(key, body, { contentType: "application/octet-stream" });
  const { wrap, calls } = crashing(crash);
  const table = wrap(world.table);
  const { run } = makeImporter({ table, files: wrap(world.files), now: () => now, merchant });
  const etag = (await world.files.get(key))?.etag ?? "";
  const answer = await run({ key, version: `${etag}${at}`, etag, bytes: body.length, at });
  return { answer, calls: calls() };
}

async function imported(world: World, key: string, body: Uint8Array | string): Promise<ImportJob> {
  const { answer } = await upload(world, key, body);
  if (answer.kind !== "finished") throw new Error(`the import is ${answer.kind}`);
  return answer.job;
}

function book(headings: readonly string[], rows: readonly (readonly (string | number)[])[], name = "Sheet1"): Sheet {
  return { name, columns: headings.map((heading) => ({ name: heading, kind: "text" })), rows };
}

async function receiptRows(world: World, job: ImportJob): Promise<string[][]> {
  const stored = await world.files.get(job.receiptKey);
  const sheets = read(stored?.body, { type: "array", raw: true });
  return utils.sheet_to_json<string[]>(sheets.Sheets[sheets.SheetNames[0] ?? ""] ?? {}, {
    header: 1,
    raw: false,
    defval: "",
  });
}

const stockHeadings = ["商家编码", "仓库", "库存数量", "预警值"];

describe("importing stock", () => {
  it("applies the good rows, names every bad one in the receipt, and nothing is lost", async () => {
    const world = aWorld();
    const sheet = book(stockHeadings, [
      ["TEA-1", "SHA", "120", "20"],
      ["TEA-2", "XXX", "5", ""],
      ["TEA-3", "SHA", "-4", ""],
      ["TEA-1", "SHA", "7", ""],
      ["", "CAN", "many", ""],
      ["TEA-4", "CAN", "1,200", ""],
    ]);

    const job = await imported(world, "demo/stock/count.xlsx", writeWorkbook([sheet]));

    expect(job).toMatchObject({ state: "applied_with_errors", rows: 6, applied: 2, unchanged: 0, failed: 4 });
    expect((await receiptRows(world, job)).map((row) => [row[0], row[4], row[5]])).toEqual([
      ["商家编码", "status", "reason code"],
      ["TEA-1", "applied", ""],
      ["TEA-2", "FAILED", "warehouse: unknown_warehouse"],
      ["TEA-3", "FAILED", "on_hand: negative_count"],
      ["TEA-1", "FAILED", "repeated_row"],
      ["", "FAILED", "sku: required; on_hand: not_a_count"],
      ["TEA-4", "applied", "on_hand: thousands"],
    ]);
    expect(await readStock(world.table, aMerchantId, sku("TEA-1"))).toMatchObject([
      { onHand: 120, lowStockThreshold: 20 },
    ]);
    expect(await readStock(world.table, aMerchantId, sku("TEA-4"))).toMatchObject([{ onHand: 1200 }]);
  });

  it("refuses codes that no key can hold, row by row", async () => {
    const world = aWorld();
    const rows = [
      ["S".repeat(3_000), "SHA", "3"],
      ["茶".repeat(100), "SHA", "4"],
    ];

    const job = await imported(world, "demo/stock/long.csv", writeCsv(book(["sku", "warehouse", "on_hand"], rows)));

    expect(job).toMatchObject({ state: "applied_with_errors", applied: 1, failed: 1 });
  });

  it("refuses a file that is too large without reading it, with a receipt", async () => {
    const world = aWorld();
    const getRange = vi.fn(world.files.getRange);
    const body = new Uint8Array(streamLimits.fileBytes + 1);

    const { answer } = await upload({ ...world, files: { ...world.files, getRange } }, "demo/stock/huge.xlsx", body);

    expect(answer).toMatchObject({
      kind: "finished",
      job: { state: "rejected", reason: expect.stringContaining("Split it") },
    });
    expect(getRange).not.toHaveBeenCalled();
    if (answer.kind === "finished") expect(world.files.objects.has(answer.job.receiptKey)).toBe(true);
  });

  it("says that the same content was applied before, and changes nothing", async () => {
    const world = aWorld();
    const body = writeCsv(book(["sku", "warehouse", "on_hand"], [["A", "SHA", "3"]]));
    await imported(world, "demo/stock/a.csv", body);

    const job = await imported(world, "demo/stock/again.csv", body);

    expect(job).toMatchObject({ state: "duplicate", rows: 1, unchanged: 1, applied: 0 });
    expect(job.reason).toContain("a.csv");
  });
});

const orderHeadings = [
  "订单号",
  "下单时间",
  "商家编码",
  "数量",
  "单价",
  "运费",
  "收货人",
  "省份",
  "城市",
  "收货地址",
  "手机",
];
const anOrder = (no: string, over: Partial<Record<number, string>> = {}): string[] =>
  [no, "2026-11-21 09:30", "TEA-1", "2", "19.90", "8", "张三", "上海市", "上海市", "示例路 1 号", "555-0100"].map(
    (text, at) => over[at] ?? text,
  );

describe("the same count on another day", () => {
  it("is a new count, for goods have moved since", async () => {
    const world = aWorld();
    const body = writeCsv(book(["sku", "warehouse", "on_hand"], [["A", "SHA", "3"]]));
    await imported(world, "demo/stock/a.csv", body);
    await imported(world, "demo/stock/b.csv", writeCsv(book(["sku", "warehouse", "on_hand"], [["A", "SHA", "1"]])));

    const { answer } = await upload(world, "demo/stock/tomorrow.csv", body, null, "2026-11-22T08:00:00.000Z");

    expect(answer).toMatchObject({ kind: "finished", job: { state: "applied", applied: 1 } });
    expect(await readStock(world.table, aMerchantId, sku("A"))).toMatchObject([{ onHand: 3 }]);
  });
});

describe("importing orders", () => {
  it("joins the rows of an order and refuses an order of which one row is wrong as a whole", async () => {
    const world = aWorld();
    const sheet = book(orderHeadings, [
      anOrder("2891234567890123456"),
      anOrder("2891234567890123456", { 2: "TEA-2", 3: "1" }),
      anOrder("B-2"),
      anOrder("B-2", { 4: "free" }),
      anOrder("C-3", { 1: "03/04/2026" }),
    ]);

    const job = await imported(world, "demo/orders/day.xlsx", writeWorkbook([sheet]));

    expect(job).toMatchObject({ rows: 5, applied: 2, failed: 3 });
    expect((await receiptRows(world, job)).slice(1).map((row) => row[12])).toEqual([
      "",
      "",
      "order_has_bad_row",
      "unit_price: not_an_amount",
      "placed_at: ambiguous_date",
    ]);
    const stored = await readOrder(
      world.table,
      aMerchantId,
      orderIdOf(connectionId("sheet-demo"), "2891234567890123456"),
    );
    expect(stored?.order).toMatchObject({
      status: "approved",
      header: { facts: { amounts: { totalMinor: 6770, shippingMinor: 800 }, placedAt: "2026-11-21T01:30:00.000Z" } },
      booking: { day: "2026-11-21", totalMinor: 6770 },
    });
    expect(stored?.order.lines?.facts).toHaveLength(2);
  });

  it("refuses an order number that the spreadsheet has damaged instead of guessing it", async () => {
    const world = aWorld();
    const job = await imported(world, "demo/orders/e.csv", writeCsv(book(orderHeadings, [anOrder("2.89123E+18")])));

    expect((await receiptRows(world, job))[1]?.slice(-3, -1)).toEqual([
      "order_no: id_as_number",
      expect.stringContaining("Format the column as text"),
    ]);
  });

  it("ends with the same orders, receipt and figures wherever the worker dies", async () => {
    const body = writeWorkbook([
      book(orderHeadings, [anOrder("A-1"), anOrder("A-1", { 2: "TEA-2" }), anOrder("B-1"), anOrder("C-1", { 3: "x" })]),
    ]);
    const whole = aWorld();
    const { answer, calls } = await upload(whole, "demo/orders/x.xlsx", body);
    const expected = JSON.stringify([answer, [...whole.files.objects.keys()], await stateOf(whole)]);

    for (let call = 1; call <= calls; call += 1) {
      for (const when of ["before", "after"] as const) {
        const world = aWorld();
        await expect(upload(world, "demo/orders/x.xlsx", body, { call, when })).rejects.toThrow(CrashError);
        await upload(world, "demo/orders/x.xlsx", body);
        const again = (await upload(whole, "demo/orders/x.xlsx", body)).answer;
        expect(again).toEqual({ kind: "skipped", why: "finished before" });
        expect(JSON.stringify([answer, [...world.files.objects.keys()], await stateOf(world)])).toBe(expected);
      }
    }
  });
});

/** Orders and the receipt's text: what a merchant would see. */
async function stateOf(world: World): Promise<unknown> {
  const orders = await Promise.all(
    ["A-1", "B-1", "C-1"].map((no) => readOrder(world.table, aMerchantId, orderIdOf(connectionId("sheet-demo"), no))),
  );
  const receipt = [...world.files.objects].filter(([key]) => key.includes("/receipts/")).map(([, { etag }]) => etag);
  return [orders.map((stored) => stored?.order), receipt];
}

describe("a file that cannot be used", () => {
  const password = new Uint8Array([
    0xd0,
    0xcf,
    0x11,
    0xe0,
    ...new Array(100).fill(0),
    ...Buffer.from("EncryptedPackage", "utf16le"),
  ]);
  it.each([
    ["is not a workbook", new Uint8Array([0x25, 0x50, 0x44, 0x46, 1]), "looks like a PDF"],
    ["is protected by a password", password, "protected by a password"],
    ["has no rows", writeWorkbook([{ name: "Sheet1", columns: [], rows: [] }]), "no rows"],
    ["lacks a column", writeCsv(book(["sku", "on_hand"], [["A", "1"]])), "column warehouse is missing"],
    [
      "names a column twice",
      writeCsv(book(["sku", "SKU", "warehouse", "on_hand"], [["A", "A", "SHA", "1"]])),
      "Two columns mean sku",
    ],
    ["is empty", "", "0 bytes"],
  ])("gets a receipt that says what to do when it %s", async (_, body, text) => {
    const world = aWorld();

    const job = await imported(world, "demo/stock/bad.xlsx", body);

    expect(job).toMatchObject({ state: "rejected", rows: 0, failed: 0 });
    expect(job.reason).toContain(text);
    expect((await receiptRows(world, job)).flat()).toContain(job.reason);
  });

  it("gets one when more rows are about the same thing than a worker can hold", async () => {
    const world = aWorld();
    const body = `sku,warehouse,on_hand\n${"A,SHA,1\n".repeat(MOST_ALIKE + 1)}`;

    const job = await imported(world, "demo/stock/same.csv", body);

    expect(job).toMatchObject({ state: "rejected", applied: 0, failed: 0 });
    expect(job.reason).toContain("about the same thing (they agree in sku)");
  });

  it("is left alone outside the folders of imports, as receipts are", async () => {
    const world = aWorld();
    expect((await upload(world, "demo/receipts/imp_1/a.xlsx", "x")).answer).toMatchObject({ kind: "skipped" });
    expect((await upload(world, "demo/other/a.xlsx", "x")).answer).toMatchObject({ kind: "skipped" });
  });
});
