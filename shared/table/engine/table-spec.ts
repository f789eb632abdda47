import type { Attributes, AttributeType } from "./attribute.ts";

export type KeyAttribute = { readonly name: string; readonly type: Extract<AttributeType, "S" | "N" | "B"> };

/** What of an item an index holds, besides the keys of the table and of the index. */
export type Projection =
  | { readonly kind: "all" }
  | { readonly kind: "keys" }
  | { readonly kind: "include"; readonly names: readonly string[] };

export type IndexSpec = {
  readonly name: string;
  readonly partition: KeyAttribute;
  readonly sort: KeyAttribute | null;
  readonly projection: Projection;
};

export type TableSpec = {
  readonly name: string;
  readonly partition: KeyAttribute;
  readonly sort: KeyAttribute | null;
  readonly indexes: readonly IndexSpec[];
  /** Whether changes are recorded in the table's stream (with new and old images). */
  readonly stream: boolean;
  /** The attribute with the epoch second after which an item is deleted. */
  readonly timeToLive: string | null;
};

export function keyNames(spec: { readonly partition: KeyAttribute; readonly sort: KeyAttribute | null }): string[] {
  return spec.sort === null ? [spec.partition.name] : [spec.partition.name, spec.sort.name];
}

/** Only the named attributes of an item, those that it has. */
export function pick(attributes: Attributes, names: readonly string[]): Attributes {
  const some: Record<string, Attributes[string]> = {};
  for (const name of names) {
    const value = Object.hasOwn(attributes, name) ? attributes[name] : undefined;
    if (value !== undefined) some[name] = value;
  }
  return some;
}
