import * as z from "zod/mini";
import type { BindRefused } from "../inventory/lots/bind-lots.ts";
import { warehouseCode } from "../kernel/ids.ts";
import { never } from "../kernel/result.ts";
import { parseInstant } from "../kernel/time.ts";
import type { Unchanged } from "../orders/change-order.ts";
import type { ShipmentRefused } from "../orders/decide-shipment.ts";
import type { Order } from "../orders/order.ts";
import { ownParcels } from "../orders/own-parcels.ts";
import type { ShipRequest } from "../orders/ship-order.ts";
import type { UnshipRefused } from "../orders/unship-order.ts";
import { notFound, type Problem } from "../platform/http-answer.ts";
import { carrierOf } from "../writeback/carriers.ts";
import { lot, serial, units } from "./lot-names.ts";

const name = z.string().check(z.minLength(1), z.maxLength(255));

/** A parcel as a warehouse tells it; without `lines` it has everything that is allocated from the warehouse. */
export const shipmentBody = z.object({
  key: z.optional(name),
  warehouse: z.pipe(name, z.transform(warehouseCode)),
  carrier: z.object({
    code: z.string().check(z.minLength(1), z.maxLength(40)),
    name: z.optional(z.string().check(z.minLength(1), z.maxLength(120))),
  }),
  trackingNo: z.string().check(z.trim(), z.minLength(1), z.maxLength(100)),
  shippedAt: z.optional(z.string().check(z.refine((text) => parseInstant(text).ok))),
  lines: z.optional(
    z
      .array(z.object({ lineId: name, quantity: z.int().check(z.gte(1), z.lte(1_000_000)) }))
      .check(z.minLength(1), z.maxLength(1_000)),
  ),
  /** Which lots and numbered units were packed; `sku` names a component of a bundle. */
  goods: z._default(
    z
      .array(
        z.object({
          lineId: name,
          sku: z._default(z.nullable(name), null),
          lots: z._default(z.nullable(z.array(z.object({ lot, quantity: units })).check(z.minLength(1))), null),
          serials: z._default(z.nullable(z.array(serial).check(z.minLength(1))), null),
        }),
      )
      .check(z.maxLength(1_000)),
    [],
  ),
  /** Lots that have expired, or soon will have, leave all the same. */
  mayBeOld: z._default(z.boolean(), false),
});

/** What the body leaves open is decided when the parcel is recorded. */
export function parcelIn(
  body: z.infer<typeof shipmentBody>,
): Omit<ShipRequest, "merchantId" | "orderId" | "shippedBy"> {
  const { key, lines, warehouse, goods, mayBeOld } = body;
  const named = goods.map(({ lots, ...each }) => {
    return { ...each, lots: lots?.map(({ lot: code, quantity }) => [code, quantity] as const) ?? null };
  });
  return { ...labelIn(body), warehouse, key: key ?? null, lines: lines ?? null, goods: named, mayBeOld };
}

/** What stands on the parcel, and when it left. */
export function labelIn({
  carrier,
  trackingNo,
  shippedAt,
}: Pick<z.infer<typeof shipmentBody>, "carrier" | "trackingNo" | "shippedAt">): Pick<
  ShipRequest,
  "carrier" | "trackingNo" | "shippedAt"
> {
  const at = shippedAt === undefined ? null : parseInstant(shippedAt);
  return {
    carrier: carrierOf(carrier.code, carrier.name ?? null),
    trackingNo,
    shippedAt: at?.ok === true ? at.value : null,
  };
}

/** The parcels that the hub's own people sent of an order, with what the channel said to each. */
export function parcelsView(order: Order): Readonly<Record<string, unknown>> {
  const parcels = ownParcels(order).map(({ fulfilmentId, hub, ...parcel }) => ({
    shipmentId: fulfilmentId,
    ...parcel,
    ...hub,
  }));
  return { orderId: order.orderId, status: order.status, shipments: parcels };
}

/** Why a parcel was not recorded or taken back, for whoever stands at the packing table. */
export function shipmentProblem(refused: ShipmentRefused | BindRefused | UnshipRefused | Unchanged): Problem {
  const no = (code: string, detail: string, facts: Problem["facts"] = {}): Problem => ({
    status: 409,
    code,
    title: "Nothing was booked",
    detail,
    facts,
  });
  switch (refused.kind) {
    case "unknown_order":
      return notFound("order");
    case "unknown_shipment":
      return notFound("shipment of this order");
    case "not_shippable":
      return no("not_shippable", `The order must not ship: ${refused.note}.`, { why: refused.why });
    case "nothing_allocated":
      return no("nothing_allocated", `Nothing of the order is allocated from ${refused.warehouse}.`);
    case "unknown_line":
      return no("unknown_line", `The order has no line ${refused.lineId}.`, { lineId: refused.lineId });
    case "not_allocated": {
      const { kind, ...facts } = refused;
      const detail = `Of line ${facts.lineId}, ${facts.allocated} are allocated from this warehouse and ${facts.wanted} were to ship.`;
      return no(kind, detail, facts);
    }
    case "tracking_known":
      return no("tracking_known", `The channel has told of a parcel with this number (${refused.fulfilmentId}).`);
    case "other_parcel":
      return no("other_parcel", "Another parcel of this order was recorded under the same key.");
    case "in_the_future":
      return no("in_the_future", `The parcel is said to leave at ${refused.shippedAt}, which is yet to come.`);
    case "goods_refused":
      return no(refused.code, `${refused.says}.`, { sku: refused.sku });
    case "too_large":
      return no("too_large", `The change does not fit: ${refused.why}.`);
    case "contended":
      return { ...no("busy", "Others keep writing this order or its stock. Try again."), status: 503 };
    default:
      return never(refused);
  }
}
