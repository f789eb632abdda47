import { describe, expect, it } from "vitest";
import type { RoutingNote } from "./order.ts";
import { packNote, unpackNote } from "./pack-note.ts";

const note = {
  decidedAt: "2026-11-21T08:00:00.000Z",
  rulesVersion: 0,
  plan: [{ warehouse: "SHA", sku: "TEA", quantity: 2 }],
  considered: [{ warehouse: "SHA", verdict: "chosen", because: "sends 2 × TEA; priority 1" }],
  because: "All 2 units leave from SHA: priority 1.",
} as unknown as RoutingNote;

/** As notes have been stored since the first: this text never changes, or those that are stored can no longer be read. */
const stored = "w+YFQ10jwxADCysDAysDA+yeMcDhmWAPR7h/QlwdUbxkRMBLEL1E+MoI5KsQV0ekpGWIJWkZYaatYA9H1ORVCwA=";

describe("a packed note", () => {
  it("is what it was", () => {
    const withSnapshot: RoutingNote = { ...note, snapshot: { v: 1, to: ["CN", "上海市"], lines: [["1", "龙井", 2]] } };
    expect(unpackNote(packNote(withSnapshot))).toEqual(withSnapshot);
  });

  it("can still be read after years", () => {
    expect(unpackNote(new Uint8Array(Buffer.from(stored, "base64")))).toEqual(note);
  });

  it("takes less than half of its text", () => {
    expect(packNote(note).byteLength * 2).toBeLessThan(JSON.stringify(note).length);
  });
});
