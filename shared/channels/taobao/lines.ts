import type { Fulfilment, LineFacts } from "../../orders/facts.ts";
import type { JsonReader } from "../json-reader.ts";
import { openRefunds, statuses } from "./statuses.ts";

export const currency = "CNY";
export const zone = "Asia/Shanghai";

/** A sub-order: what was sold, and what has become of it. */
export type SubOrder = {
  readonly line: LineFacts;
  readonly fulfilment: Fulfilment | null;
  readonly isRefunded: boolean;
  /** A refund is asked for, and the goods are still here. */
  readonly isDisputed: boolean;
};

/** `orders.order[]` of a trade. */
export function readSubOrders(trade: JsonReader): readonly SubOrder[] {
  const entries = trade.child("orders")?.list("order") ?? missing(trade);
  const seen = new Set<string>();
  return entries.map((at) => {
    const lineId = at.id("oid");
    if (seen.has(lineId)) at.refuse("bad_value", "oid", "two sub-orders have this id");
    seen.add(lineId);
    const quantity = at.count("num");
    const unitPriceMinor = at.money("price", currency);
    const list = unitPriceMinor * quantity;
    const totalMinor = readPaid(trade, at, { list, isOnly: entries.length === 1 });
    const status = readStatus(at);
    const needsShipping = isShipped(trade, at);
    const fulfilment = needsShipping ? readFulfilment(trade, at, { lineId, quantity }) : null;
    const refund = at.textOrNull("refund_status") ?? "";
    const isGone = status === "TRADE_CLOSED" || status === "TRADE_CLOSED_BY_TAOBAO";
    const line: LineFacts = {
      lineId,
      sku: skuOf(at),
      title: at.textOrNull("title") ?? "",
      variant: at.textOrNull("sku_properties_name"),
      quantity,
      removedQuantity: isGone && fulfilment === null ? quantity : 0,
      unitPriceMinor,
      discountMinor: at.exact("price", list - totalMinor),
      taxMinor: 0,
      totalMinor,
      needsShipping,
      weightGrams: null,
    };
    const isDisputed = openRefunds.has(refund) && fulfilment === null && needsShipping;
    return { line, fulfilment, isRefunded: refund === "SUCCESS", isDisputed };
  });
}

function missing(trade: JsonReader): readonly JsonReader[] {
  trade.refuse("missing_field", "orders", "a trade has sub-orders: name `orders` among the fields");
  return [];
}

/**
 * What the buyer pays for the line, postage not counted: its share after all discounts, else the documented
 * `price × num + adjust_fee − discount_fee − part_mjz_discount`. The share of an only line that equals the whole payment
 * holds the postage, as `payment` of an only line is documented to.
 */
function readPaid(trade: JsonReader, at: JsonReader, { list, isOnly }: { list: number; isOnly: boolean }): number {
  const money = (key: string): number => at.moneyOrZero(key, currency);
  const told = ["divide_order_fee", ...(isOnly ? ["payment"] : [])].find((key) => at.has(key));
  if (told === undefined) {
    return at.exact("price", list + money("adjust_fee") - money("discount_fee") - money("part_mjz_discount"));
  }
  const holdsPostage = isOnly && money(told) === trade.moneyOrZero("payment", currency);
  return at.exact(told, money(told) - (holdsPostage ? trade.moneyOrZero("post_fee", currency) : 0));
}

/** The article's own number stands for the sku only where the article has no skus: else it names several. */
function skuOf(at: JsonReader): string {
  const ofSku = at.textOrNull("outer_sku_id");
  const hasSkus = (at.textOrNull("sku_id") ?? "0") !== "0";
  return (ofSku ?? (hasSkus ? null : at.textOrNull("outer_iid")))?.trim() ?? "";
}

function readStatus(at: JsonReader): string {
  const word = at.textOrNull("status") ?? "";
  if (word !== "" && !statuses.has(word)) {
    at.refuse("unknown_status", "status", `"${word.slice(0, 40)}" is not in taobao/statuses.ts`);
  }
  return word;
}

function isShipped(trade: JsonReader, at: JsonReader): boolean {
  const way = at.textOrNull("shipping_type") ?? trade.textOrNull("shipping_type");
  return way !== "virtual" && !at.flag("is_service_order");
}

/**
 * One for each line, named after it: a parcel has no id of its own, and its number may be corrected later. A line leaves
 * as a whole.
 */
function readFulfilment(
  trade: JsonReader,
  at: JsonReader,
  { lineId, quantity }: { readonly lineId: string; readonly quantity: number },
): Fulfilment | null {
  const ownTime = at.instantOrNull("consign_time", zone);
  const isOut = ownTime !== null || statuses.get(at.textOrNull("status") ?? "")?.isShipped === true;
  if (!isOut) return null;
  return {
    fulfilmentId: lineId,
    at: ownTime ?? trade.instantOrNull("consign_time", zone) ?? trade.instant("modified", zone),
    state: "success",
    carrier: at.textOrNull("logistics_company"),
    trackingNo: at.textOrNull("invoice_no"),
    lines: [{ lineId, quantity }],
  };
}
