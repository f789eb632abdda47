import { describe, expect, it } from "vitest";
import { aDelivery, anIncomingOrder, aRefund } from "../../tests/support/builders.ts";
import { crashing } from "../../tests/support/crashing.ts";
import { intakePorts, intakeWorker, storedFacts, storedOrder, storedRecord } from "../../tests/support/intake-hub.ts";
import { memoryQueue } from "../../tests/support/memory-ports.ts";
import type { PlainSaid } from "../../tests/support/plain-channel.ts";
import type { QueuedDelivery } from "./queued-delivery.ts";

function delivered(dedupeKey: string, said: PlainSaid): QueuedDelivery {
  return aDelivery({ dedupeKey, said, channel: "plain" });
}
const anOrderDelivery = delivered("d1", { order: anIncomingOrder() });
const later = { at: Date.parse("2026-11-21T07:00:00.000Z"), tie: "b" };
const earlier = { at: Date.parse("2026-11-21T01:00:00.000Z"), tie: "b" };

describe("applying a delivery", () => {
  it("stores the order and the fate of the delivery together", async () => {
    const ports = await intakePorts();

    const fate = await intakeWorker(ports)(anOrderDelivery, "m1");

    expect(fate.kind).toBe("applied");
    expect(await storedOrder(ports.table)).toMatchObject({
      version: 1,
      status: "approved",
      booking: { day: "2026-11-21" },
    });
    expect(await storedRecord(ports.table, anOrderDelivery)).toMatchObject({
      outcome: "applied",
      channelOrderNo: "#1001",
      messageId: "m1",
      duplicates: 0,
    });
  });

  it("counts a delivery that the sender sends again, once for each time", async () => {
    const ports = await intakePorts();
    const worker = intakeWorker(ports);
    await worker(anOrderDelivery, "m1");

    const fates = [
      await worker(anOrderDelivery, "m2"),
      await worker(anOrderDelivery, "m2"),
      await worker(anOrderDelivery, "m3"),
    ];

    expect(fates.map((fate) => fate.kind)).toEqual(["duplicate", "redelivered", "duplicate"]);
    expect(await storedRecord(ports.table, anOrderDelivery)).toMatchObject({ outcome: "applied", duplicates: 2 });
    expect((await storedOrder(ports.table))?.version).toBe(1);
  });

  it("does not count what the queue hands out twice", async () => {
    const ports = await intakePorts();
    const worker = intakeWorker(ports);

    const fates = [await worker(anOrderDelivery, "m1"), await worker(anOrderDelivery, "m1")];

    expect(fates.map((fate) => fate.kind)).toEqual(["applied", "redelivered"]);
    expect((await storedRecord(ports.table, anOrderDelivery))?.duplicates).toBe(0);
  });

  it("records a stale and an unchanged delivery without touching the order", async () => {
    const ports = await intakePorts();
    const worker = intakeWorker(ports);
    await worker(anOrderDelivery, "m1");

    const stale = await worker(delivered("d2", { order: anIncomingOrder({ clock: earlier }) }), "m2");
    const same = await worker(delivered("d3", { order: anIncomingOrder() }), "m3");

    expect([stale.kind, same.kind]).toEqual(["stale", "unchanged"]);
    expect((await storedOrder(ports.table))?.version).toBe(1);
  });

  it("keeps a refund that comes before its order, and decides once the order is there", async () => {
    const ports = await intakePorts();
    const worker = intakeWorker(ports);
    const refund = { channelOrderId: "1001", clock: later, refunds: [aRefund()] };

    await worker(delivered("d2", { order: refund }), "m1");
    const fragment = await storedOrder(ports.table);
    await worker(anOrderDelivery, "m2");

    expect(fragment).toMatchObject({ status: "received", booking: null });
    expect(await storedOrder(ports.table)).toMatchObject({ status: "approved", booking: { totalMinor: 20_000 } });
    expect(await storedFacts(ports.table)).toMatchObject([{ kind: "refund", factId: "r1", amountMinor: -5_000 }]);
  });

  it("parks what it does not understand, with the reason and an event, and tries it again when it is sent again", async () => {
    const ports = await intakePorts();
    const worker = intakeWorker(ports);
    const broken = delivered("d1", { problem: "awaiting-pickup is unknown" });

    const first = await worker(broken, "m1");
    const redelivered = await worker(broken, "m1");
    const resent = await worker(broken, "m2");
    const record = await storedRecord(ports.table, broken);
    const mended = await worker(anOrderDelivery, "m3");

    expect(first).toMatchObject({ kind: "parked", why: "unknown_status at status: awaiting-pickup is unknown" });
    expect([redelivered.kind, resent.kind, mended.kind]).toEqual(["redelivered", "duplicate", "applied"]);
    expect(record).toMatchObject({ outcome: "parked", duplicates: 1 });
    expect(await storedRecord(ports.table, broken)).toMatchObject({ outcome: "applied", duplicates: 2, reason: null });
  });

  it("skips what is no business of the hub", async () => {
    const ports = await intakePorts();

    const fate = await intakeWorker(ports)(delivered("d1", { ignored: "products are not followed" }), "m1");

    expect(fate).toMatchObject({ kind: "skipped", why: "products are not followed" });
  });

  it("sends the orders that a delivery only names to be fetched, once, and says so", async () => {
    const [ports, pulls] = [await intakePorts(), memoryQueue()];
    const worker = intakeWorker(ports, { pulls });
    const naming = delivered("d1", { pull: ["240101A", "240101B"] });

    const fates = [await worker(naming, "m1"), await worker(naming, "m1"), await worker(naming, "m2")];

    expect(fates.map((fate) => fate.kind)).toEqual(["fetching", "redelivered", "duplicate"]);
    expect(await storedRecord(ports.table, naming)).toMatchObject({
      outcome: "fetching",
      reason: "the orders it names are fetched from the channel: 240101A, 240101B",
    });
    const { merchantId, connectionId, channel } = naming;
    expect(pulls.sent.map(({ body, groupId }) => [JSON.parse(body), groupId])).toEqual(
      ["240101A", "240101B"].map((channelOrderId) => [
        { merchantId, connectionId, channel, channelOrderId, cause: "pushed", tries: 0 },
        connectionId,
      ]),
    );
  });

  it("names the orders again rather than not at all when it dies before the record is written", async () => {
    const pulls = memoryQueue();
    const naming = delivered("d1", { pull: ["240101A"] });
    for (const when of ["before", "after"] as const) {
      for (const call of [1, 2, 3]) {
        const ports = await intakePorts();
        pulls.sent.length = 0;
        const { wrap } = crashing({ call, when });
        const dying = intakeWorker({ ...ports, table: wrap(ports.table) }, { pulls: wrap(pulls) });
        await dying(naming, "m1").catch(() => null);

        await intakeWorker(ports, { pulls })(naming, "m1");

        expect([when, call, pulls.sent.length > 0]).toEqual([when, call, true]);
        expect((await storedRecord(ports.table, naming))?.outcome).toBe("fetching");
      }
    }
  });

  it("parks an order that would change its currency after it was booked", async () => {
    const ports = await intakePorts();
    const worker = intakeWorker(ports);
    const incoming = anIncomingOrder({ clock: later });
    await worker(anOrderDelivery, "m1");

    const fate = await worker(
      delivered("d2", {
        order: { ...incoming, ...{ header: { ...anIncomingOrder().header, currency: "USD" } } } as never,
      }),
      "m2",
    );

    expect(fate).toMatchObject({ kind: "parked", why: "the order is booked in CNY and would change to USD" });
    expect((await storedOrder(ports.table))?.version).toBe(1);
  });

  it("costs two writes for a simple new order: the order and the record", async () => {
    const ports = await intakePorts();
    const { table } = ports;
    const sizes: number[] = [];
    const watched = {
      ...table,
      transact: async (writes: Parameters<typeof table.transact>[0]) => {
        sizes.push(writes.length);
        return table.transact(writes);
      },
    };

    await intakeWorker({ ...ports, table: watched })(anOrderDelivery, "m1");

    expect(sizes).toEqual([2]);
  });

  it("applies both of two orders that race for one version", async () => {
    const ports = await intakePorts();
    const [one, other] = [intakeWorker(ports), intakeWorker(ports)];
    await one(anOrderDelivery, "m1");
    const messages = ["r1", "r2", "r3", "r4"].map((refundId, index) =>
      delivered(refundId, {
        order: { channelOrderId: "1001", clock: later, refunds: [aRefund({ refundId, amountMinor: index + 1 })] },
      }),
    );

    const fates = await Promise.all(
      messages.map((message, index) => (index % 2 === 0 ? one : other)(message, `n${index}`)),
    );

    expect(fates.map((fate) => fate.kind)).toEqual(["applied", "applied", "applied", "applied"]);
    expect(Object.keys((await storedOrder(ports.table))?.refunds ?? {})).toHaveLength(4);
    expect((await storedOrder(ports.table))?.version).toBe(5);
  });
});
