/** Says whether a sku in lower case fits. */
type Fits = (sku: string) => boolean;

/** Patterns that were used lately, ready to be asked; they come from few rule sets. */
const ready = new Map<string, Fits>();
const MOST_READY = 4_096;

/**
 * Does the sku fit the pattern? `*` stands for any letters, `?` for one; case does not matter. At most pattern × sku steps:
 * no regular expression that a clever text could keep busy. `patternSteps` says what it may take.
 */
export function skuMatches(sku: string, pattern: string): boolean {
  return fitsOf(pattern)(sku.toLowerCase());
}

export function fitsOf(pattern: string): Fits {
  const known = ready.get(pattern);
  if (known !== undefined) return known;
  if (ready.size === MOST_READY) ready.clear();
  const made = prepared(pattern.toLowerCase());
  ready.set(pattern, made);
  return made;
}

/** A pattern that is a sku, or the beginning of skus: such are looked up, however many a list has. Null for all others. */
export function plainPart(pattern: string): { readonly text: string; readonly isPrefix: boolean } | null {
  const lower = pattern.toLowerCase();
  const isPrefix = lower.endsWith("*");
  const text = isPrefix ? lower.slice(0, -1) : lower;
  return /[*?]/.test(text) ? null : { text, isPrefix };
}

/** What asking one sku may take, in the steps that conditions are allowed; `null`: a pattern that nobody knows yet. */
export function patternSteps(pattern: string | null): number {
  if (pattern === null) return UNKNOWN_PATTERN;
  if (plainPart(pattern) !== null) return 1;
  return pattern.includes("?") ? 2 + 2 * pattern.length : 2 + Math.ceil(pattern.length / 4);
}

const UNKNOWN_PATTERN = 64;

function prepared(pattern: string): Fits {
  const plain = plainPart(pattern);
  if (plain !== null) return plain.isPrefix ? (sku) => sku.startsWith(plain.text) : (sku) => sku === plain.text;
  if (pattern.includes("?")) {
    const letters = [...pattern];
    return (sku) => fitsLetters([...sku], letters);
  }
  const [first = "", ...others] = pattern.split("*");
  const last = others.pop() ?? "";
  const between = others.filter((part) => part !== "");
  return (sku) => {
    if (!sku.startsWith(first) || !sku.endsWith(last)) return false;
    const end = sku.length - last.length;
    let at = first.length;
    for (const part of between) {
      const found = sku.indexOf(part, at);
      if (found < 0) return false;
      at = found + part.length;
    }
    return at <= end;
  };
}

function fitsLetters(text: readonly string[], wanted: readonly string[]): boolean {
  let at = 0;
  let next = 0;
  let star = -1;
  let retry = 0;
  while (at < text.length) {
    if (wanted[next] === "*") {
      star = next;
      next += 1;
      retry = at;
    } else if (next < wanted.length && (wanted[next] === "?" || wanted[next] === text[at])) {
      at += 1;
      next += 1;
    } else if (star >= 0) {
      next = star + 1;
      retry += 1;
      at = retry;
    } else return false;
  }
  while (wanted[next] === "*") next += 1;
  return next === wanted.length;
}
