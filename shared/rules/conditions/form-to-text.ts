import { never } from "../../kernel/result.ts";
import type { Form, FormRow, FormValue } from "./form.ts";
import { type FieldType, orderFields } from "./order-fields.ts";

const signs = {
  is: "==",
  is_not: "!=",
  less_than: "<",
  at_most: "<=",
  more_than: ">",
  at_least: ">=",
} as const;

const callOf = { contains: "contains", starts_with: "startsWith", ends_with: "endsWith" } as const;

/** The condition that a form stands for. What a form gets wrong, such as a field that does not exist, its text gets wrong too. */
export function formToText(form: Form): string {
  return textOf(form, "order");
}

type Owner = "order" | "line";

function textOf(form: Form, owner: Owner): string {
  if ("all" in form) return joined(form.all, " && ", "true", owner);
  if ("any" in form) return joined(form.any, " || ", "false", owner);
  if ("not" in form) return `!(${textOf(form.not, owner)})`;
  if ("someLine" in form) return `order.lines.exists(line, ${textOf(form.someLine, "line")})`;
  if ("everyLine" in form) return `order.lines.all(line, ${textOf(form.everyLine, "line")})`;
  return rowText(form, owner);
}

function joined(forms: readonly Form[], sign: string, ofNone: string, owner: Owner): string {
  if (forms.length === 0) return ofNone;
  return forms.map((form) => (isGroup(form) ? `(${textOf(form, owner)})` : textOf(form, owner))).join(sign);
}

/** A group of one needs its brackets too, so that it stays a group when it is read back. */
function isGroup(form: Form): boolean {
  return "all" in form || "any" in form;
}

function rowText({ field, op, value }: FormRow, owner: Owner): string {
  const name = `${owner}.${field}`;
  switch (op) {
    case "is":
    case "is_not":
    case "less_than":
    case "at_most":
    case "more_than":
    case "at_least":
      return `${name} ${signs[op]} ${literal(value, typeOf(field, owner))}`;
    case "is_one_of":
      return `${name} in ${literal(listOf(value))}`;
    case "is_none_of":
      return `!(${name} in ${literal(listOf(value))})`;
    case "has":
      return `${literal(value)} in ${name}`;
    case "has_any":
      return `${name}.exists(each, each in ${literal(listOf(value))})`;
    case "contains":
    case "starts_with":
    case "ends_with":
      return `${name}.${callOf[op]}(${literal(value)})`;
    case "matches":
      return `skuMatches(${name}, ${literal(value)})`;
    case "in_region": {
      const regions = listOf(value).map((each) => `inRegion(${literal(each)})`);
      return regions.length === 1 ? String(regions[0]) : `(${regions.join(" || ")})`;
    }
    default:
      return never(op);
  }
}

function typeOf(field: string, owner: Owner): FieldType | null {
  return owner === "order" ? (orderFields.find(({ name }) => name === field)?.type ?? null) : null;
}

function listOf(value: FormValue): readonly (string | number)[] {
  return Array.isArray(value) ? value : [typeof value === "boolean" ? String(value) : (value as string | number)];
}

/** Decimal fields compare with decimals: 100 is written 100.0. */
function literal(value: FormValue | readonly (string | number)[], type: FieldType | null = null): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "boolean") return String(value);
  if (typeof value === "number") return type === "decimal" && Number.isInteger(value) ? `${value}.0` : String(value);
  return `[${value.map((each) => literal(each)).join(", ")}]`;
}
