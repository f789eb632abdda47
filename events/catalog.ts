import { eventIdOf } from "../shared/kernel/ids.ts";
import type { DetailFrom, EventEnvelope } from "./envelope.ts";
import * as importFinished from "./imports/import-finished.v1.ts";
import * as importProgressed from "./imports/import-progressed.v1.ts";
import * as deliveryParked from "./intake/delivery-parked.v1.ts";
import * as purchaseProposed from "./inventory/purchase-proposed.v1.ts";
import * as stockAllocated from "./inventory/stock-allocated.v1.ts";
import * as stockDigested from "./inventory/stock-digested.v1.ts";
import * as stockDrifted from "./inventory/stock-drifted.v1.ts";
import * as stockExpiring from "./inventory/stock-expiring.v1.ts";
import * as stockLow from "./inventory/stock-low.v1.ts";
import * as stockReplenished from "./inventory/stock-replenished.v1.ts";
import * as stockRestored from "./inventory/stock-restored.v1.ts";
import * as stockScarce from "./inventory/stock-scarce.v1.ts";
import * as orderAccepted from "./orders/order-accepted.v1.ts";
import * as orderApproved from "./orders/order-approved.v1.ts";
import * as orderCancelled from "./orders/order-cancelled.v1.ts";
import * as orderChanged from "./orders/order-changed.v1.ts";
import * as orderHeld from "./orders/order-held.v1.ts";
import * as orderNoticed from "./orders/order-noticed.v1.ts";
import * as orderShipped from "./orders/order-shipped.v1.ts";
import * as orderUnbound from "./orders/order-unbound.v1.ts";
import * as orderUnshipped from "./orders/order-unshipped.v1.ts";
import * as gapFound from "./pull/gap-found.v1.ts";
import * as reportSealed from "./reports/report-sealed.v1.ts";
import * as orderBackordered from "./routing/order-backordered.v1.ts";
import * as orderRouted from "./routing/order-routed.v1.ts";

/** Every event the hub publishes: its type, the capability that says it, the detail's schema, a sample, one sentence. */
export const eventCatalog = {
  "order.accepted.v1": /* @__PURE__ */ published("orders", orderAccepted),
  "order.changed.v1": /* @__PURE__ */ published("orders", orderChanged),
  "order.held.v1": /* @__PURE__ */ published("orders", orderHeld),
  "order.noticed.v1": /* @__PURE__ */ published("orders", orderNoticed),
  "order.approved.v1": /* @__PURE__ */ published("orders", orderApproved),
  "order.cancelled.v1": /* @__PURE__ */ published("orders", orderCancelled),
  "order.shipped.v1": /* @__PURE__ */ published("orders", orderShipped),
  "order.unshipped.v1": /* @__PURE__ */ published("orders", orderUnshipped),
  "order.unbound.v1": /* @__PURE__ */ published("orders", orderUnbound),
  "order.routed.v1": /* @__PURE__ */ published("routing", orderRouted),
  "order.backordered.v1": /* @__PURE__ */ published("routing", orderBackordered),
  "stock.allocated.v1": /* @__PURE__ */ published("inventory", stockAllocated),
  "stock.low.v1": /* @__PURE__ */ published("inventory", stockLow),
  "stock.replenished.v1": /* @__PURE__ */ published("inventory", stockReplenished),
  "stock.scarce.v1": /* @__PURE__ */ published("inventory", stockScarce),
  "stock.restored.v1": /* @__PURE__ */ published("inventory", stockRestored),
  "stock.digested.v1": /* @__PURE__ */ published("inventory", stockDigested),
  "purchase.proposed.v1": /* @__PURE__ */ published("inventory", purchaseProposed),
  "stock.drifted.v1": /* @__PURE__ */ published("inventory", stockDrifted),
  "stock.expiring.v1": /* @__PURE__ */ published("inventory", stockExpiring),
  "import.progressed.v1": /* @__PURE__ */ published("imports", importProgressed),
  "import.finished.v1": /* @__PURE__ */ published("imports", importFinished),
  "report.sealed.v1": /* @__PURE__ */ published("reports", reportSealed),
  "delivery.parked.v1": /* @__PURE__ */ published("intake", deliveryParked),
  "gap.found.v1": /* @__PURE__ */ published("pull", gapFound),
};

export type EventType = keyof typeof eventCatalog;

export type DetailOf<T extends EventType> = DetailFrom<(typeof eventCatalog)[T]["schema"]>;

export type EventFacts<T extends EventType> = {
  readonly type: T;
  readonly merchantId: string;
  /** The thing that changed: an order id, `sku@warehouse`, an import id … */
  readonly subject: string;
  /** The subject's version after the change; with subject and type it makes the event's id. */
  readonly subjectVersion: number;
  readonly occurredAt: string;
  readonly recordedAt: string;
  readonly traceparent?: string | null;
  readonly detail: DetailOf<T>;
};

/** The envelope to store with the change. The same facts always give the same id. */
export function makeEvent<T extends EventType>(facts: EventFacts<T>): EventEnvelope<DetailOf<T>> {
  return { ...facts, id: eventIdOf(`${facts.merchantId}/${facts.subject}`, facts.subjectVersion, facts.type) };
}

function published<E extends object>(capability: string, event: E): E & { readonly capability: string } {
  return { capability, ...event };
}
