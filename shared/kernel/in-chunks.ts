/** `items` in their order, at most `size` at a time and, where `bytesOf` is given, at most `bytes` together. */
export function inChunks<T>(
  items: readonly T[],
  size: number,
  weight?: { readonly bytes: number; readonly bytesOf: (item: T) => number },
): readonly (readonly T[])[] {
  const chunks: T[][] = [];
  let last: T[] = [];
  let lastBytes = 0;
  for (const item of items) {
    const bytes = weight?.bytesOf(item) ?? 0;
    if (last.length === 0 || last.length === size || lastBytes + bytes > (weight?.bytes ?? 0)) {
      last = [];
      lastBytes = 0;
      chunks.push(last);
    }
    last.push(item);
    lastBytes += bytes;
  }
  return chunks;
}
