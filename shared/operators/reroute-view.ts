import * as z from "zod/mini";
import { warehouseCode } from "../kernel/ids.ts";
import { never } from "../kernel/result.ts";
import type { Unchanged } from "../orders/change-order.ts";
import { type Rerouted, type RerouteRefused, type RerouteRequest, rerouteReasons } from "../orders/reroute-order.ts";
import { notFound, type Problem } from "../platform/http-answer.ts";

const name = z.string().check(z.minLength(1), z.maxLength(255));

export const rerouteBody = z.strictObject({
  reason: z.enum(Object.keys(rerouteReasons) as [keyof typeof rerouteReasons]),
  note: z.optional(z.string().check(z.minLength(1), z.maxLength(200))),
  exclude: z.optional(z.array(name).check(z.maxLength(50))),
  key: z.optional(z.string().check(z.minLength(1), z.maxLength(64))),
});

export function rerouteIn({
  reason,
  note,
  exclude,
  key,
}: z.infer<typeof rerouteBody>): Pick<RerouteRequest, "reason" | "note" | "exclude" | "key" | "onlyFrom"> {
  const warehouses = (exclude ?? []).map(warehouseCode);
  return { reason, note: note ?? null, exclude: warehouses, key: key ?? null, onlyFrom: null };
}

export function reroutedView({ kind, units, order }: Rerouted): Readonly<Record<string, unknown>> {
  const { orderId, status, version, rerouting } = order;
  return { orderId, status, version, outcome: kind, unitsGivenBack: units, avoids: rerouting?.avoid ?? [] };
}

export function rerouteProblem(refused: RerouteRefused | Unchanged): Problem {
  const no = (code: string, detail: string, status = 409): Problem => {
    return { status, code, title: "Nothing was planned anew", detail, facts: {} };
  };
  switch (refused.kind) {
    case "unknown_order":
      return notFound("order");
    case "cancelled":
      return no("cancelled", "The order is cancelled; nothing of it is to be sent.");
    case "being_moved":
      return no("busy", "The order's goods are being moved in several steps. Try again.", 503);
    case "too_large":
      return no("too_large", `The change does not fit: ${refused.why}.`);
    case "contended":
      return no("busy", "Others keep writing this order or its stock. Try again.", 503);
    default:
      return never(refused);
  }
}
