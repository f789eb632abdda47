/** What a calculation gives that leaves its range. */
export const noAnswer: unique symbol = Symbol("no answer");

const most = 2n ** 63n - 1n;
const least = -(2n ** 63n);

/** Whole numbers of 64 bits, doubles, texts and lists; the type check has seen to it that both sides are alike. */
export function calculate(operator: string, left: unknown, right: unknown): unknown {
  if (typeof left === "bigint" && typeof right === "bigint") return inRange(wholes(operator, left, right));
  if (operator === "-" && left === 0n && typeof right === "number") return -right;
  if (typeof left === "number" && typeof right === "number") return doubles(operator, left, right);
  if (operator !== "+") return noAnswer;
  if (typeof left === "string" && typeof right === "string") return left + right;
  return Array.isArray(left) && Array.isArray(right) ? [...left, ...right] : noAnswer;
}

/** Null for an operator that does not compare. */
export function compare(operator: string, left: unknown, right: unknown): boolean | null {
  const [a, b] = [left as number, right as number];
  switch (operator) {
    case "<":
      return a < b;
    case "<=":
      return a <= b;
    case ">":
      return a > b;
    case ">=":
      return a >= b;
    default:
      return null;
  }
}

/** A whole number and a double are equal when they are the same number. */
export function isEqual(left: unknown, right: unknown): boolean {
  if (Array.isArray(left) && Array.isArray(right)) {
    return left.length === right.length && left.every((entry, index) => isEqual(entry, right[index]));
  }
  const isMixed = typeof left !== typeof right && isNumber(left) && isNumber(right);
  return isMixed ? compare("<=", left, right) === true && compare(">=", left, right) === true : left === right;
}

function isNumber(value: unknown): boolean {
  return typeof value === "bigint" || typeof value === "number";
}

function inRange(value: bigint | typeof noAnswer): unknown {
  return value === noAnswer || (value >= least && value <= most) ? value : noAnswer;
}

function wholes(operator: string, left: bigint, right: bigint): bigint | typeof noAnswer {
  switch (operator) {
    case "+":
      return left + right;
    case "-":
      return left - right;
    case "*":
      return left * right;
    case "/":
      return right === 0n ? noAnswer : left / right;
    case "%":
      return right === 0n ? noAnswer : left % right;
    default:
      return noAnswer;
  }
}

function doubles(operator: string, left: number, right: number): unknown {
  switch (operator) {
    case "+":
      return left + right;
    case "-":
      return left - right;
    case "*":
      return left * right;
    case "/":
      return left / right;
    default:
      return noAnswer;
  }
}
