import { expect, it } from "vitest";
import { proposalsText } from "./joint-text.ts";

const orders = [
  { orderId: "ord_1", channelOrderNo: "#1", connectionId: "a" },
  { orderId: "ord_2", channelOrderNo: "", connectionId: "a" },
];

it("shows what may leave together, from where, and what it costs", () => {
  const considered = [{ warehouse: "SHA", verdict: "impossible", because: "order #1: lacks 2 × TEA" }];
  const text = proposalsText({
    items: [{ warehouse: "SHA", orders }],
    toGather: [
      { warehouse: "CAN", cost: { apartMinor: 2_400, togetherMinor: 1_000, savedMinor: 1_400 }, orders, considered },
      { warehouse: null, orders, considered },
    ],
    isCut: true,
  });
  expect(text).toMatch(/#1 ord_2 +SHA +as they are/);
  expect(text).toMatch(/CAN +gathered first +2400 +1000/);
  expect(text).toMatch(/none +SHA: order #1: lacks 2 × TEA/);
  expect(text).toContain("there are more than these");
  expect(proposalsText({ items: [], toGather: [], isCut: false })).toBe("no orders of one recipient wait together");
});
