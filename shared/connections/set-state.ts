import type { ConnectionId, MerchantId } from "../kernel/ids.ts";
import { fail, ok, type Result } from "../kernel/result.ts";
import { type Connection, readConnection } from "../settings/connection.ts";
import { connectionKey } from "../table/keys.ts";
import type { Table } from "../table/port.ts";
import type { ConnectionProblem } from "./connection-keeper.ts";

/** Pauses or resumes; functions that keep settings for a minute follow within it. */
export async function setConnectionState(
  table: Table,
  of: { readonly merchantId: MerchantId; readonly connectionId: ConnectionId; readonly state: Connection["state"] },
): Promise<Result<Connection, ConnectionProblem>> {
  const { merchantId, connectionId, state } = of;
  const key = connectionKey(merchantId, connectionId);
  const done = await table.update(key, [{ kind: "set", path: "state", value: state }], { kind: "exists", path: "pk" });
  const connection = done.ok ? await readConnection(table, merchantId, connectionId) : null;
  return connection === null ? fail({ kind: "not_found" }) : ok(connection);
}
