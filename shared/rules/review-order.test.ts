import { describe, expect, it } from "vitest";
import { anAddress } from "../../tests/support/builders.ts";
import { MAX_OPEN_LINES, type ReviewedOrder, reviewOrder } from "./review-order.ts";

function order(over: Partial<ReviewedOrder> = {}): ReviewedOrder {
  return {
    currency: "CNY",
    discrepancyMinor: 0,
    address: anAddress(),
    shipHold: null,
    openLines: [{ lineId: "l1", sku: "TEA-250" }],
    ...over,
  };
}

function reasons(reviewed: ReviewedOrder): readonly string[] {
  return reviewOrder(reviewed).map((hold) => hold.reason);
}

describe("reviewOrder", () => {
  it("passes an order that lacks nothing", () => {
    expect(reviewOrder(order())).toEqual([]);
  });

  it("holds nothing when nothing is to be shipped, whatever is missing", () => {
    expect(reviewOrder(order({ address: null, discrepancyMinor: 5, openLines: [] }))).toEqual([]);
  });

  it("holds an order without an address, and one without what its country needs", () => {
    expect(reasons(order({ address: null }))).toEqual(["address_incomplete"]);
    expect(reviewOrder(order({ address: anAddress({ phone: "", city: " " }) }))).toEqual([
      { reason: "address_incomplete", note: "the delivery address lacks phone, city; complete it in the shop" },
    ]);
  });

  it.each([
    ["US", { postalCode: "" }, 1],
    ["US", { phone: "" }, 0],
    ["JP", { city: "" }, 0],
    ["JP", { postalCode: "" }, 1],
    ["HK", { postalCode: "", region: "", city: "" }, 0],
    ["SG", { region: "", city: "" }, 0],
    ["GB", { region: "" }, 0],
    ["ZW", { postalCode: "", region: "" }, 0],
    ["ZW", { city: "" }, 1],
    ["", {}, 1],
  ])("asks of an address in %s what its carriers need: %j", (country, over, holds) => {
    expect(reviewOrder(order({ address: anAddress({ country, ...over }) }))).toHaveLength(holds);
  });

  it("holds an order whose parts do not add up, by even one minor unit", () => {
    expect(reasons(order({ discrepancyMinor: -100 }))).toEqual(["amounts_do_not_add_up"]);
    expect(reasons(order({ discrepancyMinor: 1 })), "tax rounded line by line").toEqual([]);
  });

  it("holds what the channel forbids to ship, and says its word", () => {
    const note = "the channel forbids to ship (risk control); it goes on by itself once the channel releases the order";

    expect(reviewOrder(order({ shipHold: "risk control" }))).toEqual([{ reason: "held_by_channel", note }]);
    expect(reasons(order({ shipHold: "risk control", openLines: [] })), "nothing is left to ship").toEqual([]);
  });

  it("names the lines without a sku", () => {
    const openLines = [
      { lineId: "7", sku: "" },
      { lineId: "8", sku: "TEA-250" },
    ];

    expect(reviewOrder(order({ openLines }))).toMatchObject([
      { reason: "sku_missing", note: expect.stringContaining("line 7;") },
    ]);
  });

  it("holds an order whose names alone are too long for the allocations in its item", () => {
    const lines = (length: number) =>
      Array.from({ length: 2_000 }, (_, at) => ({ lineId: String(at).padStart(8, "0"), sku: "S".repeat(length) }));

    expect(reasons(order({ openLines: lines(92) }))).toEqual([]);
    expect(reasons(order({ openLines: lines(93) }))).toEqual(["too_many_lines"]);
  });

  it("holds an order with more open lines than its item can keep allocations of", () => {
    const lines = (count: number) => Array.from({ length: count }, (_, at) => ({ lineId: `l${at}`, sku: "S" }));

    expect(reasons(order({ openLines: lines(MAX_OPEN_LINES) }))).toEqual([]);
    expect(reasons(order({ openLines: lines(MAX_OPEN_LINES + 1) }))).toEqual(["too_many_lines"]);
  });

  it("never repeats what stands in the address", () => {
    const notes = JSON.stringify(reviewOrder(order({ address: anAddress({ name: "Secret Name", phone: "" }) })));

    expect(notes).not.toContain("Secret");
  });
});
