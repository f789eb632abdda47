import { describe, expect, it } from "vitest";
import { merchantId, sku, warehouseCode } from "../kernel/ids.ts";
import { decideAlert, rearmAbove } from "./decide-alert.ts";
import type { Stock } from "./stock.ts";

function stock(version: number, available: number, lowStockThreshold: number | null = 5): Stock {
  return {
    merchantId: merchantId("tea"),
    sku: sku("A"),
    warehouse: warehouseCode("SHA"),
    onHand: available,
    allocated: 0,
    available,
    damaged: 0,
    onHold: 0,
    safetyStock: 0,
    lowStockThreshold,
    incoming: 0,
    version,
    changedAt: "2026-01-01T00:00:00Z",
  };
}

const open = { state: "open", stockVersion: 3 } as const;
const resolved = { state: "resolved", stockVersion: 3 } as const;

describe("decideAlert", () => {
  it("opens at the threshold, not above it", () => {
    expect(decideAlert(null, stock(1, 6))).toBe("keep");
    expect(decideAlert(null, stock(1, 5))).toBe("open");
    expect(decideAlert(resolved, stock(4, -2))).toBe("open");
  });

  it("stays open while stock hovers just above the threshold, and resolves a fifth above it", () => {
    expect(rearmAbove(5)).toBe(6);
    expect(decideAlert(open, stock(4, 6))).toBe("keep");
    expect(decideAlert(open, stock(4, 7))).toBe("resolve");
    expect(rearmAbove(0)).toBe(1);
    expect(rearmAbove(11)).toBe(14);
  });

  it("says nothing twice", () => {
    expect(decideAlert(open, stock(4, 2))).toBe("keep");
    expect(decideAlert(resolved, stock(4, 100))).toBe("keep");
  });

  it("lets only newer stock change anything", () => {
    expect(decideAlert(open, stock(3, 100))).toBe("keep");
    expect(decideAlert(resolved, stock(2, 0))).toBe("keep");
  });

  it("resolves when the merchant no longer wants the alert", () => {
    expect(decideAlert(open, stock(4, 1, null))).toBe("resolve");
    expect(decideAlert(null, stock(4, 1, null))).toBe("keep");
  });
});
