import { expect, it } from "vitest";
import { aMerchantId } from "../../../tests/support/builders.ts";
import type { LedgerEntry } from "../../inventory/ledger.ts";
import { balanceOf } from "../../inventory/movement.ts";
import type { Stock } from "../../inventory/stock.ts";
import { dayWindow } from "../../kernel/business-day.ts";
import { sku, warehouseCode } from "../../kernel/ids.ts";
import { decidePositionDay } from "./stock-of-day.ts";

it("takes goods that came after the day, of which the ledger does not tell yet, for those of the next day", () => {
  const at = "2026-11-22T06:00:00.000Z";
  const stock: Stock = {
    ...{ merchantId: aMerchantId, sku: sku("TEA"), warehouse: warehouseCode("SHA") },
    ...{ onHand: 5, allocated: 0, available: 5, damaged: 0, onHold: 0, safetyStock: 0, lowStockThreshold: null },
    ...{ incoming: 0, version: 1, changedAt: at },
  };
  const dayBefore = decidePositionDay(stock, dayWindow("2026-11-21", "UTC"), null, []);
  expect(dayBefore).toMatchObject({ movements: [], version: 0, end: { onHand: 0 } });

  const told: LedgerEntry = { version: 1, at, kind: "counted", quantity: 5, cause: "", after: balanceOf(stock) };
  const opening = { version: dayBefore.version, onHand: dayBefore.end.onHand };
  const next = decidePositionDay(stock, dayWindow("2026-11-22", "UTC"), opening, [told]);
  expect(next).toMatchObject({ openingOnHand: 0, movements: [{ onHandChange: 5 }], end: { onHand: 5 } });
});
