import { type Attributes, type AttributeValue, assign, latin1 } from "./attribute.ts";
import { canonicalNumber } from "./decimal.ts";
import { invalid } from "./errors.ts";

const maxDepth = 32;

/** The value with canonical numbers, or a ValidationException. Gives back the same object where nothing changes. */
export function checkedValue(value: AttributeValue, depth = 0): AttributeValue {
  if ("S" in value || "BOOL" in value || "NULL" in value || "B" in value) return value;
  if ("N" in value) {
    const number = canonicalNumber(value.N);
    return number === value.N ? value : { N: number };
  }
  if ("SS" in value) return checkedSet(value, value.SS, "string");
  if ("NS" in value) return checkedSet({ NS: value.NS.map(canonicalNumber) }, value.NS.map(canonicalNumber), "number");
  if ("BS" in value) return checkedSet(value, value.BS.map(latin1), "binary");
  if (depth >= maxDepth) throw invalid("Nesting Levels have exceeded supported limits");
  if ("M" in value) {
    const map = checkedAttributes(value.M, depth + 1);
    return map === value.M ? value : { M: map };
  }
  const list = value.L.map((element) => checkedValue(element, depth + 1));
  return list.every((element, at) => element === value.L[at]) ? value : { L: list };
}

export function checkedAttributes(attributes: Attributes, depth = 0): Attributes {
  let changed: Record<string, AttributeValue> | null = null;
  for (const [name, value] of Object.entries(attributes)) {
    const checked = checkedValue(value, depth);
    if (checked === value) continue;
    changed ??= { ...attributes };
    assign(changed, name, checked);
  }
  return changed ?? attributes;
}

function checkedSet(value: AttributeValue, elements: readonly string[], kind: string): AttributeValue {
  if (elements.length === 0) {
    throw invalid(`One or more parameter values were invalid: An ${kind} set  may not be empty`);
  }
  if (new Set(elements).size !== elements.length) {
    const list = elements.join(", ");
    throw invalid(`One or more parameter values were invalid: Input collection [${list}] contains duplicates.`);
  }
  return value;
}
