/**
 * Does the sku fit the pattern? `*` stands for any letters, `?` for one; case does not matter. Linear in practice and at
 * most pattern × sku steps: no regular expression that a clever text could keep busy.
 */
export function skuMatches(sku: string, pattern: string): boolean {
  const text = [...sku.toLowerCase()];
  const wanted = [...pattern.toLowerCase()];
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

/** The names of the lists that have a pattern for the sku. */
export function listsOf(sku: string, lists: Readonly<Record<string, readonly string[]>>): readonly string[] {
  return Object.entries(lists)
    .filter(([, patterns]) => patterns.some((pattern) => skuMatches(sku, pattern)))
    .map(([name]) => name);
}
