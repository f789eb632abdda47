/**
 * Reads a function's answer to a batch as Lambda does (`ReportBatchItemFailures`): nothing, null, or an empty list means
 * that all is done; a list names the failed ones; anything malformed, or an id that was not in the batch, fails the whole batch.
 */
export function failedItems(payload: string, ids: readonly string[]): readonly string[] | "all" {
  const parsed = parse(payload);
  if (parsed === malformed) return "all";
  if (parsed === null || parsed === undefined || parsed === "") return [];
  if (typeof parsed !== "object") return "all";
  const list = (parsed as { readonly batchItemFailures?: unknown }).batchItemFailures;
  if (list === undefined || list === null) return [];
  if (!Array.isArray(list)) return "all";
  const failed: string[] = [];
  for (const entry of list as readonly unknown[]) {
    const id =
      typeof entry === "object" && entry !== null ? (entry as Record<string, unknown>)["itemIdentifier"] : undefined;
    if (typeof id !== "string" || !ids.includes(id)) return "all";
    failed.push(id);
  }
  return failed;
}

const malformed = Symbol("malformed");

function parse(payload: string): unknown {
  try {
    return JSON.parse(payload);
  } catch {
    return malformed;
  }
}
