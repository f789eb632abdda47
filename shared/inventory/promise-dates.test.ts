import { describe, expect, it } from "vitest";
import { merchantId, type OrderId, sku, warehouseCode } from "../kernel/ids.ts";
import { makeMemoryTable } from "../table/table.memory.ts";
import { decideInbound } from "./documents/decide-inbound.ts";
import { documentWrite } from "./documents/document-store.ts";
import { promiseDates } from "./promise-dates.ts";
import { waitWrite } from "./waiting-store.ts";

const merchant = merchantId("tea");
const tea = sku("TEA");
const order = (no: number): OrderId => `ord_${no}` as OrderId;

async function stockroom() {
  const table = makeMemoryTable();
  const announce = async (documentId: string, quantity: number, expectedAt: string | null): Promise<void> => {
    const common = { merchantId: merchant, documentId, kind: "purchase", from: "A supplier", by: "someone" } as const;
    const wanted = { ...common, to: warehouseCode("SHA"), expectedAt, lines: [{ sku: tea, quantity }] };
    const decided = decideInbound(null, wanted, "2026-11-20T00:00:00.000Z");
    if (!decided.ok || decided.value.kind !== "changed") throw new Error("the purchase was refused");
    await table.transact([documentWrite(null, decided.value.document)]);
  };
  for (let no = 1; no <= 3; no += 1) {
    const placedAt = `2026-11-2${no}T00:00:00.000Z`;
    const place = { merchantId: merchant, sku: tea, orderId: order(no), placedAt, priority: no === 3 ? 1 : 5 };
    await table.transact([waitWrite({ ...place, quantity: 4, orderVersion: 1 })]);
  }
  const datesOf = (no: number) => promiseDates(table, merchant, order(no), [{ sku: tea, quantity: 4 }]);
  return { announce, datesOf };
}

describe("promise dates", () => {
  it("come from what has been announced, in the order in which those who wait will be served", async () => {
    const { announce, datesOf } = await stockroom();
    expect(await datesOf(1)).toEqual([{ sku: "TEA", quantity: 4, expectedAt: null }]);
    await announce("po-2", 6, "2026-12-10");
    await announce("po-1", 5, "2026-12-01");
    await announce("po-3", 99, null);

    const dates = await Promise.all([3, 1, 2].map(datesOf));

    expect(dates.map(([first]) => first?.expectedAt)).toEqual(["2026-12-01", "2026-12-10", null]);
  });
});
