import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { type QueuedDelivery, toQueueMessage } from "../../shared/intake/queued-delivery.ts";
import { connectionId, deliveryIdOf, merchantId } from "../../shared/kernel/ids.ts";
import type { Json } from "../support/hub-client.ts";
import { useLocalHub } from "../support/local-hub.ts";
import { shopifyOrder } from "../support/shop-orders.ts";

/**
 * One shop floods the hub; another's deliveries come meanwhile. The flood goes straight into the intake queue, under the
 * name of its shop as the door sends it, because here the door and the workers share two cores.
 */
const the = useLocalHub();
const FLOOD = 10_000;
const QUIET = 100;
const BETWEEN_MS = 100;

type Delays = { readonly p50: number; readonly p95: number; readonly worst: number };

/** Sends a hundred deliveries of the quiet shop, and gives how long each took from the door to its order, in ms. */
async function quietShop(round: string): Promise<Delays> {
  const receipts: string[] = [];
  for (let no = 0; no < QUIET; no += 1) {
    const lines = [{ sku: "TEA", quantity: 1 }];
    const body = shopifyOrder({ no: Number(round) * 1_000 + no, lines, payment: "pending" });
    const { headers } = await the().post({ topic: "orders/create", body, deliveryNo: `${round}-${no}` });
    receipts.push(headers.get("x-orderhub-receipt") ?? "");
    await sleep(BETWEEN_MS);
  }
  const delays: number[] = [];
  for (const receipt of receipts) {
    const { outcome, receivedAt, appliedAt } = await fateOf(receipt);
    expect(outcome).toBe("applied");
    delays.push(Date.parse(String(appliedAt)) - Date.parse(String(receivedAt)));
  }
  delays.sort((a, b) => a - b);
  const at = (share: number): number => delays[Math.ceil(delays.length * share) - 1] ?? Number.NaN;
  return { p50: at(0.5), p95: at(0.95), worst: at(1) };
}

async function fateOf(receipt: string): Promise<Json> {
  for (;;) {
    const { status, body } = await the().get(`/deliveries/${receipt}`, null);
    if (status === 200) return body;
    await sleep(50);
  }
}

function flood(): void {
  const shop = { merchantId: merchantId("other"), connectionId: connectionId("shopify-other"), channel: "shopify" };
  for (let no = 0; no < FLOOD; no += 1) {
    const delivery: QueuedDelivery = {
      ...shop,
      deliveryId: deliveryIdOf(shop.merchantId, shop.connectionId, `flood-${no}`),
      topic: "orders/create",
      channelDeliveryId: `flood-${no}`,
      headers: {},
      receivedAt: new Date(the().hub.clock.now()).toISOString(),
      body: shopifyOrder({ no: 500_000 + no, lines: [{ sku: "TEA", quantity: 1 }], payment: "pending" }),
    };
    const message = toQueueMessage(delivery);
    if (message === null) throw new Error("an order must fit into a message");
    the().hub.cloud.sqs.send(the().local.queues.intake, message, { groupId: shop.connectionId });
  }
}

describe("a shop that floods the hub", () => {
  it("does not hold up another shop's deliveries", async () => {
    const calm = await quietShop("1");
    flood();
    await sleep(1_000);
    const flooded = await quietShop("2");
    const left = the().hub.cloud.sqs.countsOf(the().local.queues.intake).visible;

    console.log(`delay from door to order: calm ${JSON.stringify(calm)}, flooded ${JSON.stringify(flooded)} ms`);
    console.log(`${left} of ${FLOOD} deliveries of the flood still wait`);
    expect(left).toBeGreaterThan(FLOOD / 10);
    expect(flooded.p95).toBeLessThan(Math.max(2_000, 5 * calm.p95));
  }, 120_000);
});
