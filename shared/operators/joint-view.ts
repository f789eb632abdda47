import * as z from "zod/mini";
import { isOrderId, type OrderId } from "../kernel/ids.ts";
import type { JoinRefused } from "../orders/join-orders.ts";
import { MOST_JOINED, type Proposal } from "../orders/joint-parcel.ts";
import type { Order } from "../orders/order.ts";
import type { NotShippedJointly, ShippedJointly } from "../orders/ship-joint.ts";
import { notFound, type Problem } from "../platform/http-answer.ts";

const orderId = z.pipe(
  z.string().check(z.refine(isOrderId)),
  z.transform((text) => text as OrderId),
);

export const joinBody = z.strictObject({
  orderIds: z.array(orderId).check(z.minLength(2), z.maxLength(MOST_JOINED)),
});

/** Orders by their numbers and goods; who the recipient is stays where it is. */
export function proposalView({ warehouse, orders }: Proposal): Readonly<Record<string, unknown>> {
  return { warehouse, orders: orders.map(orderView) };
}

function orderView({
  orderId: id,
  channel,
  connectionId,
  header,
  allocations,
}: Order): Readonly<Record<string, unknown>> {
  const { channelOrderNo = "", placedAt = null } = header?.facts ?? {};
  const goods = allocations.map(({ lineId, sku, quantity }) => ({ lineId, sku, quantity }));
  return { orderId: id, channel, connectionId, channelOrderNo, placedAt, goods };
}

export function shippedJointlyView({ shipped, left }: ShippedJointly): Readonly<Record<string, unknown>> {
  return {
    shipped: shipped.map(({ orderId: id, shipmentId, kind, order }) => {
      return { orderId: id, shipmentId, isRepeated: kind === "repeated", status: order.status };
    }),
    left,
  };
}

const sentences = {
  too_few: "A shared parcel needs two orders or more.",
  too_many: `At most ${MOST_JOINED} orders share a parcel.`,
  other_shop: "It is of another shop, whose channel lets no other order into its parcels.",
  other_recipient: "It goes to somebody else, or somewhere else.",
  other_warehouse: "It leaves from another warehouse.",
  other_payment: "Goods that are paid at the door and goods that are paid do not mix.",
  not_joined: "The order does not share a parcel.",
} as const;

const notReady = {
  not_allocated: "not all of it is promised yet, or it waits",
  several_warehouses: "it leaves from several warehouses",
  held: "it is on hold",
  joined_already: "it shares a parcel already",
  no_recipient: "its channel hides who the recipient is",
  shipped: "some of it has left",
} as const;

export function jointProblem(refused: JoinRefused | NotShippedJointly): Problem {
  const { kind } = refused;
  if (kind === "unknown_order") return notFound("order");
  const order = "orderId" in refused ? { orderId: refused.orderId } : {};
  const no = (detail: string, status = 409): Problem => {
    return { status, code: kind, title: "No parcel was shared", detail, facts: order };
  };
  if (kind === "contended") return no("Others keep writing these orders. Try again.", 503);
  return kind === "not_ready" ? no(`The order cannot share a parcel: ${notReady[refused.why]}.`) : no(sentences[kind]);
}
