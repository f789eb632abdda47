import { decimalFromMinor } from "../../shared/kernel/money.ts";
import { discountMinor, type Sale, type SaleState, totalMinor } from "./sale.ts";

/** The body of `order.upsert`, the format of own shops; whole each time. */
export function ownShopOrder(sale: Sale, state: SaleState): Readonly<Record<string, unknown>> {
  const money = (minor: number): string => decimalFromMinor(minor, sale.currency);
  const instant = (ms: number): string => new Date(ms).toISOString();
  const isPaid = state.payment === "paid";
  const { buyer, lines, note } = sale;
  return {
    id: sale.channelOrderId,
    number: sale.number,
    updated_at: instant(state.atMs),
    placed_at: instant(sale.placedMs),
    currency: sale.currency,
    prices_include_tax: true,
    totals: {
      total: money(totalMinor(sale)),
      discount: money(discountMinor(sale)),
      shipping: money(sale.shippingMinor),
    },
    lines: lines.map((line) => ({
      id: String(line.lineId),
      sku: line.sku,
      title: line.title,
      variant: line.variant,
      quantity: line.quantity,
      unit_price: money(line.unitMinor),
      discount: money(line.discountMinor),
      tax: money(line.taxMinor),
      weight_grams: line.grams,
    })),
    payment: {
      state: isPaid ? (state.cancelledMs === null ? "paid" : "refunded") : "pending",
      paid_at: isPaid ? instant(sale.placedMs + 30_000) : null,
      method: "wechat_pay",
      pay_on_delivery: state.payOnDelivery,
    },
    status: state.cancelledMs === null ? {} : { word: "已取消", cancelled_at: instant(state.cancelledMs) },
    address: {
      name: buyer.last + buyer.first,
      phone: buyer.phone,
      country: buyer.place.country,
      region: buyer.place.province,
      city: buyer.place.city,
      street: buyer.street,
      postal_code: buyer.place.postalCode,
    },
    refunds: state.refunds.map((refund) => ({
      id: String(refund.refundId),
      at: instant(refund.atMs),
      amount: money(refund.amountMinor),
      reason: refund.reason,
    })),
    fulfilments: state.parcels.map((parcel) => ({
      id: String(parcel.parcelId),
      at: instant(parcel.atMs),
      carrier: parcel.carrier,
      tracking_no: parcel.trackingNo,
      lines: parcel.lines.map(({ line, quantity }) => ({ line_id: String(line.lineId), quantity })),
    })),
    note,
  };
}
