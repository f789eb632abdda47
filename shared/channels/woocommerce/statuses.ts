import type { PaymentState } from "../../orders/facts.ts";

/**
 * What a WooCommerce status says. Payment depends on whether `date_paid_gmt` is set. `progress` orders messages of one
 * second (see `clockOf`): it only grows along the usual life of an order.
 */
export type WooStatus = {
  readonly ifPaid: PaymentState;
  readonly ifUnpaid: PaymentState;
  readonly order: "open" | "cancelled" | "closed";
  readonly progress: number;
};

export const statuses: ReadonlyMap<string, WooStatus> = new Map([
  ["pending", { ifPaid: "pending", ifUnpaid: "pending", order: "open", progress: 0 }],
  ["failed", { ifPaid: "voided", ifUnpaid: "voided", order: "cancelled", progress: 1 }],
  ["on-hold", { ifPaid: "pending", ifUnpaid: "pending", order: "open", progress: 2 }],
  ["processing", { ifPaid: "paid", ifUnpaid: "pending", order: "open", progress: 3 }],
  ["completed", { ifPaid: "paid", ifUnpaid: "paid", order: "closed", progress: 4 }],
  ["cancelled", { ifPaid: "paid", ifUnpaid: "voided", order: "cancelled", progress: 5 }],
  ["refunded", { ifPaid: "refunded", ifUnpaid: "refunded", order: "closed", progress: 6 }],
  ["trash", { ifPaid: "paid", ifUnpaid: "pending", order: "cancelled", progress: 7 }],
]);

/** Plugins add statuses of their own ("awaiting-shipment"): the order stays open and keeps the word. */
export const customStatus: WooStatus = { ifPaid: "paid", ifUnpaid: "pending", order: "open", progress: 3 };

/** Carts that are not orders yet. WooCommerce does not send them; plugins might. */
export const draftStatuses: ReadonlySet<string> = new Set(["checkout-draft", "auto-draft", "draft"]);

/** The core gateway for cash on delivery. */
export const payOnDeliveryMethod = "cod";

/** Shipping methods by which the buyer fetches the goods: nothing goes to the billing address then. */
export const pickupMethods: ReadonlySet<string> = new Set(["local_pickup", "pickup_location"]);
