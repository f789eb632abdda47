import { describe, expect, it } from "vitest";
import { toPageItem } from "../../../shared/inventory/ledger-store.ts";
import { setOnHand } from "../../../shared/inventory/set-on-hand.ts";
import { readStock } from "../../../shared/inventory/stock-store.ts";
import { orderIdOf, sku, warehouseCode } from "../../../shared/kernel/ids.ts";
import { makeUpsertOrder } from "../../../shared/orders/upsert-order.ts";
import { makeSealFacts } from "../../../shared/reports/facts/seal-facts.ts";
import { openNewestFacts } from "../../../shared/reports/facts/sealed-facts.ts";
import type { ReportDefinition } from "../../../shared/reports/report-definition.ts";
import { salesReport } from "../../../shared/reports/sales-report.ts";
import { makeSealReport } from "../../../shared/reports/seal-report.ts";
import { readSeals } from "../../../shared/reports/seal-store.ts";
import { toMerchantItem } from "../../../shared/settings/merchant-settings.ts";
import { orderFactKey, orderKey } from "../../../shared/table/keys.ts";
import type { Change } from "../../../shared/table/port.ts";
import { makeMemoryTable } from "../../../shared/table/table.memory.ts";
import { aConnectionId, aMerchant, aMerchantId } from "../../support/builders.ts";
import { memoryObjects } from "../../support/memory-ports.ts";
import { seeded } from "../seeded.ts";
import { lifeOf, type Said } from "./order-life.ts";

const day = "2026-11-21";
const start = Date.parse("2026-11-20T16:00:00.000Z");
const night = new Date("2026-11-26T16:30:00.000Z");
const currencies = ["JPY", "USD", "KWD", "CLF", "CNY", "EUR"] as const;
const options = { stamps: false, hasTime: () => true };

async function aShop() {
  const [table, files] = [makeMemoryTable(), memoryObjects()];
  const merchant = aMerchant();
  await table.put(toMerchantItem(merchant));
  const upsert = makeUpsertOrder({
    table,
    now: () => night,
    readMerchant: async () => merchant,
    pause: async () => undefined,
  });
  const hear = async ({ at, message }: Said): Promise<void> => {
    const incoming = { ...message, clock: { at, tie: message.channelOrderId } };
    await upsert({ merchantId: aMerchantId, connectionId: aConnectionId, channel: "shopify", incoming }, () => []);
  };
  const closed = { ...merchant, closedThrough: "2026-11-25" };
  const deps = { table, exports: files, now: () => night };
  const seal = () => makeSealFacts(deps)(closed, day, options);
  return { table, files, closed, deps, hear, seal };
}

type Shop = Awaited<ReturnType<typeof aShop>>;

/** Orders of one day in many currencies, with all that became of them before the day was closed; gives their ids. */
async function aDay(shop: Shop, seed: number): Promise<readonly string[]> {
  const random = seeded(seed);
  const ids = Array.from({ length: 1 + Math.floor(random() * 3) }, (_, at) => `${seed}-${at}`);
  const said = ids.flatMap((id) => {
    const currency = currencies[Math.floor(random() * currencies.length)] ?? "USD";
    return lifeOf(id, Math.floor(start + random() * 86_400_000), currency, random);
  });
  for (const each of said.toSorted((a, b) => a.at - b.at)) await shop.hear(each);
  return ids;
}

describe("a thousand days of orders", () => {
  it("tie out to the minor unit, whatever is discounted, taxed, shipped, refunded or edited", async () => {
    for (let seed = 1; seed <= 1_000; seed += 1) {
      const shop = await aShop();
      await aDay(shop, seed);
      const answer = await shop.seal();
      expect(answer.kind, `seed ${seed}`).toBe("sealed");
      const facts = await openNewestFacts(shop.files, aMerchantId, day);
      if (facts === null) throw new Error("nothing is sealed");
      const parts: Record<string, number> = {};
      for await (const lines of facts.read("lines")) {
        for (const { currency, ...line } of lines) {
          const net = line.itemsMinor + line.discountMinor + line.shippingMinor + line.feesMinor + line.otherMinor;
          expect(line.totalMinor, `${seed} ${line.id}`).toBe(net + (line.taxIncluded ? 0 : line.taxMinor));
          parts[currency] = (parts[currency] ?? 0) + line.totalMinor;
        }
      }
      expect(parts, `seed ${seed}`).toEqual(facts.manifest.totals.net);
    }
  }, 120_000);
});

describe("one minor unit", () => {
  const plain = { currency: "USD", id: "one", at: start + 3_600_000 };
  const alwaysRefunded = (): number => 0.2;

  async function withError(change: (shop: Shop, id: ReturnType<typeof orderIdOf>) => Promise<void>) {
    const shop = await aShop();
    for (const said of lifeOf(plain.id, plain.at, plain.currency, alwaysRefunded)) await shop.hear(said);
    const id = orderIdOf(aConnectionId, plain.id);
    await change(shop, id);
    const answer = await shop.seal();
    const note = (await readSeals(shop.table, aMerchantId, day, "facts")).at(-1)?.note ?? "";
    const published = [...shop.files.objects.keys()].filter((key) => /manifest|latest/.test(key));
    return { answer, note, published };
  }

  const more = (path: Change["path"]): readonly Change[] => [{ kind: "add", path, amount: 1 }];

  it("more in a booking stops the day and names the order", async () => {
    const { answer, note, published } = await withError(async ({ table }, id) => {
      await table.update(orderKey(aMerchantId, id), more(["booking", "totalMinor"]));
    });
    expect(answer.kind).toBe("failed_tie_out");
    expect(note).toMatch(new RegExp(`sale:${orderIdOf(aConnectionId, plain.id)} \\(lines = booking: \\d+ ≠ \\d+\\)`));
    expect(note).toContain("(USD)");
    expect(published).toEqual([]);
  });

  it("more in a payment stops the day and names it", async () => {
    const { answer, note, published } = await withError(async ({ table }, id) => {
      await table.update(orderKey(aMerchantId, id), more(["booking", "paidMinor"]));
    });
    expect(answer.kind).toBe("failed_tie_out");
    expect(note).toContain(`payment:${orderIdOf(aConnectionId, plain.id)}`);
    expect(published).toEqual([]);
  });

  it("more in a refund stops the day and names it", async () => {
    const { answer, note, published } = await withError(async ({ table }, id) => {
      await table.update(orderFactKey(aMerchantId, id, "refund", `r${plain.id}`), more("amountMinor"));
    });
    expect(answer.kind).toBe("failed_tie_out");
    expect(note).toContain(`refund:${orderIdOf(aConnectionId, plain.id)}:r${plain.id}`);
    expect(published).toEqual([]);
  });

  it("more in a row of a report stops that report", async () => {
    const shop = await aShop();
    for (const said of lifeOf(plain.id, plain.at, plain.currency, alwaysRefunded)) await shop.hear(said);
    const sealed = await shop.seal();
    if (sealed.kind !== "sealed") throw new Error(sealed.kind);
    const place = salesReport.columns.findIndex(({ name }) => name === "total");
    const wrong: ReportDefinition = {
      ...salesReport,
      rows: async function* (source) {
        for await (const rows of salesReport.rows(source))
          yield rows.map((row, at) => (at > 0 ? row : row.with(place, `${Number(row[place]) + 0.01}`)));
      },
    };
    const answer = await makeSealReport(shop.deps)(shop.closed, sealed.facts, wrong);
    expect(answer).toMatchObject({ kind: "failed_tie_out", checks: [{ name: "sum of total = net of the day" }] });
    expect([...shop.files.objects.keys()].filter((key) => key.includes("/sales/"))).toEqual([]);
  });

  it("of goods more than the movements explain stops the day and names the position", async () => {
    const shop = await aShop();
    const place = { merchantId: aMerchantId, sku: sku("TEA"), warehouse: warehouseCode("SHA") };
    const sealOf = (each: string) => makeSealFacts(shop.deps)(shop.closed, each, options);
    await setOnHand(shop.table, { ...place, onHand: 5, countKey: "a" }, "2026-11-20T02:00:00.000Z");
    expect((await sealOf("2026-11-20")).kind).toBe("sealed");
    const at = "2026-11-21T02:00:00.000Z";
    await setOnHand(shop.table, { ...place, onHand: 7, countKey: "b" }, at);
    const [stock] = await readStock(shop.table, aMerchantId, place.sku);
    if (stock === undefined) throw new Error("there is no stock");
    const after = { onHand: 8, allocated: 0, damaged: 0, onHold: 0, incoming: 0 };
    const entry = { version: stock.version, at, kind: "counted", quantity: 2, cause: "b", after } as const;
    await shop.table.put(toPageItem(place, [entry]));

    const answer = await sealOf(day);

    expect(answer).toMatchObject({
      kind: "failed_tie_out",
      broken: [{ id: "stock:TEA:SHA", check: "stock of yesterday + movements = stock", expected: 7, found: 8 }],
    });
  });
});
