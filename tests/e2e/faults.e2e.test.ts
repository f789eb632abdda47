import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, describe, expect, it } from "vitest";
import type { Answered, Delivery } from "../support/hub-client.ts";
import { type LocalHub, startLocalHub } from "../support/local-hub.ts";
import { type Purchase, shopifyOrder } from "../support/shop-orders.ts";
import { expectTrueStock } from "./true-stock.ts";
import { stockWorkbook } from "./workbooks.ts";

const ORDERS = 30;
/** The longest visibility time of a queue. */
const HIDDEN_MS = 360_000;
const MOST_ROUNDS = 12;

let hub: LocalHub | undefined;

afterEach(async () => {
  await hub?.hub.stop();
  hub = undefined;
}, 30_000);

/** A shop sends again for as long as it is not told that the delivery was taken. */
async function sendUntilTaken(client: LocalHub, delivery: Delivery): Promise<Answered> {
  for (let tries = 1; ; tries += 1) {
    const answer = await client.post(delivery);
    if (answer.status < 500) return answer;
    if (tries === 50) throw new Error(`the hub answers ${answer.status} again and again`);
    await sleep(20);
  }
}

/** Until nothing is hidden in a queue or waits for its retry. */
async function settle({ hub: { idle, advance, metrics } }: LocalHub): Promise<void> {
  await idle();
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const isOver = Object.values(metrics().queues).every(({ inFlight, delayed }) => inFlight + delayed === 0);
    if (isOver && round > 1) return;
    await advance(HIDDEN_MS);
    await idle();
  }
}

/** Each order's life: created, paid, and every third one cancelled; the messages in an order that depends on the number. */
function messagesOf(no: number): readonly Delivery[] {
  const placedAt = new Date(Date.now() - 3_600_000);
  const at = (minutes: number): Date => new Date(placedAt.getTime() + minutes * 60_000);
  const common: Purchase = { no, placedAt, lines: [{ sku: no % 2 === 0 ? "PLENTY" : "SCARCE", quantity: 1 }] };
  const messages: Delivery[] = [
    { topic: "orders/create", body: shopifyOrder({ ...common, payment: "pending" }), deliveryNo: `${no}-created` },
    { topic: "orders/paid", body: shopifyOrder({ ...common, changedAt: at(1) }), deliveryNo: `${no}-paid` },
  ];
  const cancelled = shopifyOrder({ ...common, changedAt: at(2), isCancelled: true });
  if (no % 3 === 0) messages.push({ topic: "orders/cancelled", body: cancelled, deliveryNo: `${no}-cancelled` });
  return no % 2 === 0 ? messages : messages.toReversed();
}

describe("a hub among duplicates, delays, throttles, crashes and lost answers", () => {
  it.each([7, 20261121])(
    "ends where an undisturbed one would (seed %i)",
    async (faultsSeed) => {
      const client = await startLocalHub({ faultsSeed });
      hub = client;
      const faults = client.hub.faults;
      if (faults === null) throw new Error("the hub has no faults");
      faults.isActive = false;
      const stock = [
        { sku: "PLENTY", warehouse: "SHA", onHand: 1000 },
        { sku: "SCARCE", warehouse: "SHA", onHand: 5 },
      ];
      await client.files.put("imports", "demo/stock/opening.xlsx", stockWorkbook(stock));
      await client.hub.idle();
      faults.isActive = true;

      const lives = Array.from({ length: ORDERS }, (_, no) => messagesOf(no));
      const receipts: string[] = [];
      await Promise.all(
        lives.map(async (messages) => {
          for (const message of messages) {
            const answer = await sendUntilTaken(client, message);
            expect(answer.status).toBe(200);
            receipts.push(answer.headers.get("x-orderhub-receipt") ?? "");
          }
        }),
      );
      await settle(client);
      faults.isActive = false;
      await settle(client);

      for (const receipt of receipts) {
        const { status, body } = await client.get(`/deliveries/${receipt}`, null);
        expect(status, `the fate of ${receipt}`).toBe(200);
        expect(["applied", "unchanged", "stale"]).toContain(body["outcome"]);
      }
      const { orders, held } = await expectTrueStock(client, ["PLENTY", "SCARCE"]);
      const statusOf = new Map(orders.map(({ channelOrderNo, status }) => [channelOrderNo, status]));
      expect(orders).toHaveLength(ORDERS);
      for (let no = 0; no < ORDERS; no += 1) {
        const expected = no % 3 === 0 ? ["cancelled"] : no % 2 === 0 ? ["allocated"] : ["allocated", "backordered"];
        expect(expected, `order ${no}`).toContain(statusOf.get(`#${no}`));
      }
      expect(held.get("SCARCE")).toBe(5);
    },
    150_000,
  );
});
