/** Does an event pattern match? EventBridge's matcher, handed in by whoever knows it. */
export type Matches = (pattern: unknown, event: unknown) => boolean;

/**
 * Filter criteria of an event source mapping: a record passes when any pattern matches. A queue message's body is matched
 * as JSON where the pattern looks into it; a body that is no JSON then matches nothing.
 */
export function passesFilters(
  record: Readonly<Record<string, unknown>>,
  filters: readonly unknown[],
  matches: Matches,
): boolean {
  if (filters.length === 0) return true;
  return filters.some((pattern) => matches(pattern, looksIntoBody(pattern) ? withParsedBody(record) : record));
}

function looksIntoBody(pattern: unknown): boolean {
  const body = (pattern as { readonly body?: unknown } | null)?.body;
  return typeof body === "object" && body !== null && !Array.isArray(body);
}

function withParsedBody(record: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  if (typeof record["body"] !== "string") return record;
  try {
    return { ...record, body: JSON.parse(record["body"]) as unknown };
  } catch {
    return { ...record, body: null };
  }
}
