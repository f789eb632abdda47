import type { IncomingOrder } from "../../orders/facts.ts";
import { clockOf } from "../clock.ts";
import type { JsonReader } from "../json-reader.ts";
import { readAddressV0 } from "./address.ts";
import { rounded } from "./items.ts";
import { paymentOf, refuseStatus, statusFacts } from "./order.ts";
import { refuseRepeatedIds, type SoldItem, toSold } from "./sold.ts";
import { statusOf } from "./statuses.ts";

/** The `payload` of getOrder, getOrderItems and getOrderAddress; the last two may be missing, and then nothing is said of them. */
export type PayloadsV0 = {
  readonly order: JsonReader;
  readonly items: JsonReader | null;
  readonly address: JsonReader | null;
};

/** The Orders API before 2026-01-01, which told an order in three answers. */
export function readOrderV0({ order: at, items, address }: PayloadsV0, body: Uint8Array): IncomingOrder {
  const channelOrderId = at.id("AmazonOrderId");
  const updatedAt = at.instant("LastUpdateDate");
  const raw = at.textOrNull("OrderStatus") ?? "";
  const status = statusOf(raw);
  if (status === null) refuseStatus(at, "OrderStatus", raw);
  const shipTo = address?.child("ShippingAddress") ?? at.child("ShippingAddress");
  const email = at.child("BuyerInfo")?.textOrNull("BuyerEmail") ?? at.textOrNull("BuyerEmail");
  const told = {
    raw,
    updatedAt,
    cancelReason: null,
    isCancelWanted: items?.entries("OrderItems").some(isCancelWanted) ?? false,
  };
  return {
    channelOrderId,
    clock: clockOf(updatedAt, String(status?.progress ?? 0), body),
    ...(items === null ? {} : readSold(at, items)),
    ...(status === null
      ? {}
      : { payment: paymentOf(status, at.textOrNull("PaymentMethod")), status: statusFacts(status, told) }),
    ...(shipTo === null ? {} : { address: readAddressV0(shipTo, email) }),
  };
}

function readSold(at: JsonReader, payload: JsonReader): Pick<IncomingOrder, "header" | "lines"> {
  const total = at.child("OrderTotal");
  if (total === null) return {};
  const currency = total.currency("CurrencyCode");
  return toSold(at, {
    channelOrderNo: at.id("AmazonOrderId"),
    currency,
    placedAt: at.instant("PurchaseDate"),
    totalMinor: total.money("Amount", currency),
    tags: ["IsPrime", "IsBusinessOrder"].filter((key) => at.flag(key)).map((key) => key.replace(/^Is/, "")),
    items: refuseRepeatedIds(
      payload.list("OrderItems").map((item) => readItem(item, currency)),
      "OrderItemId",
    ),
    isShippedByAmazon: at.textOrNull("FulfillmentChannel") === "AFN",
  });
}

/** `ItemPrice` and the other amounts are of the whole quantity. */
function readItem(at: JsonReader, currency: string): SoldItem {
  const money = (key: string): number => Math.abs(at.child(key)?.moneyOrZero("Amount", currency) ?? 0);
  const quantity = at.count("QuantityOrdered");
  const unitPriceMinor = rounded(money("ItemPrice"), quantity);
  const rounding = unitPriceMinor * quantity - money("ItemPrice");
  return {
    at,
    lineId: at.id("OrderItemId"),
    sku: at.textOrNull("SellerSKU")?.trim() ?? "",
    title: at.textOrNull("Title") ?? "",
    quantity,
    removedQuantity: 0,
    unitPriceMinor,
    discountMinor: at.exact("ItemPrice", rounding + money("PromotionDiscount")),
    taxMinor: at.exact("ItemTax", money("ItemTax") - money("PromotionDiscountTax")),
    shippingMinor: money("ShippingPrice"),
    shippingDiscountMinor: money("ShippingDiscount"),
    otherTaxMinor: at.exact("ShippingTax", money("ShippingTax") - money("ShippingDiscountTax")),
    feesMinor: at.exact("CODFee", money("CODFee") - money("CODFeeDiscount")),
  };
}

function isCancelWanted(item: JsonReader): boolean {
  return item.child("BuyerRequestedCancel")?.flag("IsBuyerRequestedCancel") ?? false;
}
