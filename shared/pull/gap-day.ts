import * as z from "zod/mini";
import { makeEvent } from "../../events/catalog.ts";
import type { ConnectionId, MerchantId } from "../kernel/ids.ts";
import { gapKey, gapsPk } from "../table/connection-keys.ts";
import { type Condition, type Item, queryAll, type Table, type Value } from "../table/port.ts";

/**
 * The count of one day: the orders that the channel lists as placed on it, and which of them the hub has. `proven`: all of
 * them · `fetching`: some were missing and are being fetched · `missing`: some still are, and someone has to look.
 */
export type GapDay = {
  readonly merchantId: MerchantId;
  readonly connectionId: ConnectionId;
  readonly channel: string;
  /** `YYYY-MM-DD` in the merchant's zone, and its instants. */
  readonly day: string;
  readonly startsAt: string;
  readonly endsAt: string;
  readonly state: "proven" | "fetching" | "missing";
  readonly channelHas: number;
  readonly hubHas: number;
  /** Orders that the channel lists and the hub rightly has not whole, such as drafts and orders that Amazon still checks. */
  readonly leftOut: number;
  /** By the hour they were placed in; hours without orders are left out. */
  readonly hours: readonly { readonly from: string; readonly channelHas: number; readonly hubHas: number }[];
  /** The first hundred. `why` once the fetch has ended. */
  readonly missing: readonly MissingOrder[];
  readonly checkedAt: string;
  readonly version: number;
};

export type MissingOrder = {
  readonly channelOrderId: string;
  readonly createdAt: string | null;
  readonly why: string | null;
};

const SHOWN = 100;
const TOLD = 20;

const gapSchema = z.object({
  merchantId: z.string(),
  connectionId: z.string(),
  channel: z.string(),
  day: z.string(),
  startsAt: z.string(),
  endsAt: z.string(),
  state: z.enum(["proven", "fetching", "missing"]),
  channelHas: z.number(),
  hubHas: z.number(),
  leftOut: z.number(),
  hours: z.array(z.object({ from: z.string(), channelHas: z.number(), hubHas: z.number() })),
  missing: z.array(
    z.object({ channelOrderId: z.string(), createdAt: z.nullable(z.string()), why: z.nullable(z.string()) }),
  ),
  checkedAt: z.string(),
  version: z.number(),
});

/** Throws on an item that is no count of a day: only our own code writes it. */
export function fromGapItem(item: Item): GapDay {
  const gap = gapSchema.parse(item);
  return { ...gap, merchantId: gap.merchantId as MerchantId, connectionId: gap.connectionId as ConnectionId };
}

/** Newest day first. */
export async function readGapDays(
  table: Table,
  merchant: MerchantId,
  connection: ConnectionId,
): Promise<readonly GapDay[]> {
  const items = await queryAll(table, { pk: gapsPk(merchant, connection), descending: true });
  return items.map(fromGapItem);
}

/** Replaces the count of that day; of two counters at once the later one stands. Orders still missing are told as an event. */
export async function storeGapDay(table: Table, counted: Omit<GapDay, "version">): Promise<void> {
  const key = gapKey(counted.merchantId, counted.connectionId, counted.day);
  for (;;) {
    const known = await table.get(key);
    const gap = { ...counted, version: known === null ? 1 : fromGapItem(known).version + 1 };
    const condition: Condition =
      known === null
        ? { kind: "absent", path: "pk" }
        : { kind: "compare", path: "version", op: "=", value: gap.version - 1 };
    if ((await table.put(toGapItem(gap), condition)).ok) return;
  }
}

function toGapItem(gap: GapDay): Item {
  const { merchantId, connectionId, day, missing, state } = gap;
  return {
    ...gapKey(merchantId, connectionId, day),
    schemaVersion: 1,
    ...gap,
    missing: missing.slice(0, SHOWN),
    ...(state === "missing" ? { outbox: [foundEvent(gap)] as readonly Value[] } : {}),
  };
}

function foundEvent(gap: GapDay) {
  const { merchantId, connectionId, channel, day, channelHas, hubHas, leftOut, missing, checkedAt } = gap;
  return makeEvent({
    type: "gap.found.v1",
    merchantId,
    subject: `${connectionId}@${day}`,
    subjectVersion: gap.version,
    occurredAt: checkedAt,
    recordedAt: checkedAt,
    detail: {
      connectionId,
      channel,
      day,
      channelHas,
      hubHas: hubHas + leftOut,
      missing: missing.slice(0, TOLD).map(({ channelOrderId, why }) => ({ channelOrderId, why: why ?? "not fetched" })),
    },
  });
}
