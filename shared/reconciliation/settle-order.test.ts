import { describe, expect, it } from "vitest";
import { interleaved, seeded } from "../../tests/property/seeded.ts";
import { aMerchantId } from "../../tests/support/builders.ts";
import { aSettledWorld, settledMerchant } from "../../tests/support/settled-world.ts";
import { importIdOf } from "../kernel/ids.ts";
import { settleOrder } from "./settle-order.ts";
import { readSettledOrder } from "./settled-order-store.ts";
import type { SettlementLine } from "./settlement.ts";
import { openSettlement } from "./settlement-store.ts";

const now = "2026-11-22T06:00:00.000Z";
const lineOf = (lineId: string): SettlementLine => ({
  ...{ lineId, at: now, day: "2026-11-22", orderNo: "7", sku: "", kind: "sale", feeKind: "", basis: "sale" },
  ...{ reference: "", amountMinor: 100, text: "" },
});

describe("the lines of an order in two files that are applied at once", () => {
  it.each(Array.from({ length: 40 }, (_, seed) => seed))("are all kept (interleaving %i)", async (seed) => {
    const { table } = await aSettledWorld(["my-shop", "shopify"]);
    const head = {
      ...{ settlementId: "P1", channel: "shopify", shop: "my-shop", currency: "CNY", payoutMinor: null, graceDays: 3 },
      ...{ from: "2026-11-20", to: "2026-11-22" },
    };
    const importId = importIdOf(aMerchantId, "k", "1");
    const settlement = await openSettlement(table, aMerchantId, head, { importId, now });
    const between = interleaved(table, seeded(seed), 0.1);
    const files = [["a", "b"], ["b", "c"], ["d"]];
    await Promise.all(
      files.map((ids, file) =>
        settleOrder(
          between,
          settlement,
          { orderNo: "7", lines: ids.map(lineOf) },
          { merchantId: aMerchantId, by: `file ${file}`, books: settledMerchant, now },
        ),
      ),
    );
    const kept = await readSettledOrder(table, aMerchantId, settlement.id, { orderNo: "7", lines: [] });
    expect(kept?.lines.map(({ lineId }) => lineId)).toEqual(["a", "b", "c", "d"]);
  });
});
