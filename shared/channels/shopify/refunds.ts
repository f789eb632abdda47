import type { Refund } from "../../orders/facts.ts";
import { sumOf } from "../amounts.ts";
import type { JsonReader } from "../json-reader.ts";

/** One `refunds[]` entry, or the whole body of refunds/create. `currency` is the shop's. */
export function readRefund(at: JsonReader, currency: string): Refund {
  const lines = at.listOrEmpty("refund_line_items");
  const adjustments = at.listOrEmpty("order_adjustments");
  const tax =
    sumOf(lines, (line) => line.moneyOrZero("total_tax", currency)) -
    sumOf(adjustments, (adjustment) => adjustment.moneyOrZero("tax_amount", currency));
  return {
    refundId: at.id("id"),
    at: at.instantOrNull("processed_at") ?? at.instant("created_at"),
    amountMinor: at.exact("transactions", amountOf(at, currency)),
    taxMinor: at.exact("order_adjustments", tax),
    reason: at.textOrNull("note"),
    lines: lines.map((line) => ({
      lineId: line.id("line_item_id"),
      quantity: line.count("quantity"),
      amountMinor: line.moneyOrZero("subtotal", currency),
    })),
  };
}

/**
 * The money that went back: the successful refund transactions. Where they are missing or in the buyer's currency, the
 * value of the lines with their tax; adjustments count against the shop, so shipping given back comes as "-10.00".
 */
function amountOf(at: JsonReader, currency: string): number {
  const transactions = at.listOrEmpty("transactions").filter(isPaidBack);
  const isInShopCurrency = transactions.every((entry) => (entry.textOrNull("currency") ?? currency) === currency);
  if (at.has("transactions") && isInShopCurrency)
    return sumOf(transactions, (entry) => entry.money("amount", currency));
  const ofLines = sumOf(at.listOrEmpty("refund_line_items"), (line) =>
    withTax(line, "subtotal", "total_tax", currency),
  );
  const adjusted = sumOf(at.listOrEmpty("order_adjustments"), (entry) =>
    withTax(entry, "amount", "tax_amount", currency),
  );
  return ofLines - adjusted;
}

function isPaidBack(transaction: JsonReader): boolean {
  return transaction.textOrNull("kind") === "refund" && transaction.textOrNull("status") === "success";
}

function withTax(at: JsonReader, amount: string, tax: string, currency: string): number {
  return at.moneyOrZero(amount, currency) + at.moneyOrZero(tax, currency);
}

/**
 * The shop's currency, which refunds/create names only beside its amounts: in their `shop_money`, else (older versions)
 * in its transactions.
 */
export function shopCurrencyOf(at: JsonReader): string {
  const amounts = [
    ...at.listOrEmpty("refund_line_items").map((line) => line.child("subtotal_set")),
    ...at.listOrEmpty("order_adjustments").map((entry) => entry.child("amount_set")),
    at.child("total_duties_set"),
  ];
  const shopMoney = amounts.map((set) => set?.child("shop_money")).find((money) => money?.has("currency_code"));
  if (shopMoney) return shopMoney.currency("currency_code");
  return at.listOrEmpty("transactions")[0]?.currency("currency") ?? noCurrency(at);
}

function noCurrency(at: JsonReader): string {
  at.refuse("missing_field", "transactions", "the refund names no currency");
  return "";
}
