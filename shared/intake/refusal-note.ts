import * as z from "zod/mini";
import type { ConnectionId, MerchantId } from "../kernel/ids.ts";
import type { QueueSender } from "../platform/ports.ts";
import type { ConnectionSecret } from "./connection-secret.ts";

/** How many requests to one shop's address were refused of late, and why the last one was. Nothing of the requests themselves. */
export type RefusalNote = {
  readonly merchantId: MerchantId;
  readonly connectionId: ConnectionId;
  readonly count: number;
  readonly why: string;
  readonly at: string;
};

const noteSchema = z.object({
  refusals: z.object({
    merchantId: z.string(),
    connectionId: z.string(),
    count: z.number(),
    why: z.string(),
    at: z.string(),
  }),
});

const EVERY_MS = 60_000;

export type NoteRefusal = (connection: ConnectionSecret, why: string) => Promise<void>;

/**
 * The door reads no table; what it refuses it tells by a message at most once a minute for each shop, so that a shop with a
 * wrong secret is seen, and a storm of forged requests costs nearly nothing. A note that cannot be sent is dropped.
 */
export function makeNoteRefusal(queue: QueueSender, now: () => Date): NoteRefusal {
  const waiting = new Map<ConnectionId, { readonly count: number; readonly sentMs: number }>();
  return async ({ merchantId, connectionId }, why) => {
    const at = now();
    const known = waiting.get(connectionId) ?? { count: 0, sentMs: Number.NEGATIVE_INFINITY };
    const count = known.count + 1;
    if (at.getTime() - known.sentMs < EVERY_MS) {
      waiting.set(connectionId, { ...known, count });
      return;
    }
    waiting.set(connectionId, { count: 0, sentMs: at.getTime() });
    const refusals: RefusalNote = { merchantId, connectionId, count, why, at: at.toISOString() };
    await queue.send([{ body: JSON.stringify({ refusals }), groupId: connectionId }]).catch(() => undefined);
  };
}

/** null for any other message of the intake queue. */
export function readRefusalNote(text: string): RefusalNote | null {
  if (!text.startsWith('{"refusals":')) return null;
  const { merchantId, connectionId, ...note } = noteSchema.parse(JSON.parse(text)).refusals;
  return { ...note, merchantId: merchantId as MerchantId, connectionId: connectionId as ConnectionId };
}
