import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ConditionNode, Operand } from "../../../shared/table/engine/condition.ts";
import type { SetOperand, SetValue, UpdateNode } from "../../../shared/table/engine/update.ts";
import { conditionExpression, makePlaceholders, updateExpression } from "../../../shared/table/expression.ts";
import { attributesToWire } from "../wire.ts";
import { makeBindings } from "./bindings.ts";
import { parseCondition } from "./condition-grammar.ts";
import { toKeyCondition } from "./key-condition.ts";
import { parseProjection } from "./path-grammar.ts";
import { isReserved } from "./reserved-words.ts";
import { parseUpdate } from "./update-grammar.ts";

const step = fc.oneof(fc.string({ minLength: 1, maxLength: 5 }), fc.nat({ max: 20 }));
const path = fc
  .tuple(fc.string({ minLength: 1, maxLength: 5 }), fc.array(step, { maxLength: 3 }))
  .map(([first, rest]): [string, ...(string | number)[]] => [first, ...rest]);
const value = fc.oneof(
  fc.string().map((S) => ({ S })),
  fc.integer().map((n) => ({ N: String(n) })),
  fc.boolean().map((BOOL) => ({ BOOL })),
);
const pathOperand = path.map((to) => ({ kind: "path" as const, path: to }));
const valueOperand = value.map((one) => ({ kind: "value" as const, value: one }));
const size = pathOperand.map((of): Operand => ({ kind: "size", of }));
const operand: fc.Arbitrary<Operand> = fc.oneof(pathOperand, valueOperand, size);
const op = fc.constantFrom("=", "<>", "<", "<=", ">", ">=");

const { condition } = fc.letrec<{ condition: ConditionNode }>((tie) => ({
  condition: fc.oneof(
    { maxDepth: 4 },
    fc.record({ kind: fc.constant("compare"), op, left: operand, right: operand }),
    fc.record({ kind: fc.constant("between"), of: operand, low: operand, high: operand }),
    fc.record({ kind: fc.constant("in"), of: operand, options: fc.array(operand, { minLength: 1, maxLength: 3 }) }),
    fc.record({ kind: fc.constantFrom("exists", "absent"), path }),
    fc.record({ kind: fc.constant("type"), path, type: valueOperand }),
    fc.record({ kind: fc.constant("beginsWith"), of: pathOperand, prefix: valueOperand }),
    fc.record({ kind: fc.constant("contains"), of: pathOperand, element: operand }),
    fc.record({
      kind: fc.constantFrom("and", "or"),
      of: fc.array(tie("condition"), { minLength: 2, maxLength: 3 }),
    }),
    fc.record({ kind: fc.constant("not"), of: tie("condition") }),
  ) as fc.Arbitrary<ConditionNode>,
}));

function requestOf(holders: ReturnType<typeof makePlaceholders>) {
  const { ExpressionAttributeNames, ExpressionAttributeValues } = holders.collected();
  return {
    ...(ExpressionAttributeNames && { ExpressionAttributeNames }),
    ...(ExpressionAttributeValues && { ExpressionAttributeValues: attributesToWire(ExpressionAttributeValues) }),
  };
}

const nothing = makeBindings({}, true);
const parsed = (text: string): ConditionNode => parseCondition("ConditionExpression", text)(nothing);

describe("expressions", () => {
  it("mean after parsing what was written, for every condition", () => {
    fc.assert(
      fc.property(condition, (original) => {
        const holders = makePlaceholders();
        const text = conditionExpression(original, holders);
        fc.pre(text.length <= 4096);
        const bindings = makeBindings(requestOf(holders), true);
        expect(parseCondition("ConditionExpression", text)(bindings)).toEqual(original);
        bindings.finish();
      }),
    );
  });

  it("mean after parsing what was written, for every update", () => {
    const ifAbsent: fc.Arbitrary<SetOperand> = fc.record({
      kind: fc.constant("ifAbsent"),
      path,
      otherwise: valueOperand,
    });
    const listAppend: fc.Arbitrary<SetOperand> = fc.record({
      kind: fc.constant("listAppend"),
      left: ifAbsent,
      right: valueOperand,
    });
    const set: fc.Arbitrary<SetValue> = fc.oneof(
      pathOperand,
      valueOperand,
      ifAbsent,
      listAppend,
      fc.record({ kind: fc.constantFrom("plus", "minus"), left: fc.oneof(pathOperand, ifAbsent), right: valueOperand }),
    );
    const update: fc.Arbitrary<UpdateNode> = fc.record({
      set: fc.array(fc.record({ path, value: set }), { maxLength: 3 }),
      remove: fc.array(path, { maxLength: 2 }),
      add: fc.array(fc.record({ path, value }), { maxLength: 2 }),
      delete: fc.array(fc.record({ path, value }), { maxLength: 2 }),
    });
    fc.assert(
      fc.property(update, (original) => {
        const holders = makePlaceholders();
        const text = updateExpression(original, holders);
        fc.pre(text !== "");
        expect(parseUpdate(text)(makeBindings(requestOf(holders), true))).toEqual(original);
      }),
    );
  });

  it("bind NOT before AND before OR", () => {
    const exists = (name: string): ConditionNode => ({ kind: "exists", path: [name] });
    const text = "NOT attribute_exists(a) AND attribute_exists(b) or attribute_exists(c)";
    expect(parsed(text)).toEqual({
      kind: "or",
      of: [{ kind: "and", of: [{ kind: "not", of: exists("a") }, exists("b")] }, exists("c")],
    });
  });

  it("read paths with dots and indexes", () => {
    expect(parseProjection("a.b[2].c, d")(nothing)).toEqual([["a", "b", 2, "c"], ["d"]]);
  });

  it.each([
    ["", /can not be empty/],
    ["a", /Syntax error/],
    ["a = ", /Syntax error/],
    ["a == :b", /Syntax error/],
    ["a = b c = d", /Syntax error/],
    ["(a = b", /Syntax error/],
    ["((a = b))", /redundant parentheses/],
    ["status = b", /reserved keyword: status/],
    ["nonsense(a)", /Invalid function name; function: nonsense/],
    ["begins_with(a)", /Incorrect number of operands/],
    ["attribute_exists(:v)", /requires a document path|not defined/],
    ["a = begins_with(b, c)", /not allowed to be used this way/],
    ["a & b", /Syntax error/],
    [`a = ${"x".repeat(5000)}`, /exceeded the maximum allowed size/],
  ])("are refused as the service refuses them: %s", (text, message) => {
    expect(() => parsed(text)).toThrow(message);
  });

  it.each([
    ["SET a = :x SET b = :y", /can only be used once/],
    ["SET a", /Syntax error/],
    ["PUT a = :x", /Syntax error/],
    ["ADD a b", /Syntax error/],
    ["SET a = nonsense(b, c)", /Invalid function name/],
  ])("of updates are refused too: %s", (text, message) => {
    expect(() => parseUpdate(text)(nothing)).toThrow(message);
  });

  it("know the reserved words in any case", () => {
    expect(["status", "Name", "YEAR", "zone"].map(isReserved)).toEqual([true, true, true, true]);
    expect(["pk", "sku", "listPk", "quantity"].map(isReserved)).toEqual([false, false, false, false]);
  });
});

describe("key conditions", () => {
  const keys = { partition: "pk", sort: "sk" };
  const bindings = makeBindings({ ExpressionAttributeValues: { ":a": { S: "a" }, ":b": { S: "b" } } }, true);
  const read = (text: string) => toKeyCondition(parseCondition("KeyConditionExpression", text)(bindings), keys);

  it("are one partition and a range of its sort keys, in either order", () => {
    expect(read("pk = :a")).toEqual({ partition: { S: "a" }, range: undefined });
    expect(read("sk >= :b AND pk = :a").range).toEqual({ op: ">=", value: { S: "b" } });
    expect(read("pk = :a AND begins_with(sk, :b)").range).toEqual({ op: "beginsWith", prefix: { S: "b" } });
    expect(read("(pk = :a) AND (sk BETWEEN :a AND :b)").range).toEqual({
      op: "between",
      low: { S: "a" },
      high: { S: "b" },
    });
  });

  it.each([
    ["sk = :a", /missed key schema element: pk/],
    ["pk > :a", /not supported/],
    ["pk = :a AND sku = :b", /missed key schema element: sk/],
    ["pk = :a OR sk = :b", /Invalid operator used in KeyConditionExpression: OR/],
    ["pk = :a AND sk <> :b", /Invalid operator/],
    ["pk = :a AND sk > :a AND sk < :b", /one condition per key/],
    ["pk.x = :a", /nested attributes/],
  ])("are refused otherwise: %s", (text, message) => {
    expect(() => read(text)).toThrow(message);
  });
});
