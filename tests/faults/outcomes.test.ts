import { describe, expect, it } from "vitest";
import { makeApplyBatch } from "../../shared/intake/apply-batch.ts";
import type { DeliveryFate } from "../../shared/intake/apply-delivery.ts";
import type { Outcome } from "../../shared/kernel/outcome.ts";
import { routeOutcome } from "../../shared/routing/route-outcome.ts";
import { aDelivery } from "../support/builders.ts";

type ApplyBatch = ReturnType<typeof makeApplyBatch>;

/** A worker whose deliveries end as told, by their keys; one that is not named fails. */
function batchOf(fates: Readonly<Record<string, DeliveryFate["kind"]>>): ApplyBatch {
  return makeApplyBatch({
    archive: async (all) => new Map(all.map(({ messageId }) => [messageId, { rawKey: "raw", rawLine: 0 }])),
    apply: async ({ channelDeliveryId }) => {
      const kind = fates[channelDeliveryId ?? ""];
      if (kind === undefined) throw new Error("a bug");
      return { kind, why: null, orderId: null };
    },
    guard: (run) => run().catch((): Outcome => ({ kind: "retry", why: "fault" })),
    noteFailed: async () => undefined,
    report: () => undefined,
  });
}

async function outcomesOf(batch: ApplyBatch, keys: readonly string[]): Promise<readonly (string | undefined)[]> {
  const records = keys.map((key) => ({ input: aDelivery({ dedupeKey: key }), messageId: key, attempt: 1 }));
  const outcomes = await batch(records, () => true);
  return keys.map((key) => outcomes.get(key)?.kind);
}

describe("what a worker may acknowledge", () => {
  it("gives back a delivery that others kept from being applied", async () => {
    expect(await outcomesOf(batchOf({ a: "contended" }), ["a"])).toEqual(["retry"]);
  });

  it("lets a fault of one delivery stop none of its neighbours", async () => {
    const batch = batchOf({ a: "applied", c: "applied" });
    expect(await outcomesOf(batch, ["a", "b", "c"])).toEqual(["done", "retry", "done"]);
  });

  it("gives back an order that others kept from being routed", () => {
    expect(routeOutcome({ kind: "contended", tries: 6 }).kind).toBe("retry");
  });
});
