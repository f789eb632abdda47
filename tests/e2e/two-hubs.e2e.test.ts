import { afterEach, describe, expect, it } from "vitest";
import { type LocalHub, startLocalHub } from "../support/local-hub.ts";
import { shopifyOrder } from "../support/shop-orders.ts";

const started: LocalHub[] = [];

afterEach(async () => {
  await Promise.all(started.splice(0).map(({ hub }) => hub.stop()));
}, 30_000);

describe("two hubs on one machine", () => {
  it("share no port, no order and no key", async () => {
    started.push(...(await Promise.all([startLocalHub(), startLocalHub()])));
    const [left, right] = started as [LocalHub, LocalHub];
    const body = shopifyOrder({ no: 1, lines: [{ sku: "TEA", quantity: 1 }] });

    const answer = await left.post({ topic: "orders/paid", body, deliveryNo: "1" });
    await Promise.all([left.hub.idle(), right.hub.idle()]);

    expect(answer.status).toBe(200);
    expect(new URL(left.local.api).port).not.toBe(new URL(right.local.api).port);
    expect(left.local.endpoints.s3).not.toBe(right.local.endpoints.s3);
    expect(await left.list("/v1/orders")).toHaveLength(1);
    expect(await right.list("/v1/orders")).toEqual([]);
    const token = await left.hub.token({ merchant: "demo", role: "operator" });
    const refused = await right.call("/v1/orders", { headers: { authorization: `Bearer ${token}` } });
    expect(refused.status).toBe(401);
  }, 60_000);

  it("leave no port open when they stop", async () => {
    const one = await startLocalHub();
    const [api, door] = [one.local.api, one.local.endpoints.s3];

    await one.hub.stop();

    await expect(fetch(`${api}/health`)).rejects.toThrow();
    await expect(fetch(door)).rejects.toThrow();
  }, 60_000);
});
