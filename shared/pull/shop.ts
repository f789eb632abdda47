import * as z from "zod/mini";
import type { ConnectionId, MerchantId } from "../kernel/ids.ts";
import { fromConnectionItem } from "../settings/connection.ts";
import { settingsPk, sortKeys } from "../table/keys.ts";
import { queryAll, type Table } from "../table/port.ts";

/** One shop on one channel. */
export type Shop = {
  readonly merchantId: MerchantId;
  readonly connectionId: ConnectionId;
  readonly channel: string;
};

/** A merchant, or one of its shops, as a schedule, a person or we ourselves name it in a queue message. */
export const askedSchema = z.object({
  merchantId: z.string(),
  connectionId: z.optional(z.string()),
  channel: z.optional(z.string()),
});

/** null for a message that names a merchant with all its shops. */
export function shopOf({ merchantId, connectionId, channel }: z.infer<typeof askedSchema>): Shop | null {
  if (connectionId === undefined || channel === undefined) return null;
  return { merchantId: merchantId as MerchantId, connectionId: connectionId as ConnectionId, channel };
}

/** The shops of a merchant that the hub may ask: not paused, and on a channel whose API it knows. */
export async function shopsOf(
  table: Table,
  merchant: string,
  hasApi: (channel: string) => boolean,
): Promise<readonly Shop[]> {
  const merchantId = merchant as MerchantId;
  const sk = { kind: "beginsWith", prefix: sortKeys.connection } as const;
  const connections = (await queryAll(table, { pk: settingsPk(merchantId), sk })).map(fromConnectionItem);
  return connections
    .filter(({ state, channel }) => state === "active" && hasApi(channel))
    .map(({ connectionId, channel }) => ({ merchantId, connectionId, channel }));
}
