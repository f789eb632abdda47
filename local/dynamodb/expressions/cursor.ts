import { invalid } from "../../../shared/table/engine/errors.ts";

export type Token = {
  readonly kind: "word" | "name" | "value" | "number" | "symbol" | "end";
  readonly text: string;
};

const TOKEN = /\s*(?:(#[A-Za-z0-9_]+)|(:[A-Za-z0-9_]+)|([A-Za-z_][A-Za-z0-9_]*)|(\d+)|(<>|<=|>=|[=<>()[\].,+-])|(\S))/y;
const end: Token = { kind: "end", text: "<EOF>" };

/** Walks over the tokens of one expression. `kind` ("ConditionExpression" …) is how errors name it. */
export type Cursor = {
  readonly kind: string;
  peek(ahead?: number): Token;
  take(): Token;
  /** Takes the symbol or (in any case) the keyword when it is next. */
  takeIf(text: string): boolean;
  expect(text: string): void;
  syntaxError(): Error;
  error(why: string): Error;
};

export function makeCursor(kind: string, expression: string): Cursor {
  const error = (why: string): Error => invalid(`Invalid ${kind}: ${why}`);
  if (expression.trim() === "") throw error("The expression can not be empty;");
  if (Buffer.byteLength(expression) > 4096) {
    throw error(
      `Expression size has exceeded the maximum allowed size; expression size: ${Buffer.byteLength(expression)}`,
    );
  }
  const tokens = tokensOf(expression);
  let at = 0;

  function syntaxError(): Error {
    const near = [at - 1, at, at + 1].map((index) => tokens[index]?.text).filter((text) => text !== undefined);
    return error(`Syntax error; token: "${(tokens[at] ?? end).text}", near: "${near.join(" ")}"`);
  }

  function takeIf(text: string): boolean {
    const token = tokens[at];
    const isIt = token?.kind === "symbol" ? token.text === text : isKeyword(token, text);
    if (isIt) at += 1;
    return isIt;
  }

  return {
    kind,
    peek: (ahead = 0) => tokens[at + ahead] ?? end,
    take() {
      const token = tokens[at] ?? end;
      at += 1;
      return token;
    },
    takeIf,
    expect(text) {
      if (!takeIf(text)) throw syntaxError();
    },
    syntaxError,
    error,
  };
}

export function isKeyword(token: Token | undefined, word: string): boolean {
  return token?.kind === "word" && token.text.toUpperCase() === word;
}

function tokensOf(expression: string): Token[] {
  const kinds = ["name", "value", "word", "number", "symbol", "symbol"] as const;
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  for (let match = TOKEN.exec(expression); match !== null; match = TOKEN.exec(expression)) {
    const which = match.slice(1).findIndex((text) => text !== undefined);
    tokens.push({ kind: kinds[which] ?? "symbol", text: match[which + 1] ?? "" });
  }
  return tokens;
}
