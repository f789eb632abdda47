import type { OrderPage } from "../channels/api.ts";
import { type PullCause, toPullMessage } from "../intake/pull-request.ts";
import { orderIdOf } from "../kernel/ids.ts";
import { type KnownTimes, readKnownTimes } from "../orders/known-times.ts";
import type { QueueSender } from "../platform/ports.ts";
import type { Table } from "../table/port.ts";
import type { Shop } from "./shop.ts";

type Row = OrderPage["orders"][number];

/** Channels write times in whole seconds: two changes within one look alike. */
const SECOND_MS = 1_000;

export type RequestDeps = { readonly table: Table; readonly pulls: QueueSender };

/** Asks for those listed orders that the hub does not know as they are now. Gives how many. */
export async function requestOutdated(
  { table, pulls }: RequestDeps,
  shop: Shop,
  rows: readonly Row[],
  cause: PullCause,
): Promise<number> {
  const { merchantId, connectionId, channel } = shop;
  const idOf = ({ channelOrderId }: Row) => orderIdOf(connectionId, channelOrderId);
  const known = await readKnownTimes(table, merchantId, [...new Set(rows.map(idOf))]);
  const wanted = new Set(rows.filter((row) => !isKnown(row, known.get(idOf(row)))).map((row) => row.channelOrderId));
  const requests = [...wanted].map((channelOrderId) => ({ merchantId, connectionId, channel, channelOrderId, cause }));
  await pulls.send(requests.map((request) => toPullMessage({ ...request, tries: 0 })));
  return requests.length;
}

/**
 * The hub's newest part is at least as new as the row, and was stored when the second of the change was over: what happened
 * later within it would otherwise be missed.
 */
export function isKnown({ changedAt }: Row, known: KnownTimes | undefined): boolean {
  const changedMs = changedAt === null ? Number.NaN : Date.parse(changedAt);
  if (known === undefined || Number.isNaN(changedMs)) return false;
  if (known.channelMs > changedMs) return true;
  return known.channelMs === changedMs && known.storedMs >= changedMs + SECOND_MS;
}
