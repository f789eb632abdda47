import { resolveCondition } from "./conditions.ts";
import { attributeOf, noValue, refOf, type Scope } from "./scope.ts";

/**
 * A template value with every intrinsic function replaced by what it stands for. Members that come to `AWS::NoValue` are
 * left out. Throws with the stack's name on a function it does not know: it never guesses.
 */
export function resolve(value: unknown, scope: Scope): unknown {
  const resolved = step(value, scope);
  return resolved === noValue ? undefined : resolved;
}

function step(value: unknown, scope: Scope): unknown {
  if (Array.isArray(value)) return value.map((entry) => step(entry, scope)).filter((entry) => entry !== noValue);
  if (typeof value === "string") return withoutDynamicReference(value, scope);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value);
  const [only] = entries;
  if (entries.length === 1 && only !== undefined && isIntrinsic(only[0])) return intrinsic(only[0], only[1], scope);
  const members = entries.map(([name, member]) => [name, step(member, scope)] as const);
  return Object.fromEntries(members.filter(([, member]) => member !== noValue));
}

function isIntrinsic(name: string): boolean {
  return name === "Ref" || name.startsWith("Fn::");
}

function intrinsic(name: string, argument: unknown, scope: Scope): unknown {
  switch (name) {
    case "Ref":
      return refOf(scope, String(argument));
    case "Fn::GetAtt":
      return getAttribute(argument, scope);
    case "Fn::Sub":
      return substitute(argument, scope);
    case "Fn::Join":
      return join(argument, scope);
    case "Fn::Select":
      return select(argument, scope);
    case "Fn::Split":
      return split(argument, scope);
    case "Fn::If":
      return choose(argument, scope);
    case "Fn::FindInMap":
      return findInMap(argument, scope);
    case "Fn::ImportValue":
      return importValue(argument, scope);
    case "Fn::Base64":
      return Buffer.from(String(step(argument, scope))).toString("base64");
    case "Fn::GetAZs":
      return ["us-east-1a", "us-east-1b", "us-east-1c"];
    default:
      throw new Error(
        `${scope.stack}: intrinsic function ${name} is not known to the local cloud (local/template/resolve.ts)`,
      );
  }
}

function getAttribute(argument: unknown, scope: Scope): string {
  const [name, ...attribute] = typeof argument === "string" ? argument.split(".") : (argument as readonly string[]);
  return attributeOf(scope, String(name), attribute.join("."));
}

function substitute(argument: unknown, scope: Scope): string {
  const [text, given] = Array.isArray(argument) ? argument : [argument, {}];
  const names = (given ?? {}) as Readonly<Record<string, unknown>>;
  return String(text).replace(/\$\{(!?)([^}]+)\}/g, (_, literal: string, name: string) => {
    if (literal === "!") return `\${${name}}`;
    if (Object.hasOwn(names, name)) return String(step(names[name], scope));
    const dot = name.indexOf(".");
    return String(dot < 0 ? refOf(scope, name) : attributeOf(scope, name.slice(0, dot), name.slice(dot + 1)));
  });
}

function join(argument: unknown, scope: Scope): string {
  const [separator, parts] = pair(argument, "Fn::Join", scope);
  const resolved = step(parts, scope);
  if (!Array.isArray(resolved)) throw new Error(`${scope.stack}: Fn::Join needs a list`);
  return resolved.map(String).join(String(separator));
}

function select(argument: unknown, scope: Scope): unknown {
  const [index, list] = pair(argument, "Fn::Select", scope);
  const resolved = step(list, scope);
  const at = Number(step(index, scope));
  if (!Array.isArray(resolved) || at >= resolved.length)
    throw new Error(`${scope.stack}: Fn::Select finds no entry ${at}`);
  return resolved[at];
}

function split(argument: unknown, scope: Scope): string[] {
  const [separator, text] = pair(argument, "Fn::Split", scope);
  return String(step(text, scope)).split(String(separator));
}

function choose(argument: unknown, scope: Scope): unknown {
  if (!Array.isArray(argument) || argument.length !== 3) throw new Error(`${scope.stack}: Fn::If needs three entries`);
  return step(resolveCondition({ Condition: argument[0] }, scope) ? argument[1] : argument[2], scope);
}

function findInMap(argument: unknown, scope: Scope): unknown {
  const [map, first, second] = (step(argument, scope) as readonly unknown[]).map(String);
  const found = scope.template.Mappings?.[String(map)]?.[String(first)]?.[String(second)];
  if (found === undefined) throw new Error(`${scope.stack}: Fn::FindInMap finds nothing at ${map}/${first}/${second}`);
  return found;
}

function importValue(argument: unknown, scope: Scope): unknown {
  const name = String(step(argument, scope));
  if (!scope.exports.has(name)) throw new Error(`${scope.stack}: Fn::ImportValue "${name}": no stack exports it`);
  return scope.exports.get(name);
}

function pair(argument: unknown, name: string, scope: Scope): readonly [unknown, unknown] {
  if (!Array.isArray(argument) || argument.length !== 2) throw new Error(`${scope.stack}: ${name} needs two entries`);
  return [argument[0], argument[1]];
}

function withoutDynamicReference(text: string, scope: Scope): string {
  if (!text.includes("{{resolve:")) return text;
  throw new Error(
    `${scope.stack}: dynamic reference ${text} is not known to the local cloud; read it at run time instead`,
  );
}
