import type { ConnectionId, MerchantId } from "../kernel/ids.ts";
import { fail, ok, type Result } from "../kernel/result.ts";
import { notFound, type Problem } from "../platform/http-answer.ts";
import { type Connection, readConnection } from "../settings/connection.ts";
import type { Table } from "../table/port.ts";

/** The shop that a path names, if it is one of the merchant's. */
export async function connectionOf(
  table: Table,
  merchantId: MerchantId,
  params: Readonly<Record<string, string>>,
): Promise<Result<Connection, Problem>> {
  const connection = await readConnection(table, merchantId, (params["connectionId"] ?? "") as ConnectionId);
  return connection === null ? fail(notFound("connection")) : ok(connection);
}
