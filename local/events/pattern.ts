import { BlockList, isIPv4, isIPv6 } from "node:net";
import { isRecord } from "../cloud/json-service.ts";

/** An EventBridge pattern, as parsed JSON: `{"source": ["hub"], "detail": {"total": [{"numeric": [">", 0]}]}}`. */
export type EventPattern = Readonly<Record<string, unknown>>;

/**
 * Whether an event (parsed JSON) matches a pattern that `checkPattern` has no problem with. An array in the event
 * matches if one of its elements does; all that a pattern says of an object must hold of the same element.
 */
export function matches(pattern: EventPattern, event: unknown): boolean {
  return matchesObject(pattern, event, { root: event, path: [] });
}

type Where = { readonly root: unknown; readonly path: readonly string[] };

function matchesObject(pattern: EventPattern, node: unknown, where: Where): boolean {
  return Object.entries(pattern).every(([name, wanted]) => {
    if (name === "$or" && Array.isArray(wanted)) {
      return wanted.some((one) => isRecord(one) && matchesObject(one, node, where));
    }
    const inner: Where = { root: where.root, path: [...where.path, name] };
    const found = isRecord(node) && Object.hasOwn(node, name) ? flat(node[name]) : [];
    if (Array.isArray(wanted)) return wanted.some((filter) => matchesLeaf(filter, found, inner));
    if (!isRecord(wanted)) return false;
    const objects = found.filter(isRecord);
    return (objects.length === 0 ? [undefined] : objects).some((one) => matchesObject(wanted, one, inner));
  });
}

/** Arrays do not count as a level: their elements stand in their place. */
function flat(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value.flatMap(flat) : [value];
}

function matchesLeaf(filter: unknown, found: readonly unknown[], where: Where): boolean {
  if (isRecord(filter) && filter["exists"] === false) return leavesAt(where.root, where.path).length === 0;
  return found.filter((value) => !isRecord(value)).some((value) => matchesValue(filter, value));
}

/** Every leaf at a path, through arrays. Objects are not leaves: `exists` does not see them. */
function leavesAt(node: unknown, path: readonly string[]): readonly unknown[] {
  const [name, ...rest] = path;
  const here = flat(node);
  if (name === undefined) return here.filter((value) => !isRecord(value));
  return here.flatMap((one) => (isRecord(one) && Object.hasOwn(one, name) ? leavesAt(one[name], rest) : []));
}

function matchesValue(filter: unknown, value: unknown): boolean {
  if (!isRecord(filter)) return filter === value;
  const [kind, argument] = Object.entries(filter)[0] ?? [];
  switch (kind) {
    case "exists":
      return true;
    case "anything-but":
      return isAnythingBut(argument, value);
    case "numeric":
      return typeof value === "number" && Array.isArray(argument) && isInRange(argument, value);
    default:
      return typeof value === "string" && matchesText(kind, argument, value);
  }
}

function matchesText(kind: string | undefined, argument: unknown, value: string): boolean {
  const ignoringCase = isRecord(argument) ? argument["equals-ignore-case"] : undefined;
  const [text, wanted] =
    typeof ignoringCase === "string" ? [value.toLowerCase(), ignoringCase.toLowerCase()] : [value, argument];
  if (typeof wanted !== "string") return false;
  switch (kind) {
    case "prefix":
      return text.startsWith(wanted);
    case "suffix":
      return text.endsWith(wanted);
    case "equals-ignore-case":
      return text.toLowerCase() === wanted.toLowerCase();
    case "wildcard":
      return wildcard(wanted).test(text);
    case "cidr":
      return isInNetwork(wanted, text);
    default:
      return false;
  }
}

function isAnythingBut(argument: unknown, value: unknown): boolean {
  if (!isRecord(argument)) return !flat(argument).includes(value);
  const [kind, texts] = Object.entries(argument)[0] ?? [];
  return typeof value !== "string" || !flat(texts).some((text) => matchesText(kind, text, value));
}

/** `[">", 0, "<=", 5]`: every comparison must hold. */
function isInRange(comparisons: readonly unknown[], value: number): boolean {
  return comparisons.every((operator, index) => {
    const bound = comparisons[index + 1];
    if (index % 2 === 1) return true;
    if (typeof bound !== "number") return false;
    switch (operator) {
      case "=":
        return value === bound;
      case "<":
        return value < bound;
      case "<=":
        return value <= bound;
      case ">":
        return value > bound;
      case ">=":
        return value >= bound;
      default:
        return false;
    }
  });
}

const expressions = new Map<string, RegExp>();

/** `*` stands for any characters; `\*` and `\\` for themselves. */
function wildcard(text: string): RegExp {
  const known = expressions.get(text);
  if (known) return known;
  const pieces = text.match(/\\[\s\S]|[\s\S]/g) ?? [];
  const source = pieces.map((piece) => (piece === "*" ? "[\\s\\S]*" : literally(piece.at(-1) ?? "")));
  const expression = new RegExp(`^${source.join("")}$`);
  expressions.set(text, expression);
  return expression;
}

const literally = (character: string): string => character.replace(/[.*+?^${}()|[\]\\/-]/, "\\$&");

const networks = new Map<string, BlockList>();

function isInNetwork(cidr: string, address: string): boolean {
  const family = familyOf(address);
  const sameFamily = family !== null && family === familyOf(cidr.split("/")[0] ?? "");
  return sameFamily && network(cidr).check(address, family);
}

function network(cidr: string): BlockList {
  const known = networks.get(cidr);
  if (known) return known;
  const list = new BlockList();
  const [base = "", bits = ""] = cidr.split("/");
  list.addSubnet(base, Number(bits), familyOf(base) ?? "ipv4");
  networks.set(cidr, list);
  return list;
}

export function familyOf(address: string): "ipv4" | "ipv6" | null {
  if (isIPv4(address)) return "ipv4";
  return isIPv6(address) ? "ipv6" : null;
}
