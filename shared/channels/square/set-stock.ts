import { createHash } from "node:crypto";
import { ok, type Result } from "../../kernel/result.ts";
import type { ApiCall, ApiProblem, StockAnswer, StockLevel } from "../api.ts";
import { notMapped, setTogether } from "../set-levels.ts";
import { askSquare } from "./square-api.ts";

/** As many as one call takes. */
export const stockBatch = 100;

/** Physical counts: absolute, and applied by their own time, so that a late one changes nothing. */
export async function setStock(
  call: ApiCall,
  levels: readonly StockLevel[],
): Promise<Result<readonly StockAnswer[], ApiProblem>> {
  return await setTogether(levels, (some) => count(call, some));
}

async function count(call: ApiCall, levels: readonly StockLevel[]): Promise<Result<null, ApiProblem>> {
  const name = ["variationId", "locationId"].find((each) => levels.some(({ listing }) => !listing[each]));
  if (name !== undefined) return notMapped(name);
  const occurredAt = call.now.toISOString();
  const answer = await askSquare(call, {
    method: "POST",
    path: "/v2/inventory/changes/batch-create",
    body: {
      idempotency_key: keyOf(levels, occurredAt),
      changes: levels.map(({ listing, quantity }) => ({
        type: "PHYSICAL_COUNT",
        physical_count: {
          catalog_object_id: listing["variationId"],
          location_id: listing["locationId"],
          state: "IN_STOCK",
          quantity: String(quantity),
          occurred_at: occurredAt,
        },
      })),
      ignore_unchanged_counts: true,
    },
    isRepeatable: true,
  });
  return answer.ok ? ok(null) : answer;
}

/** A key stands for these very bytes: the same key with another time is refused. */
function keyOf(levels: readonly StockLevel[], occurredAt: string): string {
  const keys = levels.map(({ idempotencyKey }) => idempotencyKey).join("\n");
  return createHash("sha256").update(`${keys}\n${occurredAt}`).digest("hex");
}
