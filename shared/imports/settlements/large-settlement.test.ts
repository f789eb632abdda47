import { describe, expect, it } from "vitest";
import { aMerchantId } from "../../../tests/support/builders.ts";
import { makeImporter } from "../../../tests/support/importer.ts";
import {
  aSettledWorld,
  importSettlement,
  sellOrder,
  settledAt,
  settledMerchant,
  settlementOf,
} from "../../../tests/support/settled-world.ts";
import { importIdOf } from "../../kernel/ids.ts";
import type { RawRow } from "../../sheets/rows.ts";
import type { Table } from "../../table/port.ts";
import { settlements } from "../kinds/settlements.ts";
import { MOST_ALIKE, splitRows } from "../split-rows.ts";

const headings = [
  ...["settlement-id", "settlement-start-date", "settlement-end-date", "total-amount", "currency", "transaction-type"],
  ...["order-id", "amount-type", "amount-description", "amount", "posted-date"],
];
const head = "S1\t2026-11-10\t2026-11-20\t-5.00\tEUR\t\t\t\t\t\t";
const parts = ["ItemPrice\tPrincipal\t20.00", "ItemPrice\tTax\t3.80", "ItemFees\tCommission\t-3.00"];

/** Orders of three lines each, and fees that name no order, the same ones again and again. */
function amazonFile(orders: number, fees: number, order = (lines: string[]): string[] => [head, ...lines]): string {
  const ofOrders = Array.from({ length: orders }, (_, at) =>
    parts.map((part) => `S1\t\t\t\t\tOrder\t302-${at}\t${part}\t2026-11-15`),
  ).flat();
  const alone = Array.from(
    { length: fees },
    () => "S1\t\t\t\t\tother-transaction\t\tother-transaction\tStorage Fee\t-1.00\t2026-11-15",
  );
  return [headings.join("\t"), ...order([...ofOrders, ...alone])].join("\n");
}

/** How many calls of the table each task took. */
async function callsByTask(body: string): Promise<readonly { readonly kind: string; readonly calls: number }[]> {
  const world = await aSettledWorld(["amazon-de", "amazon"]);
  let calls = 0;
  const table = new Proxy<Table>(world.table, {
    get: (target, name, receiver) => {
      calls += 1;
      return Reflect.get(target, name, receiver) as unknown;
    },
  });
  const ended: { kind: string; calls: number }[] = [];
  const files = {
    ...world.files,
    put: async (key: string, ...rest: [Uint8Array | string, { contentType: string }]) => {
      ended.push({ kind: /apply-\d+\.jsonl$/.test(key) ? "chunk" : "other", calls });
      calls = 0;
      return world.files.put(key, ...rest);
    },
  };
  await files.put("demo/settlements/a.txt", body, { contentType: "text/csv" });
  const { run } = makeImporter({ table, files, now: () => settledAt, merchant: settledMerchant });
  const etag = (await world.files.get("demo/settlements/a.txt"))?.etag ?? "";
  await run({ key: "demo/settlements/a.txt", version: etag, etag, bytes: body.length, at: settledAt.toISOString() });
  return ended;
}

describe("a large settlement", () => {
  it("is worked on in chunks, none of which takes long", async () => {
    const chunks = (await callsByTask(amazonFile(1_000, 50))).filter(({ kind }) => kind === "chunk");
    expect(chunks.length).toBeGreaterThan(6);
    // A call takes some ten milliseconds at most, eight go on at once, and the function has 300 seconds.
    expect(Math.max(...chunks.map(({ calls }) => calls))).toBeLessThan(3_000);
  });

  it("is the same wherever its first line stands, and whatever is done first", async () => {
    const orders = [
      (lines: string[]) => [head, ...lines],
      (lines: string[]) => [...lines, head],
      (lines: string[]) => [...lines.slice(0, 700), head, ...lines.slice(700)].reverse(),
    ];
    const ends = [];
    for (const order of orders) {
      const world = await aSettledWorld(["amazon-de", "amazon"]);
      const { job } = await importSettlement(world, amazonFile(300, 20, order), null, "s1.txt");
      expect(job).toMatchObject({ rows: 921, applied: 920, unchanged: 1, failed: 0 });
      const { entries, explained, from, to, currency } = await settlementOf(world, "amazon-de", "S1");
      expect([from, to, currency, explained?.payoutMinor]).toEqual(["2026-11-10", "2026-11-20", "EUR", -500]);
      ends.push({
        explained,
        entries: entries.map(({ orderNo, amountMinor, class: name }) => [orderNo, amountMinor, name]),
      });
    }
    expect(ends[0]?.entries).toHaveLength(920);
    expect(ends[1]).toEqual(ends[0]);
    expect(ends[2]).toEqual(ends[0]);
  });

  it("may have more lines than one worker could hold", async () => {
    const at = new Map([
      ["settlement_id", 0],
      ["order_no", 1],
    ]);
    const columns = { headerRow: 1, headings: ["settlement-id", "order-id"], at };
    const kept = { put: async () => ({ ok: true, value: null }) as const };
    const world = await aSettledWorld();
    const job = { merchantId: aMerchantId, importId: importIdOf(aMerchantId, "k", "1") };
    const splitter = splitRows({ ...world.files, ...kept }, job, columns, settlements.keyFields);
    for (let number = 2; number < MOST_ALIKE + 10_000; number += 1) {
      const cells = ["S1", `302-${Math.floor(number / 3)}`].map((text) => ({ kind: "text", text }) as const);
      const answer = splitter.add({ number, cells } satisfies RawRow);
      expect(answer).not.toBe("too_many_alike");
      await answer;
    }
    const { rows } = await splitter.end();
    expect(rows).toHaveLength(256);
    expect(Math.max(...rows)).toBeLessThan(1_000);
  });

  it("comes back whole where lines are wrong: some of them alone mean nothing", async () => {
    const world = await aSettledWorld(["amazon-de", "amazon"]);
    const { job } = await importSettlement(world, amazonFile(2, 3).replace("20.00", "much"), null, "s1.txt");
    expect(job).toMatchObject({ state: "applied_with_errors", failed: 1, failedRowsKey: "" });
    const mended = await importSettlement(world, amazonFile(2, 3), null, "s2.txt");
    expect(mended.job).toMatchObject({ state: "applied", applied: 3, unchanged: 7 });
    expect((await settlementOf(world, "amazon-de", "S1")).entries).toHaveLength(9);
  });

  it("asks for the orders that may be due many at a time", async () => {
    const world = await aSettledWorld(["amazon-de", "amazon"]);
    for (let no = 0; no < 60; no += 1)
      await sellOrder(world, "amazon-de", "amazon", `d${no}`, "2026-10-12", { currency: "EUR" });
    let now = 0;
    let most = 0;
    const { query } = world.table;
    const table = Object.assign(Object.create(world.table) as typeof world.table, {
      query: async (asked: Parameters<Table["query"]>[0]) => {
        now += 1;
        most = Math.max(most, now);
        const answer = await query(asked);
        now -= 1;
        return answer;
      },
    });
    const file = amazonFile(1, 0).replace("2026-11-10", "2026-10-01");
    await importSettlement({ ...world, table }, file, null, "s1.txt");
    expect(most).toBeGreaterThan(4);
    const { entries } = await settlementOf(world, "amazon-de", "S1");
    expect(entries.filter(({ orderNo }) => orderNo.startsWith("d"))).toHaveLength(60);
  });
});
