/** The known name that a misspelt one most likely means; null when none is near enough. */
export function nearestName(found: string, names: readonly string[]): string | null {
  const wanted = found.toLowerCase();
  let best: { readonly name: string; readonly distance: number } | null = null;
  for (const name of names) {
    const distance = editsBetween(wanted, name.toLowerCase());
    if (best === null || distance < best.distance) best = { name, distance };
  }
  const most = Math.max(1, Math.floor(found.length / 3));
  return best !== null && best.distance <= most ? best.name : null;
}

/** Letters to be put in, taken out, changed, or swapped with their neighbour (Damerau–Levenshtein, adjacent swaps). */
export function editsBetween(a: string, b: string): number {
  const from = [...a];
  const to = [...b];
  let beforeLast: number[] = [];
  let last = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (const [row, letter] of from.entries()) {
    const current = [row + 1];
    for (const [column, other] of to.entries()) {
      const changed = (last[column] ?? 0) + (letter === other ? 0 : 1);
      let least = Math.min(changed, (last[column + 1] ?? 0) + 1, (current[column] ?? 0) + 1);
      const isSwap = row > 0 && column > 0 && letter === to[column - 1] && from[row - 1] === other;
      if (isSwap) least = Math.min(least, (beforeLast[column - 1] ?? 0) + 1);
      current.push(least);
    }
    beforeLast = last;
    last = current;
  }
  return last.at(-1) ?? 0;
}
