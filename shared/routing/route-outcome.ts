import { type Outcome, park, retry, skipped } from "../kernel/outcome.ts";
import { never } from "../kernel/result.ts";
import type { RouteResult } from "./route-order.ts";

/** How a message that asked for an order to be routed ends. */
export function routeOutcome(result: RouteResult): Outcome {
  switch (result.kind) {
    case "routed":
      return { kind: "done", why: result.short.length === 0 ? "allocated" : "partly allocated" };
    case "waiting":
      return { kind: "done", why: "backordered" };
    case "nothing_to_route":
      return skipped(`nothing to route, the order is ${result.status}`);
    case "contended":
      return retry(`others wrote the same order or stock ${result.tries} times`);
    case "unknown_order":
      return park("there is no such order");
    case "unknown_merchant":
      return park("the merchant has no settings");
    default:
      return never(result);
  }
}
