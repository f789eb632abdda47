import * as z from "zod/mini";
import type { ConnectionId, MerchantId } from "../kernel/ids.ts";
import { connectionKey } from "../table/keys.ts";
import type { Item, Table } from "../table/port.ts";

export const connectionStates = ["active", "paused"] as const;

/** One shop on one channel. */
export type Connection = {
  readonly connectionId: ConnectionId;
  readonly channel: string;
  readonly title: string;
  /** Zone of channel times that carry none. */
  readonly zone: string;
  /** Paused: the hub asks the channel nothing and tells it nothing; what the channel sends is still taken, so none is lost. */
  readonly state: (typeof connectionStates)[number];
};

const connectionSchema = z.object({
  connectionId: z.string(),
  channel: z.string(),
  title: z.string(),
  zone: z.string(),
  state: z.enum(connectionStates),
});

/** Strongly consistent; null when the merchant has no such connection. */
export async function readConnection(
  table: Table,
  merchant: MerchantId,
  connection: ConnectionId,
): Promise<Connection | null> {
  const item = await table.get(connectionKey(merchant, connection));
  return item === null ? null : fromConnectionItem(item);
}

export function toConnectionItem(merchant: MerchantId, connection: Connection): Item {
  return { ...connectionKey(merchant, connection.connectionId), schemaVersion: 1, ...connection };
}

/** Throws on an item that is not a connection: only our own code writes it. */
export function fromConnectionItem(item: Item): Connection {
  const { connectionId, ...rest } = connectionSchema.parse(item);
  return { ...rest, connectionId: connectionId as ConnectionId };
}
