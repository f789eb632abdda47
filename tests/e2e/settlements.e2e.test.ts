import { describe, expect, it } from "vitest";
import type { Json } from "../support/hub-client.ts";
import { importer, useLocalHub } from "../support/local-hub.ts";

const the = useLocalHub();

const imported = importer(the);

async function change(method: string, path: string, role: "finance" | "warehouse", body?: object) {
  return the().send(method, path, body, role);
}

const head = "settlement,posted,type,amount,currency,order no,fee,transaction id";
const file = [
  head,
  "P1,2026-11-18,sale,225.00,CNY,77001,,T1",
  "P1,2026-11-18,fee,-11.25,CNY,77001,commission,T2",
  "P1,2026-11-18,sale,10.00,CNY,77002,,T3",
  "P1,2026-11-19,fee,-7.00,CNY,,storage,T4",
].join("\n");

describe("a payout", () => {
  it("is held against the books line by line, closed, and closed again by a workbook", async () => {
    const order = "order_no,placed_at,sku,quantity,unit_price,currency\n77001,2026-11-17 10:00,TEA,1,225.00,CNY\n";
    expect(await imported("orders", "o.csv", order)).toMatchObject({ state: "applied" });
    expect(await imported("settlements", "p1.csv", file)).toMatchObject({ state: "applied", applied: 4 });

    const [settlement] = await the().list("/v1/settlements");
    expect(settlement).toMatchObject({
      settlementId: "P1",
      explained: { payout: "216.75", expected: "213.75", difference: "3.00" },
    });
    const path = `/v1/settlements/${settlement?.["id"]}`;
    const shown = await change("GET", path, "finance");
    const lines = (shown.body as unknown as { items: readonly Json[] }).items;
    expect(lines.map((each) => [each["line"], each["class"], each["difference"]])).toEqual([
      ["T4", "unallocated_fee", "-7.00"],
      ["77001~T1", "matched", "0.00"],
      ["77001~T2", "matched", "0.00"],
      ["77002~T3", "missing_order", "10.00"],
    ]);
    const closing = `${path}/lines/${encodeURIComponent("77002~T3")}/closing`;
    expect((await change("POST", closing, "warehouse", { note: "x" })).status).toBe(403);
    expect((await change("POST", closing, "finance", { note: "of the old shop" })).body).toMatchObject({
      closing: { note: "of the old shop" },
    });
    expect((await change("DELETE", closing, "finance")).body).toMatchObject({ closing: null });

    const work = `settlement,line,close,note\n${settlement?.["id"]},77002~T3,yes,written off\n`;
    expect(await imported("settlement-work", "w.csv", work)).toMatchObject({ state: "applied", applied: 1 });
    const missing = await change("GET", `${path}?class=missing_order`, "finance");
    expect(missing.body).toMatchObject({ items: [{ line: "77002~T3", closing: { note: "written off" } }] });
    expect(await imported("settlements", "again.csv", `${file}\n`)).toMatchObject({ applied: 0, unchanged: 4 });
  }, 120_000);

  it("is matched again when orders come later, and says what its lines were before", async () => {
    const late = [head, "P2,2026-11-18,sale,50.00,CNY,77003,,T1", "P2,2026-11-18,sale,60.00,CNY,77004,,T2"].join("\n");
    expect(await imported("settlements", "p2.csv", late)).toMatchObject({ state: "applied", applied: 2 });
    const settlement = (await the().list("/v1/settlements")).find((each) => each["settlementId"] === "P2");
    const path = `/v1/settlements/${settlement?.["id"]}`;
    await change("POST", `${path}/lines/${encodeURIComponent("77004~T2")}/closing`, "finance", { note: "by hand" });
    const orders = [
      "order_no,placed_at,sku,quantity,unit_price,currency",
      "77003,2026-11-17 10:00,TEA,1,50.00,CNY",
      "77004,2026-11-17 10:00,TEA,1,60.00,CNY",
    ].join("\n");
    expect(await imported("orders", "late.csv", orders)).toMatchObject({ state: "applied" });
    expect((await change("POST", `${path}/match`, "warehouse")).status).toBe(403);
    const { status, body } = await change("POST", `${path}/match`, "finance");
    expect(status).toBe(202);
    const { asked } = body as unknown as { asked: string };
    type Answer = { settlement: { matched: { asked: string } | null; explained: object }; items: readonly Json[] };
    let answer: Answer | null = null;
    while (((answer as Answer | null)?.settlement.matched?.asked ?? "") < asked)
      answer = (await change("GET", path, "finance")).body as unknown as Answer;
    expect(answer?.settlement).toMatchObject({
      explained: { payout: "110.00", expected: "50.00", difference: "60.00" },
      matched: { looked: 1, changed: 1, isWhole: true },
    });
    expect(answer?.items).toMatchObject([
      { line: "77003~T1", class: "matched", changes: [{ from: { class: "missing_order" }, to: { class: "matched" } }] },
      { line: "77004~T2", class: "missing_order", closing: { note: "by hand" }, changes: [] },
    ]);
  }, 120_000);
});
