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

function orderOf(name: string, edit: (text: string) => string = (text) => text): IncomingOrder {
  const result = normalised(pulledTopic, edit(new TextDecoder().decode(readSample("shopee", name))));
  if (!result.ok || result.value.kind !== "order") throw new Error(summarise(result));
  return result.value.order;
}

describe("Shopee's lines", () => {
  it("tell an article in a bundle from the same article outside of it, in order and package alike", () => {
    const { lines, fulfilments } = orderOf("order-bundle-deal-myr", (text) =>
      text.replace("LOGISTICS_READY", "LOGISTICS_PICKUP_DONE"),
    );
    expect(lines?.map(({ lineId, quantity, unitPriceMinor }) => [lineId, quantity, unitPriceMinor])).toEqual([
      ["25800000301-0-1-7751", 2, 1290],
      ["25800000302-0-1-7751", 1, 1290],
      ["25800000301-0-25800000301-0", 1, 1290],
    ]);
    expect(fulfilments?.[0]?.lines.map(({ lineId }) => lineId)).toEqual(lines?.map(({ lineId }) => lineId));
  });

  it("add up what stands twice, and refuse it at two prices", () => {
    const twice = (price: string) => (text: string) => {
      const json = JSON.parse(text);
      const [order] = json.response.order_list;
      order.item_list.push({ ...order.item_list[0], model_discounted_price: Number(price) });
      return JSON.stringify(json);
    };
    const { lines } = orderOf("order-ready-to-ship-vnd", twice("159000"));
    expect(lines?.map(({ quantity, totalMinor }) => [quantity, totalMinor])).toEqual([
      [4, 636000],
      [1, 520000],
    ]);
    const body = new TextDecoder().decode(readSample("shopee", "order-ready-to-ship-vnd"));
    expect(summarise(normalised(pulledTopic, twice("1")(body)))).toBe(
      "refused: bad_value at response.order_list[0].item_list[2].order_item_id",
    );
  });

  it("keep ids beyond 2^53 exact", () => {
    const { lines } = orderOf("order-ready-to-ship-vnd", (text) =>
      text.replaceAll("25800000101", "9223372036854775807"),
    );
    expect(lines?.[0]?.lineId).toBe("9223372036854775807-221900000011-9223372036854775807-0");
  });

  it("ship nothing of an order that a booking has sent ahead", () => {
    const { lines } = orderOf("order-ready-sgd", (text) =>
      text.replace('"split_up": false', '"split_up": false, "advance_package": true'),
    );
    expect(lines?.every(({ needsShipping }) => !needsShipping)).toBe(true);
  });
});

describe("Shopee's order", () => {
  it("is the same order however often it is read, whatever the id of the request", () => {
    const read = orderOf("order-ready-to-ship-vnd");
    expect(orderOf("order-ready-to-ship-vnd", (text) => text.replace("a1b2c3d4e5", "ffffffffff"))).toEqual(read);
  });

  it("says in whose words it is held", () => {
    const pending = orderOf("order-ready-sgd", (text) =>
      text.replace('"READY_TO_SHIP"', '"PENDING", "pending_terms": ["KYC_PENDING"]'),
    );
    expect(pending.status?.shipHold).toBe("PENDING KYC_PENDING");
    expect(orderOf("order-in-cancel-sgd").status?.shipHold).toBe("IN_CANCEL");
    expect(orderOf("order-ready-sgd").status).not.toHaveProperty("shipHold");
  });

  it("names by whom and why it was cancelled, and when at the latest", () => {
    expect(orderOf("order-cancelled-sgd").status).toMatchObject({
      cancelledAt: "2026-11-22T03:30:00.000Z",
      cancelReason: "Need to change delivery address",
    });
  });

  it("reads its times as seconds since 1970", () => {
    const { header, payment, clock } = orderOf("order-ready-to-ship-vnd");
    expect([header?.placedAt, payment?.paidAt, clock.at]).toEqual([
      "2026-11-22T01:00:00.000Z",
      "2026-11-22T01:05:00.000Z",
      Date.parse("2026-11-22T01:05:00Z"),
    ]);
  });

  it("is refused by name when the answer holds none", () => {
    expect(summarise(normalised(pulledTopic, '{"error":"","response":{"order_list":[]}}'))).toBe(
      "refused: missing_field at response.order_list[0]",
    );
    expect(summarise(normalised("push", '{"code":3}'))).toBe("refused: missing_field at data");
  });
});
