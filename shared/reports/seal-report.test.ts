import { read, utils } from "@e965/xlsx";
import { describe, expect, it } from "vitest";
import {
  aConnectionId,
  aHeader,
  aMerchant,
  aMerchantId,
  anIncomingOrder,
  aRefund,
  aStatus,
} from "../../tests/support/builders.ts";
import { type Crash, CrashError, crashing } from "../../tests/support/crashing.ts";
import { memoryObjects, memoryQueue } from "../../tests/support/memory-ports.ts";
import { setOnHand } from "../inventory/set-on-hand.ts";
import { sku, warehouseCode } from "../kernel/ids.ts";
import { msOf } from "../kernel/time.ts";
import type { IncomingOrder } from "../orders/facts.ts";
import { makeUpsertOrder } from "../orders/upsert-order.ts";
import { type MerchantSettings, readMerchantSettings, toMerchantItem } from "../settings/merchant-settings.ts";
import { makeMemoryTable } from "../table/table.memory.ts";
import { mainReports } from "./all-reports.ts";
import { makeCloseDay } from "./close-day.ts";
import { openNewestFacts } from "./facts/sealed-facts.ts";
import { type Manifest, sha256 } from "./render-report.ts";
import type { ReportName } from "./report.ts";
import { makeSealDay, type SealDayAnswer } from "./seal-day.ts";
import { readSeals } from "./seal-store.ts";

const day = "2026-11-21";
const nextNight = new Date("2026-11-21T16:20:00.000Z");

type World = {
  readonly table: ReturnType<typeof makeMemoryTable>;
  readonly files: ReturnType<typeof memoryObjects>;
  merchant: MerchantSettings;
};

async function aWorld(): Promise<World> {
  const world: World = { table: makeMemoryTable(), files: memoryObjects(), merchant: aMerchant() };
  await world.table.put(toMerchantItem(world.merchant));
  return world;
}

async function receive(world: World, incoming: IncomingOrder, at = "2026-11-21T07:00:00.000Z"): Promise<void> {
  const upsert = makeUpsertOrder({
    table: world.table,
    now: () => new Date(at),
    readMerchant: async (merchant) => readMerchantSettings(world.table, merchant),
    pause: async () => undefined,
  });
  await upsert({ merchantId: aMerchantId, connectionId: aConnectionId, channel: "shopify", incoming }, () => []);
}

async function close(world: World, now = nextNight): Promise<readonly string[]> {
  const sealQueue = memoryQueue();
  await makeCloseDay({ table: world.table, sealQueue, now: () => now })(aMerchantId);
  world.merchant = (await readMerchantSettings(world.table, aMerchantId)) ?? world.merchant;
  return sealQueue.sent.map((message) => (JSON.parse(message.body) as { day: string }).day);
}

async function seal(
  world: World,
  of: string = day,
  crash: Crash | null = null,
): Promise<{ answer: SealDayAnswer; calls: number }> {
  const { wrap, calls } = crashing(crash);
  const sealDay = makeSealDay({
    table: wrap(world.table),
    exports: wrap(world.files),
    now: () => nextNight,
    reports: mainReports,
  });
  return { answer: await sealDay(world.merchant, of), calls: calls() };
}

function textOf(world: World, key: string): string {
  return new TextDecoder().decode(world.files.objects.get(key)?.body);
}

function manifestOf(world: World, version = 1, report: ReportName = "sales"): Manifest {
  return JSON.parse(textOf(world, `demo/${report}/date=${day}/v${version}/manifest.json`)) as Manifest;
}

const order = (id: string, over: Partial<IncomingOrder> = {}): IncomingOrder =>
  anIncomingOrder({ channelOrderId: id, ...over });
const cancelled = (id: string, at: string): IncomingOrder =>
  order(id, { clock: { at: msOf(at), tie: "z" }, status: aStatus({ cancelledAt: at, cancelReason: "buyer" }) });

describe("sealing a business day", () => {
  it("exports sales, voids and refunds that tie out, as CSV and a workbook another program opens", async () => {
    const world = await aWorld();
    await receive(world, order("1"));
    await receive(world, order("2", { header: aHeader({ currency: "JPY", channelOrderNo: "#2" }) }));
    await receive(world, order("3"));
    await receive(world, cancelled("3", "2026-11-21T06:40:00.000Z"));
    await receive(world, order("1", { refunds: [aRefund({ amountMinor: 500, at: "2026-11-21T07:00:00.000Z" })] }));
    await receive(
      world,
      order("4", { header: aHeader({ placedAt: "2026-11-21T16:00:00.000Z", channelOrderNo: "#4" }) }),
    );
    await close(world);

    const { answer } = await seal(world);

    expect(answer).toMatchObject({ kind: "done", sealed: ["sales", "order-lines", "stock"] });
    const manifest = manifestOf(world);
    expect(manifest).toMatchObject({
      rows: 4,
      window: {
        startsAt: "2026-11-20T16:00:00.000Z",
        endsAt: "2026-11-21T16:00:00.000Z",
        startsAtLocal: "2026-11-21T00:00:00+08:00",
        endsAtLocal: "2026-11-22T00:00:00+08:00",
      },
      sums: {
        CNY: { entries: 3, sales: "200.00", refunds: "-5.00", cancellations: "0.00", net: "195.00" },
        JPY: { entries: 1, sales: "20000", net: "20000" },
      },
    });
    for (const file of manifest.files) {
      expect(sha256(world.files.objects.get(`demo/sales/date=${day}/v1/${file.name}`)?.body ?? "")).toBe(file.sha256);
    }
    const book = read(world.files.objects.get(`demo/sales/date=${day}/v1/sales-${day}.xlsx`)?.body, { type: "array" });
    const rows = utils.sheet_to_json<Record<string, unknown>>(book.Sheets[book.SheetNames[0] ?? ""] ?? {});
    expect(rows.map((row) => [row["类型"], row["币种"], row["总额"]])).toEqual(
      expect.arrayContaining([
        ["sale", "CNY", 200],
        ["sale", "JPY", 20_000],
        ["void", "CNY", 0],
        ["refund", "CNY", -5],
      ]),
    );
    const summary = utils.sheet_to_json<Record<string, unknown>>(book.Sheets["汇总"] ?? {});
    expect(summary.map((row) => [row["项目"], row["内容"], row["金额"]])).toEqual(
      expect.arrayContaining([
        ["报表", "销售明细 (sales)", undefined],
        ["营业日", day, undefined],
        ["净额 CNY", "CNY", 195],
        ["列: 总额", "total", undefined],
      ]),
    );
    expect(textOf(world, `demo/sales/date=${day}/v1/sales-${day}.csv`)).toMatch(/^entry_id,kind,/);
    expect(JSON.parse(textOf(world, `demo/sales/date=${day}/latest.json`))).toMatchObject({ version: 1 });
  });

  it("exports an empty day as headings and zero rows", async () => {
    const world = await aWorld();
    await close(world);

    expect((await seal(world)).answer.kind).toBe("done");
    expect(manifestOf(world)).toMatchObject({ rows: 0, sums: {} });
  });

  it("books what comes after closing to the next day, under its original day", async () => {
    const world = await aWorld();
    await receive(world, order("1"));
    await close(world);
    await receive(world, order("late"), "2026-11-21T16:30:00.000Z");
    await receive(world, cancelled("1", "2026-11-21T15:00:00.000Z"), "2026-11-21T16:30:00.000Z");

    await seal(world);

    expect(manifestOf(world).sums).toMatchObject({ CNY: { entries: 1, sales: "200.00", net: "200.00" } });
    await close(world, new Date("2026-11-22T16:20:00.000Z"));
    await seal(world, "2026-11-22");
    const rows = textOf(world, "demo/sales/date=2026-11-22/v1/sales-2026-11-22.csv").split("\r\n").slice(1, 3);
    expect(rows.map((row) => row.split(",").slice(1, 4)).sort()).toEqual([
      ["cancellation", "2026-11-22", "2026-11-21"],
      ["sale", "2026-11-22", "2026-11-21"],
    ]);
  });

  it("changes nothing when it runs again, and restates the day when an entry was missing", async () => {
    const world = await aWorld();
    await receive(world, order("1"));
    const stale = { ...world.merchant };
    await close(world);
    const first = await seal(world);
    const bytes = new Map([...world.files.objects].map(([key, object]) => [key, object.etag]));

    expect((await seal(world)).answer).toEqual({ kind: "done", version: 1, sealed: [] });
    expect(new Map([...world.files.objects].map(([key, object]) => [key, object.etag]))).toEqual(bytes);

    // A worker that was frozen since before the closing writes after all.
    const upsert = makeUpsertOrder({
      table: world.table,
      now: () => nextNight,
      readMerchant: async () => stale,
      pause: async () => undefined,
    });
    await upsert(
      { merchantId: aMerchantId, connectionId: aConnectionId, channel: "shopify", incoming: order("frozen") },
      () => [],
    );
    const { answer } = await seal(world);

    expect(first.answer.kind).toBe("done");
    expect(answer).toEqual({ kind: "done", version: 2, sealed: ["sales", "order-lines"] });
    expect((await readSeals(world.table, aMerchantId, day, "sales")).at(-1)?.note).toBe("restates v1: 1 rows more");
    const diff = textOf(world, `demo/facts/date=${day}/v2/diff.csv`).trim().split("\r\n").slice(1);
    expect(diff.map((row) => row.split(":")[0])).toEqual(["added,entries,sale", "added,payments,payment"]);
    expect((await readSeals(world.table, aMerchantId, day, "facts")).at(-1)?.note).toBe(
      "restates v1: 2 bookings came late",
    );
    const [one, two] = [1, 2].map((version) =>
      textOf(world, `demo/sales/date=${day}/v${version}/sales-${day}.csv`).trim().split("\r\n"),
    );
    expect(two?.slice(0, one?.length)).toEqual(one);
    expect(manifestOf(world, 2).sums).toMatchObject({ CNY: { entries: 2, net: "400.00" } });
    expect(JSON.parse(textOf(world, `demo/sales/date=${day}/latest.json`))).toMatchObject({ version: 2 });
    expect(manifestOf(world, 1).sums).toMatchObject({ CNY: { entries: 1 } });
  });

  it("ends with the same files wherever the worker dies", async () => {
    const whole = await aWorld();
    await receive(whole, order("1"));
    await close(whole);
    const { calls } = await seal(whole);
    const filesOf = (world: World): unknown => [...world.files.objects].map(([key, { etag }]) => [key, etag]).sort();
    const expected = filesOf(whole);

    for (let call = 1; call <= calls; call += 1) {
      for (const when of ["before", "after"] as const) {
        const world = await aWorld();
        await receive(world, order("1"));
        await close(world);
        await expect(seal(world, day, { call, when })).rejects.toThrow(CrashError);
        await seal(world);
        expect(filesOf(world)).toEqual(expected);
        expect(
          (await readSeals(world.table, aMerchantId)).map(({ report, state, version }) => [report, state, version]),
        ).toEqual([
          ["facts", "sealed", 1],
          ["order-lines", "sealed", 1],
          ["sales", "sealed", 1],
          ["stock", "sealed", 1],
        ]);
      }
    }
  }, 60_000);

  it("publishes nothing when the sums do not agree, and says which", async () => {
    const world = await aWorld();
    const broken = order("1");
    await receive(world, {
      ...broken,
      lines: (broken.lines ?? []).map((line) => ({ ...line, quantity: line.quantity + 1 })),
    });
    await close(world);

    const { answer } = await seal(world);

    const name = (await readSeals(world.table, aMerchantId, day, "facts"))[0]?.note ?? "";
    expect(answer).toMatchObject({
      kind: "failed_tie_out",
      reports: ["facts"],
      broken: [{ check: "lines = items of the order", expected: 20_000, found: 30_000 }],
    });
    expect([...world.files.objects.keys()].filter((key) => !key.endsWith(".jsonl.gz"))).toEqual([]);
    expect(name).toMatch(/sale:ord_\w+ \(lines = items of the order: 20000 ≠ 30000\)/);
  });

  it("shows the stock of every sku and warehouse", async () => {
    const world = await aWorld();
    for (const warehouse of ["SHA", "CAN"]) {
      await setOnHand(
        world.table,
        {
          merchantId: aMerchantId,
          sku: sku("TEA-1"),
          warehouse: warehouseCode(warehouse),
          onHand: 5,
          lowStockThreshold: 9,
          countKey: "k",
        },
        "2026-11-21T06:00:00.000Z",
      );
    }
    await close(world);
    await seal(world);

    expect(textOf(world, `demo/stock/date=${day}/v1/stock-${day}.csv`)).toContain(
      "stock:TEA-1:CAN,TEA-1,CAN,5,0,5,0,0,0,0,9,yes,",
    );
    expect(manifestOf(world, 1, "stock").rows).toBe(2);
  });
});

describe("closing", () => {
  it("seals the days just closed, looks at sealed ones again, catches up after an outage, never reopens", async () => {
    const world = await aWorld();
    expect(await close(world)).toEqual(["2026-11-21"]);
    expect(await close(world), "not sealed yet, so asked for again").toEqual(["2026-11-21"]);
    await seal(world);
    expect(await close(world, new Date("2026-11-22T16:20:00.000Z"))).toEqual(["2026-11-21", "2026-11-22"]);
    expect(await close(world, new Date("2026-11-26T16:20:00.000Z"))).toEqual([
      "2026-11-23",
      "2026-11-24",
      "2026-11-25",
      "2026-11-26",
    ]);
    await close(world, nextNight);
    expect(world.merchant.closedThrough).toBe("2026-11-26");
  });

  it("at first takes in every earlier day that orders were booked to, so that none goes unreported", async () => {
    const world = await aWorld();
    const placed = (id: string, placedAt: string): IncomingOrder => order(id, { header: aHeader({ placedAt }) });
    await receive(world, placed("1", "2026-11-02T07:00:00.000Z"));
    await receive(world, placed("2", "2025-01-02T07:00:00.000Z"));
    await receive(world, placed("3", "2026-11-21T06:00:00.000Z"));

    const days = await close(world);

    expect(days).toEqual(["2026-10-22", "2026-11-02", "2026-11-21"]);
    for (const each of days) await seal(world, each);
    const sealed = await Promise.all(days.map((each) => openNewestFacts(world.files, aMerchantId, each)));
    expect(sealed.map((facts) => facts?.manifest.rows.entries)).toEqual([1, 1, 1]);
  });

  it("asks for every day after an outage also when it dies on the way and is fired again", async () => {
    const late = new Date("2026-11-30T16:20:00.000Z");
    for (let call = 1; call <= 4; call += 1) {
      for (const when of ["before", "after"] as const) {
        const world = await aWorld();
        await close(world);
        const queue = memoryQueue();
        const { wrap } = crashing({ call, when });
        const ports = { table: wrap(world.table), sealQueue: wrap(queue), now: () => late };
        await makeCloseDay(ports)(aMerchantId).catch((error: unknown) => expect(error).toBeInstanceOf(CrashError));
        await makeCloseDay({ ...ports, table: world.table, sealQueue: queue })(aMerchantId);

        const asked = new Set(queue.sent.map(({ body }) => (JSON.parse(body) as { day: string }).day));
        expect(asked.size, `${when} call ${call}`).toBeGreaterThanOrEqual(9);
      }
    }
  });
});
