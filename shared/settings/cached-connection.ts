import type { ConnectionId, MerchantId } from "../kernel/ids.ts";
import type { Table } from "../table/port.ts";
import { type Connection, readConnection } from "./connection.ts";

const keptMs = 60_000;

/** A connection, at most a minute old; one that does not exist is asked for again. */
export function makeCachedConnection(
  table: Table,
  clock: () => Date,
): (merchant: MerchantId, connection: ConnectionId) => Promise<Connection | null> {
  const kept = new Map<string, { readonly connection: Connection; readonly until: number }>();
  return async (merchant, connectionId) => {
    const now = clock().getTime();
    const name = `${merchant}/${connectionId}`;
    const found = kept.get(name);
    if (found !== undefined && found.until > now) return found.connection;
    const connection = await readConnection(table, merchant, connectionId);
    if (connection !== null) kept.set(name, { connection, until: now + keptMs });
    return connection;
  };
}
