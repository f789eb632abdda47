import * as z from "zod/mini";
import type { ConnectionId, MerchantId } from "../kernel/ids.ts";
import { msOf } from "../kernel/time.ts";
import { activityKey } from "../table/connection-keys.ts";
import type { Change, Table } from "../table/port.ts";
import type { QueuedDelivery } from "./queued-delivery.ts";
import type { RefusalNote } from "./refusal-note.ts";

/** When a shop was last heard of. Instants; null before the first time. */
export type ConnectionActivity = {
  readonly lastReceivedAt: string | null;
  readonly lastAppliedAt: string | null;
  /** From the door to the order, of the newest delivery that was noted. */
  readonly lagMs: number | null;
  /** Since the shop was connected, about: notes may be counted twice or get lost. */
  readonly refusals: number;
  readonly lastRefusedAt: string | null;
  readonly lastRefusal: string | null;
};

const activitySchema = z.object({
  lastReceivedAt: z.optional(z.string()),
  lastAppliedAt: z.optional(z.string()),
  lagMs: z.optional(z.number()),
  refusals: z.optional(z.number()),
  lastRefusedAt: z.optional(z.string()),
  lastRefusal: z.optional(z.string()),
});

const EVERY_MS = 30_000;

export async function readActivity(
  table: Table,
  merchantId: MerchantId,
  connectionId: ConnectionId,
): Promise<ConnectionActivity> {
  const item = activitySchema.parse((await table.get(activityKey(merchantId, connectionId))) ?? {});
  return {
    lastReceivedAt: item.lastReceivedAt ?? null,
    lastAppliedAt: item.lastAppliedAt ?? null,
    lagMs: item.lagMs ?? null,
    refusals: item.refusals ?? 0,
    lastRefusedAt: item.lastRefusedAt ?? null,
    lastRefusal: item.lastRefusal ?? null,
  };
}

export type NoteActivity = {
  /** Call it for each delivery that was worked on. */
  applied(delivery: QueuedDelivery): Promise<void>;
  refused(note: RefusalNote): Promise<void>;
};

/** One small write for a shop in half a minute and worker, however many deliveries come. Never in the way of an order. */
export function makeNoteActivity(table: Table, now: () => Date): NoteActivity {
  const noted = new Map<ConnectionId, number>();
  return {
    applied: async ({ merchantId, connectionId, receivedAt }) => {
      const at = now();
      if (at.getTime() - (noted.get(connectionId) ?? Number.NEGATIVE_INFINITY) < EVERY_MS) return;
      noted.set(connectionId, at.getTime());
      await table.update(activityKey(merchantId, connectionId), [
        set("lastReceivedAt", receivedAt),
        set("lastAppliedAt", at.toISOString()),
        set("lagMs", Math.max(0, at.getTime() - msOf(receivedAt))),
      ]);
    },
    refused: async ({ merchantId, connectionId, count, why, at }) => {
      await table.update(activityKey(merchantId, connectionId), [
        { kind: "add", path: "refusals", amount: count },
        set("lastRefusedAt", at),
        set("lastRefusal", why),
      ]);
    },
  };
}

function set(path: string, value: string | number): Change {
  return { kind: "set", path, value };
}
