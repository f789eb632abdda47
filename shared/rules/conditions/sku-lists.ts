import { fitsOf, patternSteps, plainPart } from "./sku-pattern.ts";

type Lists = Readonly<Record<string, readonly string[]>>;

/** Lists made ready: what is a sku, or the beginning of one, is found by looking it up; the rest is tried. */
type Index = {
  readonly names: readonly string[];
  readonly exact: ReadonlyMap<string, ReadonlySet<string>>;
  readonly prefixes: ReadonlyMap<string, ReadonlySet<string>>;
  readonly prefixLengths: readonly number[];
  readonly others: readonly { readonly name: string; readonly fits: (sku: string) => boolean }[];
};

const indexes = new WeakMap<Lists, Index>();

/** The names of the lists that have a pattern for the sku, in the order of the lists. */
export function listsOf(sku: string, lists: Lists): readonly string[] {
  const known = indexes.get(lists);
  const index = known ?? indexOf(lists);
  if (known === undefined) indexes.set(lists, index);
  if (index.names.length === 0) return [];
  const text = sku.toLowerCase();
  const found = new Set(index.exact.get(text));
  for (const length of index.prefixLengths) {
    if (length > text.length) break;
    for (const name of index.prefixes.get(text.slice(0, length)) ?? []) found.add(name);
  }
  for (const { name, fits } of index.others) if (!found.has(name) && fits(text)) found.add(name);
  return index.names.filter((name) => found.has(name));
}

/** What asking one sku for its lists may take, in the steps that conditions are allowed. */
export function listSteps(lists: Lists): number {
  const { prefixLengths } = indexOf(lists);
  const tried = Object.values(lists).flatMap((patterns) => patterns.filter((each) => plainPart(each) === null));
  return tried.reduce((sum, pattern) => sum + patternSteps(pattern), 1 + prefixLengths.length);
}

function indexOf(lists: Lists): Index {
  const exact = new Map<string, Set<string>>();
  const prefixes = new Map<string, Set<string>>();
  const others: { readonly name: string; readonly fits: (sku: string) => boolean }[] = [];
  for (const [name, patterns] of Object.entries(lists)) {
    for (const pattern of patterns) {
      const plain = plainPart(pattern);
      if (plain === null) others.push({ name, fits: fitsOf(pattern) });
      else add(plain.isPrefix ? prefixes : exact, plain.text, name);
    }
  }
  const prefixLengths = [...new Set([...prefixes.keys()].map(({ length }) => length))].sort((a, b) => a - b);
  return { names: Object.keys(lists), exact, prefixes, prefixLengths, others };
}

function add(places: Map<string, Set<string>>, text: string, name: string): void {
  const names = places.get(text);
  if (names === undefined) places.set(text, new Set([name]));
  else names.add(name);
}
