import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { actionExamples, actionNames } from "../../shared/rules/actions.ts";
import { checkAction } from "../../shared/rules/check-actions.ts";
import { checkRuleSet } from "../../shared/rules/check-rule-set.ts";
import { formOps } from "../../shared/rules/conditions/form.ts";
import { functions, methods } from "../../shared/rules/conditions/language.ts";
import { lineFields, orderFields } from "../../shared/rules/conditions/order-fields.ts";
import { readCondition } from "../../shared/rules/conditions/read-condition.ts";

const operators = readFileSync(new URL("../../docs/operators.md", import.meta.url), "utf8");
const reference = readFileSync(new URL("../../docs/rules.md", import.meta.url), "utf8");
const known = {
  warehouses: ["SHA", "CAN", "WUH", "STORE-1"],
  carriers: ["SF", "ZTO"],
  channels: ["shopify"],
  connections: ["flagship", "outlet"],
};

describe("the rule sets of docs/operators.md", () => {
  const sets = [...operators.matchAll(/```json rules\n([\s\S]*?)```/g)].map(([, text = ""]) => text);

  it("are three", () => expect(sets).toHaveLength(3));

  it.each(sets.map((text, at) => [at + 1, text] as const))("number %i is taken as it stands", (_, text) => {
    const read = checkRuleSet(JSON.parse(text), known);
    expect(read.ok ? [] : read.error.map(({ says }) => says)).toEqual([]);
  });
});

describe("docs/rules.md", () => {
  it("lists every field, function, question and action", () => {
    const wanted = [
      ...orderFields.map(({ name, says }) => `| \`order.${name}\` | `.concat(`§${says} |`)),
      ...lineFields.map(({ name, says }) => `| \`line.${name}\` | `.concat(`§${says} |`)),
    ];
    for (const row of wanted) {
      const [start = "", end = ""] = row.split("§");
      expect(reference.split("\n").filter((line) => line.startsWith(start) && line.endsWith(end))).toHaveLength(1);
    }
    for (const example of [...Object.values(functions), ...Object.values(methods)])
      expect(reference).toContain(`\`${example}\``);
    for (const op of formOps) expect(reference).toContain(`\`${op}\``);
    for (const name of actionNames) expect(reference).toContain(`| \`${name}\` | `);
  });

  it("gives examples that are right", () => {
    for (const [name, example] of Object.entries(actionExamples)) {
      expect(reference).toContain(`\`${example}\``);
      expect({ name, ...checkAction(JSON.parse(example), "", {}) }).toMatchObject({ name, ok: true });
    }
    for (const example of [...Object.values(functions), ...Object.values(methods)]) {
      const isCondition = /exists|all\(|starts|ends|contains|inRegion|Sku|sku|> 2/.test(example);
      const text = isCondition
        ? example.replace(/^skuMatches.*/, `order.lines.all(line, ${example})`)
        : `${example} == ${example}`;
      const read = readCondition(text, {});
      expect(read.ok ? [] : read.error.map(({ says }) => says)).toEqual([]);
    }
  });
});
