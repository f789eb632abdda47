import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { aLine, aMerchantId, anIncomingOrder, aStatus } from "../../tests/support/builders.ts";
import { can, type ShippingHub, sha, shippingHub, start } from "../../tests/support/shipping-hub.ts";
import type { ShipmentId } from "../kernel/ids.ts";
import type { Fulfilment, IncomingOrder } from "./facts.ts";
import type { Order } from "./order.ts";
import { readOrder } from "./order-store.ts";

function units(quantity: number, lineId = "l1") {
  return { lineId, quantity };
}

/** What the channel tells of a parcel, some time after it was told. */
function echo(over: Partial<Fulfilment> = {}, minutes = 1, status: Partial<IncomingOrder> = {}): IncomingOrder {
  const parcel: Fulfilment = {
    fulfilmentId: "987",
    at: new Date(start).toISOString(),
    state: "success",
    carrier: "顺丰",
    trackingNo: "sf12345678",
    lines: [units(1)],
    ...over,
  };
  return {
    channelOrderId: "1001",
    clock: { at: start + minutes * 60_000, tie: "e" },
    fulfilments: [parcel],
    ...status,
  };
}

async function shippedOnce(hub: ShippingHub, quantity = 1): Promise<ShipmentId> {
  const shipped = await hub.ship({ lines: [units(quantity)] });
  if (!shipped.ok) throw new Error(shipped.error.kind);
  return shipped.value.shipmentId;
}

describe("shipping an order by the hub's own people", () => {
  it("takes the goods from the warehouse they left, and tells the bus", async () => {
    const allocations = [
      { lineId: "l1", sku: "TEA-250", warehouse: can, quantity: 1 },
      { lineId: "l1", sku: "TEA-250", warehouse: sha, quantity: 2 },
    ];
    const hub = await shippingHub({ allocations });

    const shipped = await hub.ship();

    expect(shipped).toMatchObject({ ok: true, value: { kind: "shipped" } });
    const order = await hub.read();
    expect(order.status).toBe("partially_shipped");
    expect(order.allocations).toEqual([allocations[0]]);
    expect(await hub.stock()).toEqual({ CAN: "10/1", SHA: "8/0" });
    expect(order.timeline.map(({ what }) => what)).toEqual(["parcel sent", "partially_shipped"]);
    const stored = await readOrder(hub.table, aMerchantId, hub.orderId);
    expect(stored?.outbox.map(({ type }) => type)).toEqual(["order.changed.v1", "order.shipped.v1"]);
    expect(stored?.outbox[1]?.detail).toMatchObject({
      warehouse: "SHA",
      lines: [{ lineId: "l1", sku: "TEA-250", quantity: 2 }],
    });
  });

  it("records a parcel once, however often it is told", async () => {
    const hub = await shippingHub();

    const first = await hub.ship({ lines: [units(1)], key: "wms-1" });
    const again = await hub.ship({ lines: [units(1)], key: "wms-1" });

    expect([first.ok && first.value.kind, again.ok && again.value.kind]).toEqual(["shipped", "repeated"]);
    expect(await hub.stock()).toMatchObject({ SHA: "9/2" });
  });

  it("refuses what must not or cannot ship, by name", async () => {
    const hub = await shippingHub();
    const holds = [{ reason: "held_by_channel" as const, note: "risk control" }];
    const held = await shippingHub({ order: { holds } });
    const cancelledAt = "2026-11-21T09:00:00.000Z";
    const clock = { at: 1, tie: "a" };
    const cancelled = await shippingHub({ order: { channelStatus: { clock, facts: aStatus({ cancelledAt }) } } });

    const errors = [
      await hub.ship({ warehouse: can }),
      await hub.ship({ lines: [units(4)] }),
      await hub.ship({ lines: [units(1, "l9")] }),
      await hub.ship({ shippedAt: "2026-11-23T00:00:00.000Z" }),
      await held.ship(),
      await cancelled.ship(),
    ].map((result) => (result.ok ? "shipped" : result.error.kind));

    expect(errors).toEqual([
      "nothing_allocated",
      "not_allocated",
      "unknown_line",
      "in_the_future",
      "not_shippable",
      "not_shippable",
    ]);
  });

  it("refuses another parcel under a known name, and a number the channel has told of", async () => {
    const hub = await shippingHub();
    await hub.ship({ lines: [units(1)], key: "wms-1" });
    await hub.hear(echo({ fulfilmentId: "555", trackingNo: "YT1" }));

    const other = await hub.ship({ lines: [units(1)], key: "wms-1", trackingNo: "SF9" });
    const known = await hub.ship({ lines: [units(1)], trackingNo: "YT 1" });

    expect([other, known].map((result) => result.ok || result.error.kind)).toEqual(["other_parcel", "tracking_known"]);
  });
});

describe("taking a parcel back", () => {
  it("puts the goods back to the same order, and ships again under the same number", async () => {
    const hub = await shippingHub();
    const shipmentId = await shippedOnce(hub, 3);
    expect((await hub.read()).status).toBe("shipped");

    const request = { merchantId: aMerchantId, orderId: hub.orderId, shipmentId, reason: "wrong parcel" };
    await hub.unship(request);
    const again = await hub.unship(request);

    const order = await hub.read();
    expect(order.status).toBe("allocated");
    expect(order.allocations).toEqual([{ lineId: "l1", sku: "TEA-250", warehouse: sha, quantity: 3 }]);
    expect(await hub.stock()).toMatchObject({ SHA: "10/3" });
    expect(again).toMatchObject({ ok: true, value: { kind: "repeated" } });
    const resent = await hub.ship();
    expect(resent.ok && resent.value.shipmentId).not.toBe(shipmentId);
    expect(await hub.stock()).toMatchObject({ SHA: "7/0" });
  });

  it("keeps the goods of a cancelled order in stock, free for others", async () => {
    const hub = await shippingHub();
    const shipmentId = await shippedOnce(hub, 1);
    const cancelledAt = new Date(start).toISOString();
    await hub.hear({ channelOrderId: "1001", clock: { at: start, tie: "c" }, status: aStatus({ cancelledAt }) });

    await hub.unship({ merchantId: aMerchantId, orderId: hub.orderId, shipmentId, reason: null });

    expect(await hub.stock()).toMatchObject({ SHA: "10/0" });
    expect((await hub.read()).allocations).toEqual([]);
  });

  it("puts back what left, although the channel has given the line another sku since", async () => {
    const hub = await shippingHub();
    const shipmentId = await shippedOnce(hub, 1);
    const lines = [aLine({ quantity: 3, sku: "TEA-500" })];
    await hub.hear({ channelOrderId: "1001", clock: { at: start, tie: "c" }, lines });

    await hub.unship({ merchantId: aMerchantId, orderId: hub.orderId, shipmentId, reason: null });

    expect(await hub.stock()).toMatchObject({ SHA: "10/0" });
  });

  it("lets the channel's word count again once it is sure that it never heard of the parcel", async () => {
    const hub = await shippingHub();
    const shipmentId = await shippedOnce(hub, 1);
    await hub.unship({ merchantId: aMerchantId, orderId: hub.orderId, shipmentId, reason: null });
    const answer = { state: "withdrawn" as const, at: new Date(start).toISOString(), reference: null, note: null };
    const ended = { channelOrderId: "1001", clock: { at: start, tie: "c" }, status: aStatus({ isFulfilled: true }) };

    await hub.hear(ended);
    expect((await hub.read()).status).toBe("allocated");
    await hub.noteTold({ merchantId: aMerchantId, orderId: hub.orderId, shipmentId, answer });

    expect((await hub.read()).status).toBe("shipped");
    expect(await hub.stock()).toMatchObject({ SHA: "7/0" });
  });

  it("is not undone by a late echo of what the channel had been told", async () => {
    const hub = await shippingHub();
    const shipmentId = await shippedOnce(hub, 1);
    await hub.unship({ merchantId: aMerchantId, orderId: hub.orderId, shipmentId, reason: null });

    await hub.hear(echo());

    expect((await hub.read()).status).toBe("allocated");
    expect(await hub.stock()).toMatchObject({ SHA: "10/3" });
  });
});

describe("our own parcel told back by the channel", () => {
  it("is no news: stored, no event, no stock", async () => {
    const hub = await shippingHub();
    await shippedOnce(hub);
    const before = await hub.read();

    await hub.hear(echo());

    const stored = await readOrder(hub.table, aMerchantId, hub.orderId);
    expect(stored?.outbox).toEqual([]);
    expect(stored?.order.timeline).toEqual(before.timeline);
    expect(Object.keys(stored?.order.fulfilments ?? {})).toHaveLength(2);
    expect(await hub.stock()).toMatchObject({ SHA: "9/2" });
  });

  it("does not let 'everything has shipped' take goods that are still here", async () => {
    const hub = await shippingHub();
    await shippedOnce(hub);

    await hub.hear(echo({}, 2, { status: aStatus({ isFulfilled: true, raw: "WAIT_BUYER_CONFIRM_GOODS" }) }));

    expect((await hub.read()).status).toBe("partially_shipped");
    expect(await hub.stock()).toMatchObject({ SHA: "9/2" });
  });

  it("counts another parcel of the channel's own people beside it", async () => {
    const hub = await shippingHub();
    await shippedOnce(hub);

    await hub.hear(echo({ fulfilmentId: "555", trackingNo: "YT1" }));

    expect(await hub.stock()).toMatchObject({ SHA: "8/1" });
  });

  it.each([
    { name: "with our tracking number", parcel: {} },
    { name: "under the id it answered with, without a number", parcel: { trackingNo: null } },
    { name: "under our own id", parcel: { fulfilmentId: "ours", trackingNo: null } },
    { name: "as a count without a number or an id of its own", parcel: { fulfilmentId: "shipped", trackingNo: null } },
    { name: "as one parcel for each line", parcel: { fulfilmentId: "l1" } },
  ])("ends the same in whatever order ship, answer, webhook and pull come: $name", async ({ parcel }) => {
    const ends = new Set<string>();
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom("answer", "webhook", "pull", "late pull"), { minLength: 4, maxLength: 8 }),
        fc.integer({ min: 1, max: 3 }),
        async (order, quantity) => {
          const hub = await shippingHub({ lines: [aLine({ quantity: 3 })] });
          const shipmentId = await shippedOnce(hub, quantity);
          const own = parcel.fulfilmentId === "ours" ? { ...parcel, fulfilmentId: shipmentId } : parcel;
          const said = { ...own, lines: [units(quantity)] };
          const fulfilled = { status: aStatus({ isFulfilled: true }) };
          const steps: Readonly<Record<string, () => Promise<unknown>>> = {
            answer: () =>
              hub.noteTold({
                merchantId: aMerchantId,
                orderId: hub.orderId,
                shipmentId,
                answer: { state: "done", at: new Date(start).toISOString(), reference: "987", note: null },
              }),
            webhook: () => hub.hear(echo(said, 1)),
            pull: () =>
              hub.hear({ ...anIncomingOrder({ lines: [aLine({ quantity: 3 })] }), ...echo(said, 2, fulfilled) }),
            "late pull": () => hub.hear(echo(said, 3, fulfilled)),
          };
          for (const step of [...order, "answer", "webhook", "pull", "late pull"]) await steps[step]?.();

          const stored = await readOrder(hub.table, aMerchantId, hub.orderId);
          expect(stored?.outbox.filter(({ type }) => type === "order.shipped.v1")).toEqual([]);
          expect(await hub.stock()).toMatchObject({ SHA: `${10 - quantity}/${3 - quantity}` });
          ends.add(`${quantity}: ${JSON.stringify(facts(await hub.read()))}`);
        },
      ),
      { numRuns: 40 },
    );
    expect(ends.size).toBeLessThanOrEqual(3);
  });
});

/** What must not depend on the order of arrival. */
function facts({ status, allocations, fulfilments, lines, channelStatus }: Order): unknown {
  const parcels = Object.entries(fulfilments).sort(([a], [b]) => (a < b ? -1 : 1));
  return { status, allocations, parcels, lines, channelStatus };
}
