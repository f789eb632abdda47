import type { JsonReader } from "../json-reader.ts";

/** An item with the container it is in, and the items it contains: bundles and configurable products come as several items. */
export type Family = {
  readonly at: JsonReader;
  readonly parent: JsonReader | null;
  readonly parts: readonly JsonReader[];
};

export function readFamilies(order: JsonReader): readonly Family[] {
  const items = order.list("items");
  const byId = new Map(items.map((at) => [at.textOrNull("item_id"), at]));
  const parentOf = (at: JsonReader): JsonReader | null => {
    const parentId = at.textOrNull("parent_item_id");
    const parent = parentId === null ? undefined : byId.get(parentId);
    return parent === undefined || parent === at ? null : parent;
  };
  const partsOf = Map.groupBy(items, parentOf);
  return items.map((at) => ({ at, parent: parentOf(at), parts: partsOf.get(at) ?? [] }));
}

/**
 * A bundle is a name over its parts, and they are what ships. Any other container (a configurable product) is the article itself,
 * and what it contains only says which one.
 */
export function isShipped({ at, parent, parts }: Family): boolean {
  if (at.flag("is_virtual") || ["virtual", "downloadable"].includes(typeOf(at))) return false;
  if (parts.length > 0) return typeOf(at) !== "bundle";
  return parent === null || typeOf(parent) === "bundle";
}

/** Of a configurable product: the article number of the variant that was chosen. */
export function skuOf({ at, parts }: Family): string {
  const [part, ...others] = parts;
  const chosen = part !== undefined && others.length === 0 && typeOf(at) !== "bundle" ? part.textOrNull("sku") : null;
  return (chosen ?? at.textOrNull("sku") ?? "").trim();
}

/** The price of a bundle may be the sum of its parts; then only the parts count. */
export function isPricedByParts({ parts }: Family, currency: string): boolean {
  return parts.some((part) => part.moneyOrZero("row_total", currency) > 0);
}

function typeOf(at: JsonReader): string {
  return at.textOrNull("product_type") ?? "";
}
