import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import type { Answered, Delivery, Json } from "../support/hub-client.ts";
import { useLocalHub } from "../support/local-hub.ts";
import { shopifyOrder } from "../support/shop-orders.ts";
import { stockWorkbook } from "./workbooks.ts";

/**
 * The last units over the real way in: HTTP, queues and functions. Twenty interleavings of the same race on the memory
 * table stand in tests/property/last-units.prop.test.ts.
 */
const the = useLocalHub();
const BUYERS = 200;
const STOCK = 50;
/** Of the queue of approved orders. */
const VISIBILITY_MS = 180_000;

describe("200 buyers of the last 50 units at once", () => {
  it.each([1, 2])(
    "get exactly 50, over HTTP (sale %i)",
    async (sale) => {
      const sku = `LAST-${sale}`;
      const counted = stockWorkbook([{ sku, warehouse: "SHA", onHand: STOCK }]);
      await the().files.put("imports", `demo/stock/${sku}.xlsx`, counted);
      await the().hub.idle();

      const answers = await Promise.all(
        Array.from({ length: BUYERS }, (_, index) => {
          const no = sale * 10_000 + index;
          const body = shopifyOrder({ no, lines: [{ sku, quantity: 1 }] });
          return sendUntilTaken({ topic: "orders/paid", body, deliveryNo: `race-${no}` });
        }),
      );
      await settle();

      expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
      const mine = (order: Json): boolean => String(order["channelOrderNo"]).startsWith(`#${sale}0`);
      const allocated = (await the().list("/v1/orders?status=allocated")).filter(mine);
      const waiting = (await the().list("/v1/orders?status=backordered")).filter(mine);
      expect([allocated.length, waiting.length]).toEqual([STOCK, BUYERS - STOCK]);
      const { body: stock } = await the().get(`/v1/stock/${sku}`);
      expect(stock).toMatchObject({ onHand: STOCK, allocated: STOCK, available: 0, ordersWaiting: BUYERS - STOCK });
      expect(deadLetters()).toEqual([]);
    },
    60_000,
  );
});

/** Until nothing is hidden in a queue: an order that lost too many races comes back after the visibility time. */
async function settle(): Promise<void> {
  await the().hub.idle();
  while (Object.values(the().hub.metrics().queues).some(({ inFlight, delayed }) => inFlight + delayed > 0)) {
    await the().hub.advance(VISIBILITY_MS);
    await the().hub.idle();
  }
}

/** A shop sends again what the hub was too busy to take. */
async function sendUntilTaken(delivery: Delivery): Promise<Answered> {
  for (;;) {
    const answer = await the().post(delivery);
    if (answer.status !== 503) return answer;
    await sleep(200);
  }
}

/** Queues that no function works on and that are not empty. */
function deadLetters(): readonly string[] {
  const { queues } = the().hub.metrics();
  return Object.entries(queues).flatMap(([name, { visible }]) => (visible > 0 ? [name] : []));
}
