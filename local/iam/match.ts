/** Whether `text` fits a pattern with `*` (any run) and `?` (any one character). */
export function matchesWildcard(
  pattern: string,
  text: string,
  options: { readonly ignoreCase?: boolean } = {},
): boolean {
  return compiled(pattern, options.ignoreCase ?? false).test(text);
}

const cache = new Map<string, RegExp>();

function compiled(pattern: string, ignoreCase: boolean): RegExp {
  const key = `${ignoreCase}${pattern}`;
  const known = cache.get(key);
  if (known !== undefined) return known;
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  const made = new RegExp(`^${source}$`, ignoreCase ? "is" : "s");
  cache.set(key, made);
  return made;
}
