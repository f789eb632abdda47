import { describe, expect, it } from "vitest";
import type { IncomingOrder } from "../../orders/facts.ts";
import { pulledTopic } from "../channel.ts";
import { readSample } from "../sample.ts";
import { summarise } from "../summarise.ts";
import { normalise } from "./normalise.ts";

function normalised(body: string) {
  const delivery = { topic: pulledTopic, headers: {}, receivedAt: "2026-11-22T00:00:00.000Z" };
  return normalise({ ...delivery, body: new TextEncoder().encode(body) });
}

function textOf(name: string): string {
  return new TextDecoder().decode(readSample("lazada", name));
}

function orderOf(text: string): IncomingOrder {
  const result = normalised(text);
  if (!result.ok || result.value.kind !== "order") throw new Error(summarise(result));
  return result.value.order;
}

describe("Lazada's pieces", () => {
  it("of one article and price are one line, named by the smallest number in whatever order they come", () => {
    const { lines } = orderOf(textOf("order-pending-sgd"));
    expect(lines).toMatchObject([
      { lineId: "83920000000101", quantity: 2, unitPriceMinor: 2490, discountMinor: 400, totalMinor: 4580 },
      { lineId: "83920000000301", quantity: 1, unitPriceMinor: 6800, discountMinor: 500, totalMinor: 6300 },
    ]);
  });

  it("keep their line when one of them is cancelled", () => {
    const { lines } = orderOf(textOf("order-one-piece-cancelled-myr"));
    expect(lines).toMatchObject([{ lineId: "3370000000000101", quantity: 2, removedQuantity: 1 }]);
  });

  it("without a sku stay apart, each a line that waits for its sku", () => {
    const { lines } = orderOf(textOf("order-pending-sgd").replaceAll('"sku": "CUP-CEL-200"', '"sku": ""'));
    expect(lines?.map(({ sku, quantity }) => [sku, quantity])).toEqual([
      ["", 1],
      ["", 1],
      ["POT-IRON-800", 1],
    ]);
  });

  it("with ids beyond 2^53 keep them and their order", () => {
    const text = textOf("order-pending-sgd")
      .replaceAll("83920000000101", "9223372036854775807")
      .replaceAll("83920000000201", "9223372036854775806");
    expect(orderOf(text).lines?.map(({ lineId }) => lineId)).toEqual(["83920000000301", "9223372036854775806"]);
  });

  it("that lie in Lazada's warehouse, or are no goods, do not ship", () => {
    for (const field of ['"is_fbl": "1"', '"is_digital": 1']) {
      const [key] = field.split(":");
      const { lines } = orderOf(textOf("order-cod-pending-vnd").replace(new RegExp(`${key}: 0`), field));
      expect(lines?.[0]?.needsShipping).toBe(false);
    }
  });

  it("take their vouchers from the price paid where they do not name them", () => {
    const text = textOf("order-cod-pending-vnd").replaceAll(/"voucher_(seller|platform|amount)": "[^"]+",/g, "");
    expect(orderOf(text).lines?.[0]?.discountMinor).toBe(20000);
  });

  it("that left without a package are one parcel all the same", () => {
    const text = textOf("order-shipped-sgd").replaceAll(/"(package_id|tracking_code)": "[^"]+"/g, '"$1": ""');
    expect(orderOf(text).fulfilments).toMatchObject([{ fulfilmentId: "without-package", state: "success" }]);
  });
});

describe("Lazada's refunds", () => {
  it("are whole cents, in Vietnam whole dong, and only those that succeeded", () => {
    expect(orderOf(textOf("order-delivered-one-refunded-sgd")).refunds).toEqual([
      {
        refundId: "83930000000101",
        at: "2026-11-29T00:00:00.000Z",
        amountMinor: 2290,
        taxMinor: 0,
        reason: "Item is damaged",
        lines: [{ lineId: "83920000000101", quantity: 1, amountMinor: 2290 }],
      },
    ]);
    expect(orderOf(textOf("order-cod-returned-vnd")).refunds?.[0]?.amountMinor).toBe(430000);
  });
});

describe("Lazada's order", () => {
  it("is the same order however often it is read, whatever the ids of the requests", () => {
    const text = textOf("order-shipped-sgd");
    expect(orderOf(text.replaceAll("0ba2887f", "ffffffff"))).toEqual(orderOf(text));
  });

  it("goes by the last change of the order and its pieces, with its offset", () => {
    const text = textOf("order-pending-sgd").replace(
      '"updated_at": "2026-11-22 09:04:10',
      '"updated_at": "2026-11-22 09:00:00',
    );
    const { clock, header } = orderOf(text);
    expect([header?.placedAt, clock.at]).toEqual(["2026-11-22T01:00:00.000Z", Date.parse("2026-11-22T01:04:10Z")]);
  });

  it("that changed within a second wins by the steps its pieces have gone", () => {
    const steps = ["unpaid", "pending", "packed", "shipped", "delivered", "returned"].map(
      (status) => orderOf(textOf("order-unpaid-sgd").replace('"status": "unpaid"', `"status": "${status}"`)).clock.tie,
    );
    expect(steps.toSorted()).toEqual(steps);
  });

  it("is refused by name without its pieces or twice with one", () => {
    expect(summarise(normalised('{"order":{"data":{}},"items":{"data":[]}}'))).toBe(
      "refused: missing_field at items.data[0]",
    );
    expect(summarise(normalised('{"code":"0","data":{}}'))).toBe("refused: missing_field at order");
    const twins = textOf("order-cancelled-myr").replace("3370000000000201", "3370000000000101");
    expect(summarise(normalised(twins))).toBe("refused: bad_value at items.data[1].order_item_id");
  });
});
