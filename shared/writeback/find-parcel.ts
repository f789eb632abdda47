import type { ApiCall, ApiProblem, ChannelApi } from "../channels/api.ts";
import { type Channel, pulledTopic } from "../channels/channel.ts";
import { fail, ok, type Result } from "../kernel/result.ts";
import type { Order } from "../orders/order.ts";
import { isSameTracking, type OwnParcel } from "../orders/own-parcels.ts";

/**
 * Does the channel know of the parcel? Reads the order back. Gives the channel's id of it, or null when the channel shows no
 * such parcel. A channel that cannot be asked, or whose answer cannot be read, is a problem: then nothing may be told twice.
 */
export async function findParcel(
  { api, channel }: { readonly api: ChannelApi; readonly channel: Channel },
  call: ApiCall,
  order: Order,
  parcel: OwnParcel,
): Promise<Result<string | null, ApiProblem>> {
  const read = await api.readOrder(call, order.channelOrderId);
  if (!read.ok) return read;
  const receivedAt = call.now.toISOString();
  const normalised = channel.normalise({ topic: pulledTopic, body: read.value, headers: {}, receivedAt });
  if (!normalised.ok) {
    const { at, detail } = normalised.error;
    return fail({ kind: "unreadable", at, detail });
  }
  if (normalised.value.kind !== "order") return ok(null);
  const { fulfilments = [] } = normalised.value.order;
  const known = fulfilments.find(
    ({ fulfilmentId, trackingNo, state }) =>
      state !== "cancelled" && (fulfilmentId === parcel.fulfilmentId || isSameTracking(trackingNo, parcel.trackingNo)),
  );
  return ok(known?.fulfilmentId ?? null);
}
