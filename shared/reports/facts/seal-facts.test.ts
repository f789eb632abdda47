import { describe, expect, it } from "vitest";
import { aHeader, aMerchant, aMerchantId, anIncomingOrder } from "../../../tests/support/builders.ts";
import { memoryObjects } from "../../../tests/support/memory-ports.ts";
import { saveRate } from "../../fx/rate-store.ts";
import { toPageItem } from "../../inventory/ledger-store.ts";
import { writeProposal } from "../../inventory/reorder/proposal-store.ts";
import { setOnHand } from "../../inventory/set-on-hand.ts";
import { connectionId, sku, warehouseCode } from "../../kernel/ids.ts";
import { makeUpsertOrder } from "../../orders/upsert-order.ts";
import { toMerchantItem } from "../../settings/merchant-settings.ts";
import { makeMemoryTable } from "../../table/table.memory.ts";
import type { FactKind, Facts } from "./fact.ts";
import { type NewFee, saveFees } from "./fee-store.ts";
import { makeSealFacts } from "./seal-facts.ts";
import { openNewestFacts, type SealedFacts } from "./sealed-facts.ts";

const day = "2026-11-21";
const night = "2026-11-21T16:30:00.000Z";
const closed = aMerchant({ closedThrough: day });
const rate = { from: "USD", to: "CNY", day: "2026-11-20", rate: "7.1234", source: "PBOC" };
const saved = { at: night, by: "finance" };

async function aWorld() {
  const [table, files] = [makeMemoryTable(), memoryObjects()];
  await table.put(toMerchantItem(aMerchant()));
  const receive = async (channelOrderId: string, currency: string): Promise<void> => {
    const readMerchant = async () => aMerchant();
    const upsert = makeUpsertOrder({ table, readMerchant, now: () => new Date(night), pause: async () => undefined });
    const incoming = anIncomingOrder({ channelOrderId, header: aHeader({ currency }) });
    const shop = { merchantId: aMerchantId, connectionId: connectionId("shopify-demo"), channel: "shopify" };
    await upsert({ ...shop, incoming }, () => []);
  };
  const sealFacts = makeSealFacts({ table, exports: files, now: () => new Date(night), batchesPerCheckpoint: 1 });
  const seal = (of = day, stamps = false, hasTime = () => true) => sealFacts(closed, of, { stamps, hasTime });
  const newest = async (of = day): Promise<SealedFacts> => {
    const facts = await openNewestFacts(files, aMerchantId, of);
    if (facts === null) throw new Error(`${of} is not sealed`);
    return facts;
  };
  return { table, files, receive, seal, newest };
}

async function all<Kind extends FactKind>(facts: SealedFacts, kind: Kind): Promise<readonly Facts[Kind][]> {
  const found: Facts[Kind][] = [];
  for await (const batch of facts.read(kind)) found.push(...batch);
  return found;
}

describe("amounts in another currency", () => {
  it("are stamped once with rate, day and source, line by line to the minor unit", async () => {
    const world = await aWorld();
    await saveRate(world.table, aMerchantId, rate, saved);
    await world.receive("1", "USD");
    await world.seal();

    const facts = await world.newest();
    expect(await all(facts, "entries")).toMatchObject([
      { currency: "USD", totalMinor: 20_000, reportingMinor: 142_468 },
    ]);
    expect(await all(facts, "lines")).toMatchObject([{ reportingMinor: 142_468, rateId: "USD>CNY 2026-11-20 7.1234" }]);
    expect(facts.manifest.rates).toEqual({ "USD>CNY 2026-11-20 7.1234": rate });
    expect(await all(facts, "exceptions")).toEqual([]);
  });

  it("without a rate are an exception, never 1 to 1; stated later, the day is restated and says what changed", async () => {
    const world = await aWorld();
    await world.receive("1", "USD");
    await world.receive("2", "CNY");
    await world.seal();
    const before = await world.newest();
    expect((await all(before, "entries")).map((entry) => [entry.currency, entry.reportingMinor])).toEqual(
      expect.arrayContaining([
        ["USD", null],
        ["CNY", 20_000],
      ]),
    );
    expect(await all(before, "exceptions")).toMatchObject([{ kind: "missing_rate", subject: "USD", originalDay: day }]);
    expect((await world.seal(day, true)).kind).toBe("unchanged");

    await saveRate(world.table, aMerchantId, rate, saved);
    expect((await world.seal()).kind, "the nightly look changes no amount").toBe("unchanged");
    expect((await world.seal(day, true)).kind).toBe("sealed");

    const after = await world.newest();
    expect(after.manifest).toMatchObject({ version: 2, restates: { version: 1, added: 0, converted: 2 } });
    expect((await all(after, "entries")).every((entry) => entry.reportingMinor !== null)).toBe(true);
    expect(await all(after, "exceptions")).toEqual([]);
    expect(after.manifest.rows.exceptions).toBe(0);
    const diff = new TextDecoder().decode(world.files.objects.get(`demo/facts/date=${day}/v2/diff.csv`)?.body);
    expect(diff).toMatch(/converted,entries,sale:ord_\w+,2026-11-21,2026-11-21,ord_\w+,USD,200.00,142468/);
    await saveRate(world.table, aMerchantId, { ...rate, rate: "8" }, saved);
    expect((await world.seal(day, true)).kind, "what is stamped stays").toBe("unchanged");
  });
});

describe("fees", () => {
  const fee: NewFee = {
    at: "2026-11-21T05:00:00.000Z",
    channel: "amazon",
    shop: "amazon-us",
    orderId: "",
    orderNo: "",
    sku: "",
    feeKind: "advertising",
    settlementId: "S1",
    lineId: "7",
    note: "",
    currency: "CNY",
    amountMinor: -1_250,
  };

  it("are booked once, to the day of posting or the first open one", async () => {
    const world = await aWorld();
    const open = aMerchant();
    expect(await saveFees(world.table, aMerchantId, [fee, { ...fee, lineId: "8" }], open, night)).toBe(2);
    expect(await saveFees(world.table, aMerchantId, [fee], closed, night)).toBe(0);
    expect(await saveFees(world.table, aMerchantId, [{ ...fee, lineId: "9" }], closed, night)).toBe(1);
    await world.seal();
    await world.seal("2026-11-22");

    expect((await all(await world.newest(), "fees")).map(({ id }) => id)).toEqual([
      "fee:amazon-us:S1:7",
      "fee:amazon-us:S1:8",
    ]);
    expect(await all(await world.newest("2026-11-22"), "fees")).toMatchObject([
      { id: "fee:amazon-us:S1:9", day: "2026-11-22", originalDay: day },
    ]);
  });
});

describe("stock", () => {
  it("stands as it was when the day ended, and yesterday's plus the movements is today's", async () => {
    const world = await aWorld();
    const place = { merchantId: aMerchantId, sku: sku("TEA"), warehouse: warehouseCode("SHA") };
    const numbers = { allocated: 0, damaged: 0, onHold: 0, incoming: 0 };
    const line = (version: number, at: string, quantity: number, onHand: number) =>
      ({ version, at, kind: "received", quantity, cause: `c${version}`, after: { ...numbers, onHand } }) as const;
    await world.table.put(
      toPageItem(place, [
        line(1, "2026-11-20T05:00:00.000Z", 5, 5),
        line(2, "2026-11-21T05:00:00.000Z", 3, 8),
        line(3, "2026-11-21T16:10:00.000Z", 9, 17),
      ]),
    );
    for (const [count, at] of [
      [5, "2026-11-20T05:00:00.000Z"],
      [8, "2026-11-21T05:00:00.000Z"],
      [17, "2026-11-21T16:10:00.000Z"],
    ] as const)
      await setOnHand(world.table, { ...place, onHand: count, countKey: at }, at);
    for (const each of ["2026-11-20", day, "2026-11-22"]) await world.seal(each);

    const days = await Promise.all(["2026-11-20", day, "2026-11-22"].map((each) => world.newest(each)));
    const stock = await Promise.all(
      days.map(async (facts) => (await all(facts, "stock")).map(({ onHand, version }) => [onHand, version])),
    );
    expect(stock).toEqual([[[5, 1]], [[8, 2]], [[17, 3]]]);
    const moved = await Promise.all(
      days.map(async (facts) =>
        (await all(facts, "movements")).map(({ onHandChange, cause }) => [onHandChange, cause]),
      ),
    );
    expect(moved).toEqual([[[5, "c1"]], [[3, "c2"]], [[9, "c3"]]]);
  });
});

describe("a worker without time", () => {
  it("ends with the same files as one that had time", async () => {
    const [quick, slow] = [await aWorld(), await aWorld()];
    for (const world of [quick, slow]) for (let id = 0; id < 230; id += 1) await world.receive(String(id), "CNY");
    await quick.seal();
    const answers = [];
    while (answers.length < 9 && answers.at(-1) !== "sealed")
      answers.push((await slow.seal(day, false, () => false)).kind);

    expect(answers).toEqual(["paused", "paused", "paused", "sealed"]);
    const filesOf = ({ files }: typeof quick) => [...files.objects].map(([key, { etag }]) => [key, etag]).sort();
    expect(filesOf(slow)).toEqual(filesOf(quick));
  });
});

describe("proposed purchases", () => {
  it("are those that were open when the day ended, whatever became of them since", async () => {
    const world = await aWorld();
    const propose = (name: string, proposedAt: string, settledAt: string | null) => {
      const terms = {
        ...{ title: name, supplier: null, packSize: 12, leadTimeDays: 7, quantity: 24 },
        costMinor: null,
      };
      const figures = { position: 3, reorderPoint: 9, unitsPerDay: 1.666, stockOutAt: null, isLate: true };
      const state = settledAt === null ? ("open" as const) : ("settled" as const);
      const head = { merchantId: aMerchantId, sku: sku(name), stockVersion: 1, revision: 1 };
      return writeProposal(world.table, null, { ...head, ...terms, ...figures, state, proposedAt, settledAt });
    };
    await propose("OPEN", "2026-11-20T05:00:00.000Z", null);
    await propose("SETTLED-LATER", "2026-11-21T05:00:00.000Z", "2026-11-21T16:05:00.000Z");
    await propose("SETTLED", "2026-11-20T05:00:00.000Z", "2026-11-21T05:00:00.000Z");
    await propose("TOO-LATE", "2026-11-21T16:05:00.000Z", null);
    await world.seal();

    const facts = await all(await world.newest(), "purchases");
    expect(facts.map((fact) => fact.sku).sort()).toEqual(["OPEN", "SETTLED-LATER"]);
    expect(facts.find((fact) => fact.sku === "OPEN")).toEqual({
      ...{ id: "purchase:OPEN", day, originalDay: "2026-11-20", at: "2026-11-20T05:00:00.000Z", sku: "OPEN" },
      ...{ title: "OPEN", category: "", supplier: "", quantity: 24, packSize: 12, leadTimeDays: 7, costMinor: null },
      ...{ position: 3, reorderPoint: 9, unitsPerDay: 1.67, stockOutAt: null, isLate: true },
    });
  });
});
