/** Quantities of the same line added up. */
export function sumByLine(
  entries: readonly { readonly lineId: string; readonly quantity: number }[],
): Map<string, number> {
  const sums = new Map<string, number>();
  for (const { lineId, quantity } of entries) sums.set(lineId, (sums.get(lineId) ?? 0) + quantity);
  return sums;
}
