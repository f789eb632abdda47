import { createHash } from "node:crypto";
import { ok, type Result } from "../../kernel/result.ts";
import type { ApiCall, ApiProblem, StockAnswer, StockLevel } from "../api.ts";
import { readAnswer } from "../rest-answer.ts";
import { askGraphql, gidOf } from "./admin-api.ts";

/** Our own caution: the documentation names no number. */
export const stockBatch = 100;

/**
 * Compare and set: a level of which the hub knows what it set last is only set while Shopify still has that; one it does not
 * know is set whatever is there. The mutation sets all or nothing, so levels it refuses are left out and the rest is sent again.
 */
export async function setStock(
  call: ApiCall,
  levels: readonly StockLevel[],
): Promise<Result<readonly StockAnswer[], ApiProblem>> {
  const answers = new Map<StockLevel, StockAnswer>();
  for (const level of levels) if (!isMapped(level)) answers.set(level, notMapped);
  for (;;) {
    const open = levels.filter((level) => !answers.has(level));
    if (open.length === 0) return ok(levels.map((level) => answers.get(level) ?? notMapped));
    const errors = await setQuantities(call, open);
    if (!errors.ok) return errors;
    if (errors.value.length === 0) for (const level of open) answers.set(level, { kind: "set" });
    for (const { index, code, detail } of errors.value) {
      const level = index === null ? undefined : open[index];
      if (level === undefined) {
        for (const each of open) answers.set(each, { kind: "refused", code, detail });
      } else if (code === STALE) {
        const found = await readAvailable(call, level);
        if (!found.ok) return found;
        answers.set(level, { kind: "conflict", found: found.value });
      } else {
        answers.set(level, { kind: "refused", code, detail });
      }
    }
  }
}

const STALE = "CHANGE_FROM_QUANTITY_STALE";
const notMapped: StockAnswer = {
  kind: "refused",
  code: "not_mapped",
  detail: "the listing names no inventoryItemId or no locationId",
};

const MUTATION = `mutation SetQuantities($input: InventorySetQuantitiesInput!, $key: String!) {
  inventorySetQuantities(input: $input) @idempotent(key: $key) {
    userErrors { code field message }
  }
}`;

type UserError = { readonly index: number | null; readonly code: string; readonly detail: string };

async function setQuantities(
  call: ApiCall,
  levels: readonly StockLevel[],
): Promise<Result<readonly UserError[], ApiProblem>> {
  const input = {
    name: "available",
    reason: "correction",
    quantities: levels.map((level) => ({
      ...idsOf(level),
      quantity: level.quantity,
      changeFromQuantity: level.previous,
    })),
  };
  const told = await askGraphql(call, {
    query: MUTATION,
    variables: { input, key: keyOf(levels) },
    isRepeatable: true,
  });
  if (!told.ok) return told;
  return readAnswer(told.value, (at) => {
    const payload = at.child("inventorySetQuantities");
    if (payload === null) at.refuse("missing_field", "inventorySetQuantities", "an object is needed");
    return (payload?.entries("userErrors") ?? []).map((error) => ({
      index: indexOf(error.texts("field")),
      code: error.textOrNull("code") ?? "REFUSED",
      detail: (error.textOrNull("message") ?? "").slice(0, 300),
    }));
  });
}

/** `["input","quantities","3","changeFromQuantity"]` is about the fourth level. */
function indexOf(field: readonly string[]): number | null {
  const place = field[field.indexOf("quantities") + 1] ?? "";
  return field.includes("quantities") && /^\d+$/.test(place) ? Number(place) : null;
}

const QUERY = `query Available($item: ID!, $location: ID!) {
  inventoryItem(id: $item) {
    inventoryLevel(locationId: $location) { quantities(names: ["available"]) { quantity } }
  }
}`;

/** What Shopify has now; null when the article is not kept at the place. */
async function readAvailable(call: ApiCall, level: StockLevel): Promise<Result<number | null, ApiProblem>> {
  const { inventoryItemId, locationId } = idsOf(level);
  const variables = { item: inventoryItemId, location: locationId };
  const told = await askGraphql(call, { query: QUERY, variables, isRepeatable: true });
  if (!told.ok) return told;
  return readAnswer(told.value, (at) => {
    const [first] = at.child("inventoryItem")?.child("inventoryLevel")?.entries("quantities") ?? [];
    return first === undefined ? null : Number(first.textOrNull("quantity") ?? Number.NaN);
  });
}

function idsOf({ listing }: StockLevel): { readonly inventoryItemId: string; readonly locationId: string } {
  return {
    inventoryItemId: gidOf("InventoryItem", listing["inventoryItemId"] ?? ""),
    locationId: gidOf("Location", listing["locationId"] ?? ""),
  };
}

function isMapped({ listing }: StockLevel): boolean {
  return Boolean(listing["inventoryItemId"]) && Boolean(listing["locationId"]);
}

/** A key stands for one input: fewer levels are another. */
function keyOf(levels: readonly StockLevel[]): string {
  const keys = levels.map(({ idempotencyKey }) => idempotencyKey).join("\n");
  return createHash("sha256").update(keys).digest("hex");
}
