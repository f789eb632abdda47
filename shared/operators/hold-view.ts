import * as z from "zod/mini";
import { never } from "../kernel/result.ts";
import type { Unchanged } from "../orders/change-order.ts";
import type { Order } from "../orders/order.ts";
import type { ReleaseRefused } from "../orders/release-hold.ts";
import { notFound, type Problem } from "../platform/http-answer.ts";

export const releaseBody = z.strictObject({ note: z.string().check(z.minLength(1), z.maxLength(500)) });

export function holdsView({ orderId, status, holds, released = [] }: Order): Readonly<Record<string, unknown>> {
  return { orderId, status, holds, released };
}

/** Why a hold was not lifted, and what lifts it instead. */
export function releaseProblem(refused: ReleaseRefused | Unchanged): Problem {
  const no = (code: string, detail: string): Problem => ({ status: 409, code, title: "Nothing was released", detail });
  switch (refused.kind) {
    case "unknown_order":
      return notFound("order");
    case "not_releasable": {
      const detail = `By hand only ${refused.releasable.join(", ")} can be lifted; mend any other in the shop, or have the channel release the order.`;
      return no("not_releasable", detail);
    }
    case "not_held": {
      const others = refused.holds.length === 0 ? "Nothing holds it" : `It is held by ${refused.holds.join(", ")}`;
      return no("not_held", `The order is not held for this reason. ${others}.`);
    }
    case "too_large":
      return no("too_large", `The change does not fit: ${refused.why}.`);
    case "contended":
      return { ...no("busy", "Others keep writing this order. Try again."), status: 503 };
    default:
      return never(refused);
  }
}
