import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { pulledTopic } from "../channel.ts";
import { readSample } from "../sample.ts";
import { summarise } from "../summarise.ts";
import { amazon } from "./amazon.ts";

// biome-ignore lint/suspicious/noExplicitAny: foreign JSON, changed field by field
type Foreign = any;

const receivedAt = "2026-11-21T00:00:00.000Z";

function read(json: unknown, topic = pulledTopic) {
  return amazon.normalise({ topic, body: Buffer.from(JSON.stringify(json)), headers: {}, receivedAt });
}

function sample(name: string, change: (order: Foreign) => void): Foreign {
  const json = JSON.parse(Buffer.from(readSample("amazon", name)).toString());
  change(json.order);
  return json;
}

function orderOf(json: unknown) {
  const result = read(json);
  if (!result.ok || result.value.kind !== "order") throw new Error(summarise(result));
  return result.value.order;
}

describe("an order of Amazon's", () => {
  it("holds tax inside its prices only when it adds up that way", () => {
    const tax = (total: string) =>
      orderOf(
        sample("order-unshipped-jpy", (order) => {
          order.proceeds.grandTotal.amount = total;
        }),
      ).header;
    expect(tax("20350")).toMatchObject({ amounts: { taxesIncluded: true }, discrepancyMinor: 0 });
    expect(tax("22200")).toMatchObject({ amounts: { taxesIncluded: false }, discrepancyMinor: 0 });
    expect(tax("20000")).toMatchObject({ amounts: { taxesIncluded: false }, discrepancyMinor: -2200 });
  });

  it("counts a discount whatever its sign", () => {
    const positive = sample("order-unshipped", (order) => {
      const discount = order.orderItems[0].proceeds.breakdowns[2];
      discount.subtotal.amount = "7.20";
      discount.detailedBreakdowns[0].value.amount = "7.20";
    });
    expect(orderOf(positive).lines).toEqual(orderOf(sample("order-unshipped", () => undefined)).lines);
  });

  it("takes the unit price from the item's money when none is told", () => {
    const { lines, header } = orderOf(
      sample("order-partly-cancelled", (order) => {
        order.orderItems[0].product.price = undefined;
        order.orderItems[0].proceeds.breakdowns[0].subtotal.amount = "50.00";
        order.proceeds.grandTotal.amount = "50.00";
      }),
    );
    expect(lines).toMatchObject([{ unitPriceMinor: 1667, quantity: 3, discountMinor: 1, totalMinor: 5000 }]);
    expect(header?.discrepancyMinor).toBe(0);
  });

  it("stops waiting for the seller once the order is shipped or cancelled", () => {
    const hold = (status: string) =>
      orderOf(
        sample("order-buyer-wants-out", (order) => {
          order.fulfillment.fulfillmentStatus = status;
        }),
      ).status?.shipHold;
    expect(["UNSHIPPED", "PARTIALLY_SHIPPED", "SHIPPED", "CANCELLED"].map(hold)).toEqual([
      "buyer requested cancellation",
      "buyer requested cancellation",
      undefined,
      undefined,
    ]);
  });

  it("ships nothing in a package that waits, and nothing more in one that was cancelled", () => {
    const states = (status: string) =>
      orderOf(
        sample("order-partly-shipped", (order) => {
          order.packages[0].packageStatus.status = status;
        }),
      ).fulfilments?.map(({ state }) => state);
    expect(["PENDING", "DELIVERED", "CANCELLED", "ON A BOAT"].map(states)).toEqual([
      ["pending"],
      ["success"],
      ["cancelled"],
      ["pending"],
    ]);
  });

  it("has a second item of the same id refused", () => {
    const twice = sample("order-unshipped", (order) => {
      order.orderItems[1].orderItemId = order.orderItems[0].orderItemId;
    });
    expect(summarise(read(twice))).toBe("refused: bad_value at order.orderItems[1].orderItemId");
  });
});

describe("a notification of Amazon's", () => {
  it("of another type is ignored, and one without an order is named", () => {
    expect(summarise(read({ NotificationType: "FEED_PROCESSING_FINISHED" }, "ORDER_CHANGE"))).toBe("ignored");
    expect(summarise(read({ NotificationType: "ORDER_CHANGE", Payload: {} }, "ORDER_CHANGE"))).toBe(
      "refused: missing_field at Payload.OrderChangeNotification",
    );
  });
});

describe("the three answers of the Orders API v0", () => {
  const folder = join(import.meta.dirname, "../../../../shared/fixtures/channels/amazon");
  const isThere = existsSync(folder);
  const title = isThere
    ? "make one order"
    : "no folder ../shared/fixtures/channels/amazon: v0 answers were not checked";

  it.skipIf(!isThere)(title, () => {
    const published = (name: string) => JSON.parse(readFileSync(join(folder, `orders_v0_${name}.json`), "utf8"));
    const order = published("getOrder_0");
    const items = published("getOrderItems");
    const address = published("getOrderAddress");
    expect(summarise(read({ order, items, address }))).toBe(
      "order 902-1845936-5435065 | 902-1845936-5435065 USD 1101 = 1000 - 0 + 0 + 0 + tax 101 | paid | held (Unshipped) | NABetaASINB00551Q3CSx1 | to US/WA/SEATTLE",
    );
    expect(summarise(read(order))).toBe("order 902-1845936-5435065 | paid | open (Unshipped)");
  });
});
