import { never } from "../../kernel/result.ts";
import { typeOf } from "./attribute.ts";
import { checkedValue } from "./check-value.ts";
import { type ConditionNode, type Operand, orderOf } from "./condition.ts";
import { invalid } from "./errors.ts";
import { showPath } from "./path.ts";

const ordered = new Set(["S", "N", "B"]);
const attributeTypes = new Set(["S", "N", "B", "BOOL", "NULL", "L", "M", "SS", "NS", "BS"]);

/** The condition with canonical numbers, or the ValidationException DynamoDB gives before it looks at any item. */
export function checkedCondition(condition: ConditionNode): ConditionNode {
  switch (condition.kind) {
    case "compare": {
      const left = checkedOperand(condition.left);
      const right = checkedOperand(condition.right);
      if (condition.op !== "=" && condition.op !== "<>")
        for (const side of [left, right]) mustOrder(side, condition.op);
      if (left.kind === "path" && right.kind === "path" && showPath(left.path) === showPath(right.path)) {
        throw invalidCondition(
          `The first operand must be distinct from the remaining operands for this operator or function; operator: ${condition.op}, first operand: ${showPath(left.path)}`,
        );
      }
      return { ...condition, left, right };
    }
    case "between": {
      const low = checkedOperand(condition.low);
      const high = checkedOperand(condition.high);
      for (const side of [condition.of, low, high]) mustOrder(side, "BETWEEN");
      mustSpan(low, high);
      return { kind: "between", of: checkedOperand(condition.of), low, high };
    }
    case "in": {
      if (condition.options.length > 100) throw invalidCondition("The IN operator accepts at most 100 operands");
      if (condition.options.length === 0) throw invalidCondition("The IN operator needs an operand");
      return { kind: "in", of: checkedOperand(condition.of), options: condition.options.map(checkedOperand) };
    }
    case "beginsWith": {
      mustBe(condition.prefix, ["S", "B"], "begins_with");
      mustBe(condition.of, ["S", "B"], "begins_with");
      return condition;
    }
    case "contains":
      return { ...condition, element: checkedOperand(condition.element) };
    case "type": {
      mustBe(condition.type, ["S"], "attribute_type");
      const type = condition.type.kind === "value" && "S" in condition.type.value ? condition.type.value.S : "S";
      if (!attributeTypes.has(type)) throw invalidCondition(`Invalid attribute type name found; type: ${type}`);
      return condition;
    }
    case "and":
    case "or":
      return { kind: condition.kind, of: condition.of.map(checkedCondition) };
    case "not":
      return { kind: "not", of: checkedCondition(condition.of) };
    case "exists":
    case "absent":
      return condition;
    default:
      return never(condition);
  }
}

function checkedOperand(operand: Operand): Operand {
  if (operand.kind === "size") {
    if (operand.of.kind === "value") mustBe(operand.of, ["S", "B", "SS", "NS", "BS", "L", "M"], "size");
    return operand;
  }
  if (operand.kind !== "value") return operand;
  const value = checkedValue(operand.value);
  return value === operand.value ? operand : { kind: "value", value };
}

function mustOrder(operand: Operand, operator: string): void {
  if (operand.kind !== "value" || ordered.has(typeOf(operand.value))) return;
  throw invalidCondition(
    `Incorrect operand type for operator or function; operator or function: ${operator}, operand type: ${typeOf(operand.value)}`,
  );
}

function mustBe(operand: Operand, types: readonly string[], name: string): void {
  if (operand.kind === "path") return;
  const type = operand.kind === "value" ? typeOf(operand.value) : "N";
  if (types.includes(type)) return;
  throw invalidCondition(
    `Incorrect operand type for operator or function; operator or function: ${name}, operand type: ${type}`,
  );
}

function mustSpan(low: Operand, high: Operand): void {
  if (low.kind !== "value" || high.kind !== "value") return;
  const order = orderOf(low.value, high.value);
  if (order === undefined) {
    throw invalidCondition("The BETWEEN operator requires same data type for lower and upper bounds");
  }
  if (order > 0) {
    throw invalidCondition("The BETWEEN operator requires upper bound to be greater than or equal to lower bound");
  }
}

function invalidCondition(why: string): Error {
  return invalid(`Invalid ConditionExpression: ${why}`);
}
