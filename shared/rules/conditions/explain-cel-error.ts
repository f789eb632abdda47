import { limits } from "./language.ts";
import type { MistakeFacts } from "./mistake.ts";

/** What the package says of a text, as far as we rely on it. */
export type CelError = { readonly code: string; readonly summary: string; readonly at: number; readonly end: number };

const typeWords: Readonly<Record<string, string>> = {
  int: "a whole number",
  double: "a decimal number",
  string: "a text",
  bool: "yes or no",
  "list<string>": "a list of texts",
  "list<Line>": "the lines",
  Order: "the order",
  Line: "a line",
  list: "a list",
};

const signs: Readonly<Record<string, string>> = {
  RPAREN: "a closing )",
  LPAREN: "an opening (",
  RBRACKET: "a closing ]",
  RBRACE: "a closing }",
  IDENTIFIER: "a name",
  COLON: "a : and what holds otherwise",
  COMMA: "a comma",
  EOF: "the end",
};

/** An error of the parser or the type checker in the words of rules. */
export function explainCelError(text: string, { code, summary, at, end }: CelError): MistakeFacts {
  const found = text.slice(at, Math.max(end, at + 1)).trim();
  const facts = (expected: string, suggestion: string | null = null): MistakeFacts => ({
    at,
    found,
    expected,
    suggestion,
  });
  switch (code) {
    case "unterminated_string":
      return facts("a closing quote", `${found}${found.startsWith("'") ? "'" : '"'}`);
    case "expected_token": {
      const wanted = /Expected (\w+)/.exec(summary)?.[1] ?? "";
      return facts(signs[wanted] ?? "another sign");
    }
    case "unexpected_token":
    case "unexpected_character":
      return found === ""
        ? facts("a value or a comparison after this")
        : facts("an operator such as && or ==, or a text in quotes");
    case "limit_exceeded":
      if (summary.includes("maxMapEntries")) return facts("a list in [ ]; a condition has no maps");
      return facts(
        `a shorter condition: at most ${limits.maxAstNodes} parts, ${limits.maxDepth} levels, ${limits.maxListElements} entries in a list`,
        "it as several rules",
      );
    case "no_such_overload": {
      const [, left, operator, right] = /: (.+?) (\S+) (.+)$/.exec(summary) ?? [];
      if (left === undefined || operator === undefined || right === undefined)
        return facts(`yes or no, this is ${wordFor(/!(.+)$/.exec(summary)?.[1] ?? "")}`);
      return facts(`two values that ${operator} can compare; these are ${wordFor(left)} and ${wordFor(right)}`);
    }
    case "no_matching_overload":
      return facts(`values of another kind: ${summary.replace(/^.*for /, "")} does not exist`);
    case "invalid_logical_operand":
    case "invalid_condition_type":
      return facts(
        `yes or no, this is ${wordFor(/got '(.+)'/.exec(summary)?.[1] ?? "")}`,
        "a comparison such as … > 0",
      );
    case "heterogeneous_list_element":
      return facts("values of one kind in a list");
    case "incompatible_ternary_branches":
      return facts("values of one kind on both sides of :");
    case "invalid_escape_sequence":
      return facts("a backslash written twice", "\\\\");
    case "invalid_number":
      return facts("a smaller number");
    default:
      return facts(summary);
  }
}

export function wordFor(type: string): string {
  return typeWords[type] ?? type;
}
