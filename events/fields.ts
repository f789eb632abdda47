import * as z from "zod/mini";

/**
 * The fields events are made of, each with the sentence that the generated schemas show. Words are plain text, not
 * closed lists: a new status or reason must not break a consumer. No field may carry personal data.
 */
export const text = (says: string) => z.string().check(z.minLength(1), z.describe(says));
export const words = (says: string) => z.nullable(z.string()).check(z.describe(says));
export const whole = (says: string) => z.int().check(z.describe(says));
export const count = (says: string) => z.int().check(z.nonnegative(), z.describe(says));
export const units = (says: string) => z.int().check(z.positive(), z.describe(says));
export const instant = (says: string) =>
  z.string().check(z.regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/), z.describe(`${says} UTC, ISO 8601.`));
export const day = (says: string) => z.string().check(z.regex(/^\d{4}-\d\d-\d\d$/), z.describe(says));

export const orderId = () => text("The hub's id of the order.");
export const connectionId = () => text("The shop it came from.");
export const channel = () => text("The channel's name, e.g. shopify.");
export const sku = () => text("The merchant's article number.");
export const warehouse = () => text("The warehouse's code.");

/** How low stock is told, of one warehouse or of all of them; added later, so that older events lack them. */
export const lowStockFields = () => ({
  reason: z.optional(text("`threshold`: a fixed number of units; `days_of_cover`: what so many days need.")),
  unitsPerDay: z.optional(
    z.nullable(z.number()).check(z.describe("Units a day that orders took lately; null where nobody counts them.")),
  ),
  stockOutAt: z.optional(words("When the stock ends at that rate; null when it does not, or nobody can say.")),
  isQuiet: z.optional(
    z.boolean().check(z.describe("Within the cool-down after the last notice: listed, and nobody is disturbed.")),
  ),
});

/** What every event of `orders` says, so that a consumer needs no look-up for the common cases. */
export const orderFields = () => ({
  orderId: orderId(),
  connectionId: connectionId(),
  channel: channel(),
  channelOrderNo: text("The number buyer and seller see; not unique across shops."),
  status: text("The order's status after this event: received, pending_payment, on_hold, approved … More may come."),
  currency: text("ISO 4217."),
  totalMinor: whole("Order total in the currency's minor unit: USD 19.99 is 1999, JPY 1800 is 1800."),
  placedAt: instant("When the buyer placed it."),
});

/**
 * Builds a schema where it is declared. Calls of this are marked pure, so that the bundler drops all schemas from a
 * function that only makes events: 22 KB and 10 ms CPU of its cold start.
 */
export function schemaOf<S>(make: () => S): S {
  return make();
}

export const sampleOrderId = "ord_3k9f0v2m7q1x8c5b4n6t0y2w1z";

/** The order that every sample speaks of. */
export function orderSample<T extends { readonly status: string }>(own: T) {
  return {
    orderId: sampleOrderId,
    connectionId: "shopify-demo",
    channel: "shopify",
    channelOrderNo: "#1001",
    currency: "CNY",
    totalMinor: 25900,
    placedAt: "2026-11-21T22:31:51.000Z",
    ...own,
  };
}
