import { describe, expect, it } from "vitest";
import {
  aConnectionId,
  aHeader,
  aLine,
  aMerchantId,
  aMoment,
  anAddress,
  anIncomingOrder,
  aPayment,
  aStatus,
} from "../../tests/support/builders.ts";
import { warehouseCode } from "../kernel/ids.ts";
import { decideUpsert, type Upsert } from "./decide-upsert.ts";
import type { IncomingOrder } from "./facts.ts";
import type { Order } from "./order.ts";

const context = {
  merchantId: aMerchantId,
  connectionId: aConnectionId,
  channel: "shopify",
  now: "2026-11-21T12:00:00.000Z",
  books: { zone: "Asia/Shanghai", cutoffMinutes: 0, closedThrough: null },
};
const later = { at: Date.parse(aMoment) + 3_600_000, tie: "b" };

function stored(upsert: Upsert): Upsert & { readonly kind: "stored" } {
  if (upsert.kind !== "stored") throw new Error(`expected stored, got ${upsert.kind}`);
  return upsert;
}

function first(over: Partial<IncomingOrder> = {}): Order {
  return stored(decideUpsert(null, anIncomingOrder(over), context)).order;
}

function next(order: Order, over: Partial<IncomingOrder>) {
  return stored(decideUpsert(order, { channelOrderId: "1001", clock: later, ...over }, context));
}

function types(upsert: Upsert): readonly string[] {
  return stored(upsert).events.map((event) => event.type);
}

const allocation = { lineId: "l1", sku: "TEA-250", warehouse: warehouseCode("SHA"), quantity: 2 };

describe("deciding on a message", () => {
  it("refuses skus and order numbers that no key of the table can hold", () => {
    const long = "x".repeat(3_000);
    const overlong = [{ lines: [aLine({ sku: long })] }, { header: aHeader({ channelOrderNo: long }) }];

    expect(overlong.map((over) => decideUpsert(null, anIncomingOrder(over), context))).toEqual([
      { kind: "refused", why: "the sku of line l1 has 3000 characters, at most 255 are taken" },
      { kind: "refused", why: "the order number has 3000 characters, at most 255 are taken" },
    ]);
  });

  it("accepts and approves a paid order at first sight", () => {
    const upsert = decideUpsert(null, anIncomingOrder(), context);

    expect(types(upsert)).toEqual(["order.accepted.v1", "order.approved.v1"]);
    expect(stored(upsert).order).toMatchObject({ version: 1, status: "approved" });
    expect(stored(upsert).events[0]).toMatchObject({
      subjectVersion: 1,
      occurredAt: aMoment,
      recordedAt: context.now,
      detail: { status: "approved", totalMinor: 20_000, channelOrderNo: "#1001" },
    });
  });

  it("tells nobody of a fragment, of a test order, or of a message that only moves clocks", () => {
    const fragment = decideUpsert(null, { channelOrderId: "1001", clock: later, payment: aPayment() }, context);
    const test = decideUpsert(null, anIncomingOrder({ header: aHeader({ isTest: true }) }), context);

    expect([types(fragment), types(test), types(next(first(), { payment: aPayment() }))]).toEqual([[], [], []]);
  });

  it("holds a paid order that the channel forbids to ship, and approves it once it is released", () => {
    const held = decideUpsert(null, anIncomingOrder({ status: aStatus({ shipHold: "risk control" }) }), context);
    const released = next(stored(held).order, { status: aStatus() });

    expect(types(held)).toEqual(["order.accepted.v1", "order.held.v1"]);
    expect(stored(held).order).toMatchObject({ status: "on_hold", holds: [{ reason: "held_by_channel" }] });
    expect(released.order).toMatchObject({ status: "approved", holds: [] });
  });

  it("holds an order and approves it once what was missing has come", () => {
    const held = decideUpsert(null, anIncomingOrder({ address: anAddress({ city: "" }) }), context);
    const mended = next(stored(held).order, { address: anAddress() });

    expect(types(held)).toEqual(["order.accepted.v1", "order.held.v1"]);
    expect(types(mended)).toEqual(["order.changed.v1", "order.approved.v1"]);
    expect(mended.order).toMatchObject({ status: "approved", holds: [] });
  });

  it("approves an order when it has been paid", () => {
    const paid = next(first({ payment: aPayment({ state: "pending" }) }), { payment: aPayment() });

    expect(types(paid)).toEqual(["order.changed.v1", "order.approved.v1"]);
    expect(paid.order.timeline.map((entry) => entry.what)).toEqual(["received", "changed", "approved"]);
  });

  it("approves again when a line grows after allocation, so that routing finds the difference", () => {
    const allocated: Order = { ...first(), status: "allocated", allocations: [allocation] };

    const grown = next(allocated, { lines: [aLine({ quantity: 3 })] });

    expect(types(grown)).toContain("order.approved.v1");
    expect(grown.order).toMatchObject({ status: "approved", allocations: [allocation] });
  });

  it("does not approve again for what routing does not care about", () => {
    const renamed = next(first(), { payment: aPayment({ method: "card" }) });

    expect(types(renamed)).toEqual(["order.changed.v1"]);
  });

  it("leaves a waiting order waiting, unless what it waits for changes", () => {
    const waiting: Order = { ...first(), status: "backordered", backorder: [{ sku: "TEA-250", quantity: 2 }] };

    expect(next(waiting, { payment: aPayment({ method: "card" }) }).order.status).toBe("backordered");
    expect(next(waiting, { lines: [aLine({ quantity: 1 })] }).order).toMatchObject({
      status: "approved",
      backorder: [],
    });
  });

  it("gives the goods back when an allocated order is cancelled", () => {
    const allocated: Order = { ...first(), status: "allocated", allocations: [allocation] };
    const status = aStatus({ cancelledAt: "2026-11-21T07:00:00.000Z", cancelReason: "customer" });

    const cancelled = next(allocated, { status });

    expect(types(cancelled)).toEqual(["order.changed.v1", "order.cancelled.v1"]);
    expect(cancelled.order).toMatchObject({ status: "cancelled", allocations: [], booking: { totalMinor: 0 } });
    expect(cancelled.moves).toEqual([{ kind: "released", sku: "TEA-250", warehouse: "SHA", quantity: 2 }]);
  });

  it("says so when goods left that nobody had allocated", () => {
    const shipped = next(first(), { status: aStatus({ isFulfilled: true }) });

    expect(shipped.order.timeline.map((entry) => entry.what)).toContain("shipped without allocation");
    expect(shipped.moves).toEqual([]);
  });
});
