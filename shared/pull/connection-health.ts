import * as z from "zod/mini";
import type { ConnectionId, MerchantId } from "../kernel/ids.ts";
import { healthKey } from "../table/connection-keys.ts";
import type { Item, Table } from "../table/port.ts";
import type { Shop } from "./shop.ts";

/** Whether the channel's API lets the shop in. `needs_sign_in`: someone must give it new credentials. */
export type ConnectionHealth = {
  readonly state: "ok" | "needs_sign_in";
  /** Since when, and in the channel's words why; `why` is empty while all is well. */
  readonly since: string;
  readonly why: string;
};

const healthSchema = z.object({ state: z.enum(["ok", "needs_sign_in"]), since: z.string(), why: z.string() });

/** null before the first call. */
export async function readHealth(
  table: Table,
  merchantId: MerchantId,
  connectionId: ConnectionId,
): Promise<ConnectionHealth | null> {
  const item = await table.get(healthKey(merchantId, connectionId));
  return item === null ? null : healthSchema.parse(item);
}

export type NoteHealth = (shop: Shop, state: ConnectionHealth["state"], why: string) => Promise<void>;

/**
 * Writes a shop's state when it is another than before. What was seen last is remembered, so that a shop that is well costs
 * one refused write for each worker that starts.
 */
export function makeNoteHealth(table: Table, now: () => Date): NoteHealth {
  const seen = new Map<string, ConnectionHealth["state"]>();
  return async ({ merchantId, connectionId }, state, why) => {
    const name = `${merchantId}/${connectionId}`;
    if (seen.get(name) === state) return;
    const health: ConnectionHealth = { state, since: now().toISOString(), why: why.slice(0, 300) };
    const item: Item = { ...healthKey(merchantId, connectionId), schemaVersion: 1, ...health };
    await table.put(item, { kind: "not", of: { kind: "compare", path: "state", op: "=", value: state } });
    seen.set(name, state);
  };
}
