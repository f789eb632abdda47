import { ownShopOrder } from "./own-shop-body.ts";
import { type Sale, type SaleLine, type SaleParcel, type SaleRefund, type SaleState, totalMinor } from "./sale.ts";
import { shopifyOrder } from "./shopify-body.ts";
import { shopifyFulfilment, shopifyRefund } from "./shopify-parts.ts";
import { woocommerceOrder } from "./woocommerce-body.ts";

/** One webhook before it is signed. Wave 1 is sent before wave 2; within a wave nothing is in order. */
export type Telling = {
  readonly wave: 1 | 2;
  readonly topic: string;
  readonly body: Readonly<Record<string, unknown>>;
};

const MINUTE = 60_000;

/** Every delivery that the shop sends about one order over the day. */
export function tellSale(sale: Sale): readonly Telling[] {
  const told = tellerOf(sale);
  const paid = stateOf(sale, 0, "paid");
  const unpaid = stateOf(sale, 0, "pending");
  switch (sale.tale) {
    case "paid":
    case "without_phone":
    case "without_sku":
    case "not_adding_up":
    case "trial":
      return [told.created(1, paid)];
    case "paid_later":
      return [told.created(1, unpaid), told.paid(2, stateOf(sale, 4, "paid"))];
    case "paid_told_before_created":
      return [told.paid(1, stateOf(sale, 1, "paid")), told.created(2, unpaid)];
    case "never_paid":
      return [told.created(1, unpaid)];
    case "pay_on_delivery":
      return [told.created(1, { ...unpaid, payOnDelivery: true })];
    case "cancelled_unpaid":
      return [
        told.created(1, unpaid),
        told.cancelled(2, { ...stateOf(sale, 15, "pending"), cancelledMs: at(sale, 15) }),
      ];
    case "cancelled_paid":
      return [told.created(1, paid), told.cancelled(2, cancelledPaid(sale))];
    case "part_refunded":
      return [told.created(1, paid), ...told.refunded(2, partRefunded(sale))];
    case "refund_told_before_order": {
      const [refund, ...updates] = told.refunded(2, partRefunded(sale));
      return refund === undefined ? [] : [{ ...refund, wave: 1 }, told.created(2, paid), ...updates];
    }
    case "part_shipped":
      return [told.created(1, paid), ...told.shipped(2, partShipped(sale))];
    case "shipped":
      return [told.created(1, paid), ...told.shipped(2, allShipped(sale))];
    case "looked_at":
      return [told.created(1, paid), told.updated(2, stateOf(sale, 10, "paid"))];
  }
}

/** The order at the end of the day. */
export function lastState(sale: Sale): SaleState {
  switch (sale.tale) {
    case "paid_later":
    case "paid_told_before_created":
      return stateOf(sale, 4, "paid");
    case "never_paid":
      return stateOf(sale, 0, "pending");
    case "pay_on_delivery":
      return { ...stateOf(sale, 0, "pending"), payOnDelivery: true };
    case "cancelled_unpaid":
      return { ...stateOf(sale, 15, "pending"), cancelledMs: at(sale, 15) };
    case "cancelled_paid":
      return cancelledPaid(sale);
    case "part_refunded":
    case "refund_told_before_order":
      return partRefunded(sale);
    case "part_shipped":
      return partShipped(sale);
    case "shipped":
      return allShipped(sale);
    default:
      return stateOf(sale, 0, "paid");
  }
}

type Teller = {
  created(wave: 1 | 2, state: SaleState): Telling;
  paid(wave: 1 | 2, state: SaleState): Telling;
  updated(wave: 1 | 2, state: SaleState): Telling;
  cancelled(wave: 1 | 2, state: SaleState): Telling;
  refunded(wave: 1 | 2, state: SaleState): readonly Telling[];
  shipped(wave: 1 | 2, state: SaleState): readonly Telling[];
};

function tellerOf(sale: Sale): Teller {
  if (sale.shop.channel === "shopify") return shopifyTeller(sale);
  if (sale.shop.channel === "generic")
    return wholeTeller("order.upsert", "order.upsert", (state) => ownShopOrder(sale, state));
  return wholeTeller("order.created", "order.updated", (state) => woocommerceOrder(sale, state));
}

function shopifyTeller(sale: Sale): Teller {
  const order =
    (topic: string) =>
    (wave: 1 | 2, state: SaleState): Telling => ({ wave, topic, body: shopifyOrder(sale, state) });
  return {
    created: order("orders/create"),
    paid: order("orders/paid"),
    updated: order("orders/updated"),
    cancelled: order("orders/cancelled"),
    refunded: (wave, state) => [
      ...state.refunds.map(
        (refund): Telling => ({ wave, topic: "refunds/create", body: shopifyRefund(sale, state, refund) }),
      ),
      order("orders/updated")(wave, state),
    ],
    shipped: (wave, state) => [
      ...state.parcels.map(
        (parcel): Telling => ({ wave, topic: "fulfillments/create", body: shopifyFulfilment(sale, state, parcel) }),
      ),
      order(sale.tale === "shipped" ? "orders/fulfilled" : "orders/partially_fulfilled")(wave, state),
    ],
  };
}

/** Each delivery is the order whole. */
function wholeTeller(
  createdTopic: string,
  updatedTopic: string,
  bodyOf: (state: SaleState) => Telling["body"],
): Teller {
  const order =
    (topic: string) =>
    (wave: 1 | 2, state: SaleState): Telling => ({ wave, topic, body: bodyOf(state) });
  const updated = order(updatedTopic);
  return {
    created: order(createdTopic),
    paid: updated,
    updated,
    cancelled: updated,
    refunded: (wave, state) => [updated(wave, state)],
    shipped: (wave, state) => [updated(wave, state)],
  };
}

function at(sale: Sale, minutes: number): number {
  return sale.placedMs + minutes * MINUTE;
}

function stateOf(sale: Sale, minutes: number, payment: SaleState["payment"]): SaleState {
  return { atMs: at(sale, minutes), payment, payOnDelivery: false, cancelledMs: null, refunds: [], parcels: [] };
}

/** One unit of the first line is given back before it ships; with its tax where that comes on top. */
function partRefunded(sale: Sale): SaleState {
  const [line] = sale.lines;
  if (line === undefined) return stateOf(sale, 12, "paid");
  const taxMinor = Math.floor(line.taxMinor / line.quantity);
  const refund: SaleRefund = {
    refundId: 850_000_000_000 + (sale.orderId % 1_000_000) * 100,
    atMs: at(sale, 12),
    amountMinor: line.unitMinor + (sale.taxesIncluded ? 0 : taxMinor),
    taxMinor,
    reason: "one piece less, please",
    lines: [{ line, quantity: 1, amountMinor: line.unitMinor, taxMinor }],
  };
  return { ...stateOf(sale, 12, "paid"), refunds: [refund] };
}

/** All of the money goes back, shipping included. */
function cancelledPaid(sale: Sale): SaleState {
  const refund: SaleRefund = {
    refundId: 860_000_000_000 + (sale.orderId % 1_000_000) * 100,
    atMs: at(sale, 18),
    amountMinor: totalMinor(sale),
    taxMinor: 0,
    reason: "changed my mind",
    lines: sale.lines.map((line) => ({
      line,
      quantity: line.quantity,
      amountMinor: line.unitMinor * line.quantity - line.discountMinor,
      taxMinor: 0,
    })),
  };
  return { ...stateOf(sale, 18, "paid"), cancelledMs: at(sale, 18), refunds: [refund] };
}

function partShipped(sale: Sale): SaleState {
  const [line] = sale.lines;
  return {
    ...stateOf(sale, 17, "paid"),
    parcels: line === undefined ? [] : [parcelOf(sale, [{ line, quantity: line.quantity - 1 }])],
  };
}

function allShipped(sale: Sale): SaleState {
  const whole = sale.lines.map((line) => ({ line, quantity: line.quantity }));
  return { ...stateOf(sale, 17, "paid"), parcels: [parcelOf(sale, whole)] };
}

function parcelOf(sale: Sale, lines: readonly { readonly line: SaleLine; readonly quantity: number }[]): SaleParcel {
  const isChinese = sale.buyer.place.country === "CN";
  return {
    parcelId: 560_000_000_000 + (sale.orderId % 1_000_000),
    atMs: at(sale, 17),
    carrier: isChinese ? "顺丰速运" : "UPS",
    trackingNo: `${isChinese ? "SF" : "1Z"}${1_000_000_000 + (sale.orderId % 1_000_000)}`,
    lines,
  };
}
