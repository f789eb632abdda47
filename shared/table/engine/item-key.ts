import { type Attributes, attributeOf, typeOf } from "./attribute.ts";
import { checkedAttributes } from "./check-value.ts";
import { invalid } from "./errors.ts";
import { valueSize } from "./size.ts";
import { sortText } from "./sort-text.ts";
import { type IndexSpec, type KeyAttribute, keyNames, type TableSpec } from "./table-spec.ts";

/** Where an item stands: texts that order as its key does, and one that names it. */
export type Place = { readonly id: string; readonly partition: string; readonly sort: string };

const maxPartitionBytes = 2048;
const maxSortBytes = 1024;

/** The place of a whole item; refuses a missing, empty, oversized or wrongly typed key attribute. */
export function placeOfItem(spec: TableSpec, item: Attributes): Place {
  for (const name of keyNames(spec)) {
    if (attributeOf(item, name) === undefined) {
      throw invalid(`One or more parameter values were invalid: Missing the key ${name} in the item`);
    }
  }
  const partition = keyText(spec.partition, item, maxPartitionBytes);
  const sort = spec.sort === null ? "" : keyText(spec.sort, item, maxSortBytes);
  return { id: JSON.stringify([partition, sort]), partition, sort };
}

/** The place of a key given alone: it must hold exactly the key attributes. */
export function placeOfKey(spec: TableSpec, given: Attributes): Place & { readonly key: Attributes } {
  const names = keyNames(spec);
  if (Object.keys(given).length !== names.length || names.some((name) => attributeOf(given, name) === undefined)) {
    throw invalid("The provided key element does not match the schema");
  }
  const key = checkedAttributes(given);
  for (const { name, type } of spec.sort === null ? [spec.partition] : [spec.partition, spec.sort]) {
    const value = attributeOf(key, name);
    if (value !== undefined && typeOf(value) !== type) {
      throw invalid("The provided key element does not match the schema");
    }
  }
  return { ...placeOfItem(spec, key), key };
}

function keyText(attribute: KeyAttribute, item: Attributes, maxBytes: number): string {
  const value = attributeOf(item, attribute.name);
  if (value === undefined) throw invalid("The provided key element does not match the schema");
  if (typeOf(value) !== attribute.type) {
    throw invalid(
      `One or more parameter values were invalid: Type mismatch for key ${attribute.name} expected: ${attribute.type} actual: ${typeOf(value)}`,
    );
  }
  const bytes = valueSize(value);
  if (bytes === 0) throw invalid(emptyKey(attribute.name, attribute.type));
  if (bytes > maxBytes) {
    const which =
      maxBytes === maxPartitionBytes
        ? "Size of hashkey has exceeded the maximum size limit of2048 bytes"
        : "Aggregated size of all range keys has exceeded the size limit of 1024 bytes";
    throw invalid(`One or more parameter values were invalid: ${which}`);
  }
  return sortText(value);
}

export function emptyKey(name: string, type: string): string {
  const kind = type === "B" ? "binary" : "string";
  return `One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty ${kind} value. Key: ${name}`;
}

/** The index's partition and sort of an item, or null for an item that the (sparse) index leaves out. */
export function placeInIndex(index: IndexSpec, item: Attributes): Omit<Place, "id"> | null {
  const texts: string[] = [];
  for (const key of index.sort === null ? [index.partition] : [index.partition, index.sort]) {
    const value = attributeOf(item, key.name);
    if (value === undefined) return null;
    texts.push(sortText(value));
  }
  return { partition: texts[0] ?? "", sort: texts[1] ?? "" };
}

/** Refuses an item whose index key attributes, where present, have a wrong type or are empty. */
export function checkIndexKeys(spec: TableSpec, item: Attributes): void {
  for (const index of spec.indexes) {
    for (const key of index.sort === null ? [index.partition] : [index.partition, index.sort]) {
      const value = attributeOf(item, key.name);
      if (value === undefined) continue;
      if (typeOf(value) !== key.type) {
        throw invalid(
          `One or more parameter values were invalid: Type mismatch for Index Key ${key.name} Expected: ${key.type} Actual: ${typeOf(value)} IndexName: ${index.name}`,
        );
      }
      const bytes = valueSize(value);
      if (bytes === 0) {
        throw invalid(
          `One or more parameter values are not valid. A value specified for a secondary index key is not supported. The AttributeValue for a key attribute cannot contain an empty string value. IndexName: ${index.name}, IndexKey: ${key.name}`,
        );
      }
      if (bytes > (key === index.partition ? maxPartitionBytes : maxSortBytes)) {
        throw invalid(
          `One or more parameter values were invalid: Size of index key ${key.name} exceeds its limit. IndexName: ${index.name}`,
        );
      }
    }
  }
}
