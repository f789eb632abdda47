import { expect, it } from "vitest";
import { type RulesAnswer, rulesText } from "./rules-text.ts";

const answer: RulesAnswer = {
  currency: "CNY",
  plain: { version: 4, rules: [], split: "by_line", backorder: "whole_order" },
  inForce: null,
  scheduled: [],
  draft: null,
  versions: [],
};

it("says which routing rules of the settings count while no rule set does", () => {
  const rules = [
    { name: "South", when: { regions: ["华南"], channels: [] }, prefer: ["CAN", "SHA"] },
    { name: "Not abroad", when: {}, exclude: ["BER"] },
  ];
  const text = rulesText({ ...answer, plain: { ...answer.plain, rules, backorder: "partial" } });
  expect(text).toContain("no rule set is in force; the 2 routing rules of the merchant's settings are (version 4)");
  expect(text).toMatch(/1 +South +regions: 华南 +prefer CAN, SHA/);
  expect(text).toMatch(/2 +Not abroad +always +exclude BER/);
  expect(text).toContain("what is short follows later");
});

it("says so when nothing but the priority of the warehouses counts", () => {
  expect(rulesText(answer)).toBe(
    "no rule set is in force: warehouses are asked by their own priority; lines may leave from different warehouses; a short order waits as a whole",
  );
});
