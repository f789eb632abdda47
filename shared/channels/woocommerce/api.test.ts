import { describe, expect, it } from "vitest";
import { apiContract } from "../../../tests/support/simulators/api.contract.ts";
import { httpOf } from "../../../tests/support/simulators/simulator.ts";
import { makeWoocommerceSimulator } from "../../../tests/support/simulators/woocommerce.ts";
import type { ShipmentNews } from "../api.ts";
import { readSample } from "../sample.ts";
import { woocommerceApi } from "./api.ts";
import { woocommerce } from "./woocommerce.ts";

function sample(name: string) {
  return JSON.parse(new TextDecoder().decode(readSample("woocommerce", name)));
}

const paid = sample("order-paid-usd");
const news: ShipmentNews = {
  shipmentId: "shp_0001",
  channelOrderId: String(paid.id),
  carrier: { code: "ups", name: "UPS" },
  trackingNo: "1Z999AA10100000777",
  shippedAt: "2026-11-22T09:00:00.000Z",
  lines: [{ lineId: String(paid.line_items[0].id), sku: paid.line_items[0].sku, quantity: 1 }],
  isLast: true,
};

const level = { sku: "MUG", listing: { productId: "71" }, quantity: 7, previous: 3, idempotencyKey: "k1" };
const now = () => new Date("2026-11-22T10:00:00.000Z");

apiContract({
  api: woocommerceApi,
  channel: woocommerce,
  make: makeWoocommerceSimulator,
  orderAt: (place, instant) => {
    const at = instant.slice(0, 19);
    return {
      id: String(5_000 - place),
      order: { ...paid, id: 5_000 - place, date_modified_gmt: at, date_created_gmt: at },
    };
  },
  samples: ["order-created-cny", "order-paid-jpy", "order-partially-refunded", "order-bundle", "order-trashed"].map(
    (name) => ({ name, topic: "order.updated", toPut: (told) => told }),
  ),
  shipment: { orderBefore: () => paid, news },
  levels: [
    { level, key: "71" },
    { level: { ...level, listing: { productId: "72" }, idempotencyKey: "k2" }, key: "72" },
  ],
});

describe("WooCommerce's API", () => {
  const world = () => {
    const simulator = makeWoocommerceSimulator({ now });
    return { simulator, call: { http: httpOf(simulator), credentials: simulator.credentials, now: now() } };
  };

  it("completes the order with the last parcel only", async () => {
    const { simulator, call } = world();
    simulator.put(paid);
    const statusOf = async () => {
      const read = await woocommerceApi.readOrder(call, String(paid.id));
      return read.ok && JSON.parse(new TextDecoder().decode(read.value)).status;
    };
    await woocommerceApi.sendShipment?.(call, { ...news, isLast: false });
    expect(await statusOf()).toBe("processing");
    await woocommerceApi.sendShipment?.(call, { ...news, shipmentId: "shp_0002", trackingNo: "1Z2" });
    expect(await statusOf()).toBe("completed");
    expect(simulator.shipments).toEqual([
      { key: "_orderhub_shipment_shp_0001", value: "UPS 1Z999AA10100000777" },
      { key: "_orderhub_shipment_shp_0002", value: "UPS 1Z2" },
    ]);
  });

  it("sets variations under their product, and the answers stay in the order of the levels", async () => {
    const { simulator, call } = world();
    for (const key of ["71", "80:81", "80:82"]) simulator.stock.set(key, 1);
    const of = (listing: Readonly<Record<string, string>>, quantity: number) => ({ ...level, listing, quantity });
    const levels = [
      of({ productId: "80", variationId: "82" }, 5),
      of({ productId: "71" }, 6),
      of({ productId: "80", variationId: "99" }, 7),
      of({ productId: "80", variationId: "81" }, 8),
      of({ productId: "../orders/1" }, 9),
    ];
    const answers = await woocommerceApi.setStock?.(call, levels);
    expect(answers).toMatchObject({
      value: [
        { kind: "set" },
        { kind: "set" },
        { kind: "refused", code: "woocommerce_rest_product_invalid_id" },
        { kind: "set" },
        { kind: "refused", code: "not_mapped" },
      ],
    });
    expect(Object.fromEntries(simulator.stock)).toEqual({ "71": 6, "80:81": 8, "80:82": 5 });
  });
});
