import { describe, expect, it } from "vitest";
import type { IncomingOrder } from "../../orders/facts.ts";
import { pulledTopic } from "../channel.ts";
import { readSample } from "../sample.ts";
import { summarise } from "../summarise.ts";
import { normalise } from "./normalise.ts";

function normalised(topic: string, body: string) {
  return normalise({
    topic,
    body: new TextEncoder().encode(body),
    headers: {},
    receivedAt: "2026-11-22T00:00:00.000Z",
  });
}

function textOf(name: string): string {
  return new TextDecoder().decode(readSample("ebay", name));
}

function orderOf(text: string): IncomingOrder {
  const result = normalised(pulledTopic, text);
  if (!result.ok || result.value.kind !== "order") throw new Error(summarise(result));
  return result.value.order;
}

describe("eBay's lines", () => {
  it("cost unit price times quantity less their discount, tax on top", () => {
    const { lines } = orderOf(textOf("order-paid-usd"));
    expect(lines).toMatchObject([
      { unitPriceMinor: 1800, discountMinor: 360, taxMinor: 284, totalMinor: 3524, variant: "Oat, 12 oz" },
      { unitPriceMinor: 825, discountMinor: 0, taxMinor: 72, totalMinor: 897, variant: null },
    ]);
  });

  it("keep their cost to the cent where the price does not divide", () => {
    const { lines, header } = orderOf(textOf("order-uneven-price-cad"));
    expect(lines).toMatchObject([{ unitPriceMinor: 334, quantity: 3, discountMinor: 2, totalMinor: 1000 }]);
    expect(header?.discrepancyMinor).toBe(0);
  });

  it("ship unless they are digital, fetched by the buyer or sent by eBay", () => {
    for (const kind of ["DIGITAL", "PREPARE_FOR_PICKUP", "FULFILLED_BY_EBAY"]) {
      const { lines } = orderOf(textOf("order-cancel-requested-gbp").replace('"SHIP_TO"', `"${kind}"`));
      expect(lines?.[0]?.needsShipping).toBe(false);
    }
    const { lines } = orderOf(textOf("order-cancel-requested-gbp").replace('"SHIP_TO"', '"SELLER_DEFINED"'));
    expect(lines?.[0]?.needsShipping).toBe(true);
  });
});

describe("eBay's amounts", () => {
  it("in the seller's currency are read by what they were converted from", () => {
    const { refunds } = orderOf(textOf("order-seller-paid-in-gbp"));
    expect(refunds).toMatchObject([{ amountMinor: 1000, lines: [{ lineId: "10080000000201", amountMinor: 1000 }] }]);
  });

  it("in a currency that is not the order's are refused", () => {
    const text = textOf("order-paid-usd").replace(
      /"deliveryCost": \{\s*"value": "7.95",\s*"currency": "USD"/,
      (found) => found.replace("USD", "CAD"),
    );
    expect(summarise(normalised(pulledTopic, text))).toBe(
      "refused: bad_value at order.pricingSummary.deliveryCost.currency",
    );
  });

  it("do not hold the tax that eBay collects itself", () => {
    const tax = '"ebayCollectAndRemitTaxes": [{"taxType": "GST", "amount": {"value": "32.7", "currency": "GBP"}}], ';
    const text = textOf("order-cancel-requested-gbp").replace('"soldFormat"', `${tax}"soldFormat"`);
    expect(orderOf(text).header?.amounts).toMatchObject({ taxMinor: 0, totalMinor: 2799 });
  });
});

describe("eBay's order", () => {
  it("refunds what went through, not what is pending", () => {
    const { refunds } = orderOf(textOf("order-partially-refunded-usd"));
    expect(refunds?.map(({ refundId }) => refundId)).toEqual(["5012345678"]);
  });

  it("is held while its cancellation is asked for, and dates its end", () => {
    expect(orderOf(textOf("order-cancel-requested-gbp")).status?.shipHold).toBe("cancellation requested");
    expect(orderOf(textOf("order-cancelled-gbp")).status).toMatchObject({
      cancelledAt: "2026-11-22T12:30:00.000Z",
      cancelReason: "ORDER_MISTAKE",
    });
  });

  it("parks what it does not know the meaning of", () => {
    const text = textOf("order-cancelled-gbp");
    expect(summarise(normalised(pulledTopic, text.replace('"CANCELED"', '"MAYBE"')))).toBe(
      "refused: unknown_status at order.cancelStatus.cancelState",
    );
    expect(summarise(normalised(pulledTopic, text.replace('"NOT_STARTED"', '"MAYBE"')))).toBe(
      "refused: unknown_status at order.orderFulfillmentStatus",
    );
  });

  it("is refused by name without its answer, its amounts, or the order's number in a notification", () => {
    expect(summarise(normalised(pulledTopic, '{"orderId":"1"}'))).toBe("refused: missing_field at order");
    expect(summarise(normalised(pulledTopic, '{"order":{}}'))).toBe("refused: missing_field at order.pricingSummary");
    expect(
      summarise(normalised("push", '{"metadata":{"topic":"ORDER_CONFIRMATION"},"notification":{"data":{}}}')),
    ).toBe("refused: missing_field at notification.data.orderId");
  });
});
