import { describe, expect, it } from "vitest";
import { proofsText } from "./show-proofs.ts";

const at = "2026-11-21T17:31:51.000Z";
const proof = { proofId: "prf_1", startedAt: at, positions: 12, orders: 3, drifts: 0, pending: 1 };

describe("the proofs of stock", () => {
  it("say when there are none yet, and when nothing was ever wrong", () => {
    expect(proofsText({ proofs: [], drifts: [] })).toContain("--prove");
    expect(proofsText({ proofs: [proof], drifts: [] })).toContain("no number was ever wrong");
  });

  it("say what was found and what it is now", () => {
    const numbers = [{ name: "onHand", expected: 47, found: 50 }];
    const drifts = [{ at, sku: "TEA", warehouse: "SHA", numbers, unrecordedWrites: 1 }];
    const text = proofsText({ proofs: [{ ...proof, drifts: 1 }], drifts });
    expect(text).toContain("2026-11-21 17:31");
    expect(text).toContain("onHand was 50, set to 47; the ledger lacked writes");
  });
});
