import * as z from "zod/mini";
import type { ConnectionId, MerchantId, OrderId, ShipmentId } from "../kernel/ids.ts";
import { listKeys } from "../table/keys.ts";
import type { Condition, Item, Table } from "../table/port.ts";
import { toldKey } from "../table/write-back-keys.ts";

/**
 * How far a channel has been told of one parcel.
 *
 * `pending`: to be tried (again). `sending`: a worker is at it, or died at it. `in_doubt`: the channel was told and gave no
 * answer. `refused`: the channel said no. `given_up`: the channel could not be reached for two days. `withdrawn`: the
 * parcel was taken back before the channel knew. `to_correct`: it was taken back after; somebody must mend it there.
 */
export const tellingStates = [
  "pending",
  "sending",
  "in_doubt",
  "done",
  "already",
  "refused",
  "given_up",
  "withdrawn",
  "to_correct",
  "corrected",
] as const;

export type TellingState = (typeof tellingStates)[number];

/** The record of one write-back: one parcel, one channel. */
export type Telling = {
  readonly merchantId: MerchantId;
  readonly connectionId: ConnectionId;
  readonly channel: string;
  readonly orderId: OrderId;
  readonly channelOrderId: string;
  readonly shipmentId: ShipmentId;
  readonly trackingNo: string;
  readonly state: TellingState;
  /** Times that the channel was asked to take it. */
  readonly attempts: number;
  readonly firstAt: string;
  readonly lastAt: string;
  /** The channel's own id of the parcel. */
  readonly reference: string | null;
  /** The channel's words, or what stood in the way; never personal data of ours. */
  readonly why: string | null;
  /** Counts the writes of this record. */
  readonly revision: number;
};

const tellingSchema = z.object({
  schemaVersion: z.literal(1),
  merchantId: z.string(),
  connectionId: z.string(),
  channel: z.string(),
  orderId: z.string(),
  channelOrderId: z.string(),
  shipmentId: z.string(),
  trackingNo: z.string(),
  state: z.enum(tellingStates),
  attempts: z.number(),
  firstAt: z.string(),
  lastAt: z.string(),
  reference: z.nullable(z.string()),
  why: z.nullable(z.string()),
  revision: z.number(),
});

/** Strongly consistent; null for a parcel that no worker has taken up yet. */
export async function readTelling(
  table: Table,
  merchant: MerchantId,
  order: OrderId,
  shipment: ShipmentId,
): Promise<Telling | null> {
  const item = await table.get(toldKey(merchant, order, shipment));
  return item === null ? null : fromTellingItem(item);
}

/** Writes the next state, unless somebody else has written one since `before` was read. */
export async function writeTelling(table: Table, before: Telling | null, after: Telling): Promise<boolean> {
  const condition: Condition =
    before === null
      ? { kind: "absent", path: "pk" }
      : { kind: "compare", path: "revision", op: "=", value: before.revision };
  return (await table.put(toTellingItem(after), condition)).ok;
}

/** Throws on an item of another shape: only our own code writes it. */
export function fromTellingItem(item: Item): Telling {
  const { schemaVersion: _, ...telling } = tellingSchema.parse(item);
  return telling as Telling;
}

function toTellingItem(telling: Telling): Item {
  const { merchantId, orderId, shipmentId, state, firstAt } = telling;
  return {
    ...toldKey(merchantId, orderId, shipmentId),
    ...listKeys(merchantId, "tellings", state, firstAt, shipmentId),
    schemaVersion: 1,
    ...telling,
  };
}
