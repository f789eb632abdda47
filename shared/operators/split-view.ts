import * as z from "zod/mini";
import { warehouseCode } from "../kernel/ids.ts";
import { never } from "../kernel/result.ts";
import { notFound, type Problem } from "../platform/http-answer.ts";
import type { LinePlace } from "../routing/by-hand/split-by-hand.ts";
import type { NotSplit, Split } from "../routing/by-hand/split-order.ts";

const name = z.string().check(z.minLength(1), z.maxLength(255));

export const splitBody = z.strictObject({
  places: z
    .array(z.strictObject({ lineId: name, warehouse: name, quantity: z.int().check(z.positive(), z.lte(1_000_000)) }))
    .check(z.minLength(1), z.maxLength(200)),
  note: z.string().check(z.minLength(1), z.maxLength(200)),
});

export function placesIn({ places }: z.infer<typeof splitBody>): readonly LinePlace[] {
  return places.map(({ lineId, warehouse, quantity }) => ({ lineId, warehouse: warehouseCode(warehouse), quantity }));
}

export function splitView({ isRepeated, order }: Split): Readonly<Record<string, unknown>> {
  const { orderId, status, version, allocations, routing } = order;
  const { because = "", parcels = [] } = routing ?? {};
  return { orderId, status, version, isRepeated, allocations, because, parcels };
}

const notReady = {
  cancelled: "The order is cancelled; nothing of it is to be sent.",
  held: "The order is on hold: mend or release what holds it first.",
  not_paid: "The order is not paid.",
  not_complete: "The order is a trial, or not all of it has arrived yet.",
  being_moved: "The order's goods are being moved in several steps. Try again.",
} as const;

export function splitProblem(refused: NotSplit): Problem {
  const no = (detail: string, facts: Problem["facts"] = {}, status = 409): Problem => {
    return { status, code: refused.kind, title: "Nothing was split", detail, facts };
  };
  switch (refused.kind) {
    case "unknown_order":
    case "unknown_merchant":
      return notFound("order");
    case "not_ready":
      return no(notReady[refused.why], { why: refused.why });
    case "unknown_line":
      return no(`The order has no line ${refused.lineId} that ships.`, { lineId: refused.lineId }, 400);
    case "does_not_add_up": {
      const { lineId, open, given } = refused;
      const says = `Line ${lineId} has ${open} units that have not left, and ${given} were placed. Place all of them.`;
      return no(says, { lineId, open, given }, 400);
    }
    case "unknown_warehouse":
      return no(`There is no warehouse ${refused.warehouse}.`, { warehouse: refused.warehouse }, 400);
    case "closed_warehouse":
      return no(`Warehouse ${refused.warehouse} is closed.`, { warehouse: refused.warehouse });
    case "not_enough": {
      const { warehouse, sku, free, needed } = refused;
      const says = `${warehouse} has ${free} units of ${sku} free above its safety stock; ${needed} more are needed.`;
      return no(says, { warehouse, sku, free, needed });
    }
    case "too_many_places":
      return no(`Articles and warehouses together are more than the ${refused.most} positions that move at once.`);
    case "contended":
      return no("Others keep writing this order or its stock. Try again.", {}, 503);
    default:
      return never(refused);
  }
}
