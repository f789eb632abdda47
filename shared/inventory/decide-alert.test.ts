import { describe, expect, it } from "vitest";
import { type AlertLevel, decideAlert, isUnseenCrossing, rearmAbove } from "./decide-alert.ts";

function stock(version: number, available: number, threshold: number | null = 5): AlertLevel {
  return { version, available, threshold };
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

describe("isUnseenCrossing", () => {
  it("sees a dip between two good levels and a recovery between two low ones, whatever hovers between", () => {
    expect(isUnseenCrossing(stock(3, 1), [stock(1, 9), stock(2, 6), stock(4, 6), stock(5, 8)])).toBe(true);
    expect(isUnseenCrossing(stock(3, 1), [stock(5, 8)])).toBe(true);
    expect(isUnseenCrossing(stock(3, 9), [stock(2, 1), stock(5, 2)])).toBe(true);
  });

  it("sees none where a neighbour lies on the same side, or nothing clear is known after it", () => {
    expect(isUnseenCrossing(stock(3, 1), [stock(2, 4), stock(5, 8)])).toBe(false);
    expect(isUnseenCrossing(stock(3, 1), [stock(2, 9), stock(5, 0)])).toBe(false);
    expect(isUnseenCrossing(stock(3, 6), [stock(2, 9), stock(5, 0)])).toBe(false);
    expect(isUnseenCrossing(stock(3, 1), [stock(2, 9)])).toBe(false);
  });
});
