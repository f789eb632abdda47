import type { MerchantId, OrderId } from "../kernel/ids.ts";
import { fail, ok, type Result } from "../kernel/result.ts";
import type { ChangeOrder, OrderChange, Unchanged } from "./change-order.ts";
import type { ParcelAnswer } from "./facts.ts";
import { followThrough } from "./follow-through.ts";
import type { Order } from "./order.ts";
import { type OwnParcel, ownParcels } from "./own-parcels.ts";

export type ToldRequest = {
  readonly merchantId: MerchantId;
  readonly orderId: OrderId;
  readonly shipmentId: string;
  readonly answer: ParcelAnswer;
};

export type NoteParcelTold = (
  request: ToldRequest,
) => Promise<Result<null, { readonly kind: "unknown_shipment" } | Unchanged>>;

/**
 * Writes down what the channel answered to a parcel: people see it on the order's timeline, and the channel's id of the
 * parcel lets its echo be recognised. No event: nothing has happened to the order.
 */
export function makeNoteParcelTold(changeOrder: ChangeOrder): NoteParcelTold {
  return ({ merchantId, orderId, shipmentId, answer }) =>
    changeOrder(
      merchantId,
      orderId,
      (order, { now, books }): Result<OrderChange<null>, { kind: "unknown_shipment" }> => {
        const parcel = ownParcels(order).find(({ fulfilmentId }) => fulfilmentId === shipmentId);
        if (parcel === undefined) return fail({ kind: "unknown_shipment" });
        const { told } = parcel.hub;
        const isKnown =
          told?.state === answer.state && told.reference === answer.reference && told.note === answer.note;
        if (isKnown) return ok({ answer: null, change: null });
        const change = followThrough(order, withAnswer(order, parcel, answer), {
          changedGroups: [],
          entries: [{ at: now, ...entryOf(order, parcel, answer) }],
          occurredAt: answer.at,
          now,
          books,
        });
        return ok({ answer: null, change });
      },
    );
}

function withAnswer(order: Order, parcel: OwnParcel, told: ParcelAnswer): Order {
  const entry = order.fulfilments[parcel.fulfilmentId];
  if (entry === undefined) throw new Error(`order ${order.orderId} has no parcel ${parcel.fulfilmentId}`);
  const facts = { ...parcel, hub: { ...parcel.hub, told } };
  return { ...order, fulfilments: { ...order.fulfilments, [parcel.fulfilmentId]: { ...entry, facts } } };
}

const whats: Readonly<Record<ParcelAnswer["state"], string>> = {
  done: "channel told of parcel",
  already: "channel knew of parcel",
  refused: "channel refused parcel",
  given_up: "channel not told of parcel",
  withdrawn: "channel never heard of parcel",
};

function entryOf(
  { channel }: Order,
  { trackingNo }: OwnParcel,
  { state, note }: ParcelAnswer,
): { readonly what: string; readonly note: string } {
  const about = `${channel}, ${trackingNo ?? ""}`;
  return { what: whats[state], note: note === null ? about : `${about}: ${note}` };
}
