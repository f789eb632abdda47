import * as z from "zod/mini";
import { isOrderId, type OrderId } from "../kernel/ids.ts";
import type { Joined } from "../orders/join-orders.ts";
import { MOST_JOINED, type Proposal } from "../orders/joint-parcel.ts";
import type { Order } from "../orders/order.ts";
import type { NotShippedJointly, ShippedJointly } from "../orders/ship-joint.ts";
import { notFound, type Problem } from "../platform/http-answer.ts";
import type { Gathering } from "../routing/joint/gather.ts";
import { costOf, type Gathered, type GatherRefused } from "../routing/joint/gather-orders.ts";
import type { GatherProposal, Proposals } from "../routing/joint/joint-desk.ts";
import type { Parcel } from "../routing/sourcing/parcels.ts";
import { shipmentBody } from "./shipment-view.ts";

const orderId = z.pipe(
  z.string().check(z.refine(isOrderId)),
  z.transform((text) => text as OrderId),
);

export const joinBody = z.strictObject({
  orderIds: z.array(orderId).check(z.minLength(2), z.maxLength(MOST_JOINED)),
  /** False: only orders that leave from one warehouse as they are. */
  mayMove: z.optional(z.boolean()),
});

export const jointShipmentBody = z.pick(shipmentBody, { carrier: true, trackingNo: true, shippedAt: true });

/** What is to be gathered in one warehouse first: the cost of both ways, and every warehouse that was tried. */
function gatherView({ orders, found }: GatherProposal): Readonly<Record<string, unknown>> {
  const shown = orders.map(orderView);
  if (!found.ok) return { warehouse: null, orders: shown, considered: found.error.considered };
  return { ...gatheringView(found.value), orders: shown };
}

function gatheringView({ warehouse, apart, together, considered }: Gathering): Readonly<Record<string, unknown>> {
  const apartMinor = costOf(apart);
  const cost = { apartMinor, togetherMinor: together.costMinor, savedMinor: apartMinor - together.costMinor };
  return { warehouse, cost, apart: apart.map(parcelView), together: parcelView(together), considered };
}

function parcelView({ warehouse, carrier, grams, costMinor, days }: Parcel): Readonly<Record<string, unknown>> {
  return { warehouse, carrier, grams, costMinor, days };
}

/** What may leave together as it is, and what could if it were gathered in one warehouse. */
export function proposalsView({ joints, gatherings, isCut }: Proposals): Readonly<Record<string, unknown>> {
  return { items: joints.map(proposalView), toGather: gatherings.map(gatherView), cursor: null, isCut };
}

export function joinedView(joined: Joined | Gathered): Readonly<Record<string, unknown>> {
  const { before: _, ...parcel } = joined.joint;
  const gathered = "gathering" in joined ? { gathered: gatheringView(joined.gathering) } : {};
  return { ...parcel, isRepeated: joined.isRepeated, ...gathered };
}

/** Orders by their numbers and goods; who the recipient is stays where it is. */
function proposalView({ warehouse, orders }: Proposal): Readonly<Record<string, unknown>> {
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
  other_tags: "One of them has a tag that is kept apart, such as of a presale.",
  switched_off: "The merchant lets no orders share a parcel.",
  elsewhere: "They leave from different warehouses.",
  no_common_warehouse: "They leave from different warehouses, and none of them can send all.",
  too_many_positions: "More goods would have to move than one step takes.",
  other_payment: "Goods that are paid at the door and goods that are paid do not mix.",
  not_joined: "The order does not share a parcel.",
} as const;

const notReady = {
  not_allocated: "not all of it is promised yet, or it waits",
  channel_forbids: "its channel lets no other order into its parcels",
  held: "it is on hold",
  joined_already: "it shares a parcel already",
  no_recipient: "its channel hides who the recipient is",
  shipped: "some of it has left",
} as const;

export function jointProblem(refused: GatherRefused | NotShippedJointly): Problem {
  const { kind } = refused;
  if (kind === "unknown_order") return notFound("order");
  const order = {
    ...("orderId" in refused ? { orderId: refused.orderId } : {}),
    ...(refused.kind === "no_common_warehouse" ? { considered: refused.considered } : {}),
  };
  const no = (detail: string, status = 409): Problem => {
    return { status, code: kind, title: "No parcel was shared", detail, facts: order };
  };
  if (kind === "contended") return no("Others keep writing these orders. Try again.", 503);
  return kind === "not_ready" ? no(`The order cannot share a parcel: ${notReady[refused.why]}.`) : no(sentences[kind]);
}
