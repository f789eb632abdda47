/** Are two pieces of plain data the same in every name and value? As strict as a deep comparison, for much less. */
export function isSameData(one: unknown, other: unknown): boolean {
  if (Object.is(one, other)) return true;
  if (typeof one !== "object" || typeof other !== "object" || one === null || other === null) return false;
  if (Object.getPrototypeOf(one) !== Object.getPrototypeOf(other)) return false;
  const [names, others] = [Object.keys(one), Object.keys(other)];
  if (names.length !== others.length) return false;
  const [mine, theirs] = [one as Named, other as Named];
  return names.every((name) => Object.hasOwn(theirs, name) && isSameData(mine[name], theirs[name]));
}

type Named = { readonly [name: string]: unknown };
