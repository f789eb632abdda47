/**
 * Below 0 when `a` comes first, by UTF-16 code units, as `<` and `sort()` without a function. The same on every machine,
 * unlike `localeCompare`; for what is only ours to order, not for the table's keys, which AWS orders by their UTF-8 bytes.
 */
export function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
