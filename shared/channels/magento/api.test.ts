import { describe, expect, it } from "vitest";
import { apiContract } from "../../../tests/support/simulators/api.contract.ts";
import { makeMagentoSimulator } from "../../../tests/support/simulators/magento.ts";
import type { Foreign } from "../../../tests/support/simulators/rest-desk.ts";
import { httpOf } from "../../../tests/support/simulators/simulator.ts";
import type { ShipmentNews } from "../api.ts";
import { pulledTopic } from "../channel.ts";
import { readSample } from "../sample.ts";
import { summarise } from "../summarise.ts";
import { magentoApi } from "./api.ts";
import { magento } from "./magento.ts";

function eventValue(event: Foreign): Foreign {
  return (event.data ?? event.event.data).value;
}

function sample(name: string): Foreign {
  return eventValue(JSON.parse(new TextDecoder().decode(readSample("magento", name))));
}

const topic = "com.adobe.commerce.observer.sales_order_save_commit_after";
const paid = { ...sample("order-paid-cny"), entity_id: 431 };
const news: ShipmentNews = {
  shipmentId: "shp_0001",
  channelOrderId: "431",
  carrier: { code: "sf", name: "SF Express" },
  trackingNo: "SF1400000000777",
  shippedAt: "2026-11-22T09:00:00.000Z",
  lines: [{ lineId: String(paid.items[0].item_id), sku: paid.items[0].sku, quantity: 1 }],
  isLast: false,
};

const level = { sku: "CUP-CEL", listing: { sourceCode: "main" }, quantity: 7, previous: 3, idempotencyKey: "k1" };
const now = () => new Date("2026-11-22T10:00:00.000Z");

apiContract({
  api: magentoApi,
  channel: magento,
  make: makeMagentoSimulator,
  orderAt: (place, instant) => {
    const at = instant.slice(0, 19).replace("T", " ");
    const order = { ...paid, entity_id: 5_000 - place, created_at: at, updated_at: at };
    return { id: String(5_000 - place), order: { order } };
  },
  samples: ["order-created-cny", "order-paid-cny", "order-authorized-usd", "order-paid-jpy", "order-on-hold"].map(
    (name) => ({ name, topic, toPut: (event) => ({ order: withId(eventValue(event)) }) }),
  ),
  shipment: { orderBefore: () => ({ order: paid }), news },
  levels: [
    { level, key: "main:CUP-CEL" },
    { level: { ...level, sku: "CUP-NONE", idempotencyKey: "k2" }, key: "main:CUP-NONE" },
  ],
});

/** A REST order always has its number in front; events may leave it to the items. */
function withId(order: Foreign): Foreign {
  return { entity_id: order.entity_id ?? order.items[0].order_id, ...order };
}

describe("Magento's API", () => {
  it("reads parcels and refunds of an order beside it", async () => {
    const simulator = makeMagentoSimulator({ now });
    const memo = { ...sample("credit-memo-created"), order_id: 431 };
    simulator.put({ order: paid, creditmemos: { items: [memo, { ...memo, increment_id: "M2", state: 1 }] } });
    const call = { http: httpOf(simulator), credentials: simulator.credentials, now: now() };
    expect(await magentoApi.sendShipment?.(call, news)).toMatchObject({ value: { kind: "done", reference: "600" } });
    const read = await magentoApi.readOrder(call, "431");
    const body = read.ok ? read.value : new Uint8Array();
    const result = magento.normalise({ topic: pulledTopic, body, headers: {}, receivedAt: now().toISOString() });
    expect(summarise(result)).toMatch(/^order 431 .* \| refund \S+ \d+ \| parcel success SF Express SF1400000000777$/);
  });

  it("names what is wrong with an answer that is no order", () => {
    const body = new TextEncoder().encode('{"shipments":{"items":[]}}');
    const result = magento.normalise({ topic: pulledTopic, body, headers: {}, receivedAt: now().toISOString() });
    expect(summarise(result)).toBe("refused: missing_field at order");
  });
});
