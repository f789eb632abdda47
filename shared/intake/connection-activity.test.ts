import { describe, expect, it } from "vitest";
import { aConnectionId, aDelivery, aMerchantId } from "../../tests/support/builders.ts";
import { memoryQueue } from "../../tests/support/memory-ports.ts";
import { makeMemoryTable } from "../table/table.memory.ts";
import { makeNoteActivity, readActivity } from "./connection-activity.ts";
import { makeNoteRefusal, readRefusalNote } from "./refusal-note.ts";

const connection = { merchantId: aMerchantId, connectionId: aConnectionId, channel: "shopify", secrets: ["s"] };

function clock() {
  let ms = Date.parse("2026-11-21T08:00:00.000Z");
  return { now: () => new Date(ms), pass: (seconds: number) => (ms += seconds * 1000) };
}

describe("when a shop was last heard of", () => {
  it("is noted with its lag, at most twice a minute", async () => {
    const time = clock();
    const table = makeMemoryTable();
    const note = makeNoteActivity(table, time.now);
    const delivery = { ...aDelivery({ dedupeKey: "a" }), receivedAt: "2026-11-21T07:59:59.250Z" };
    await note.applied(delivery);
    time.pass(10);
    await note.applied({ ...delivery, receivedAt: time.now().toISOString() });
    expect(await readActivity(table, aMerchantId, aConnectionId)).toMatchObject({
      lastReceivedAt: "2026-11-21T07:59:59.250Z",
      lagMs: 750,
      refusals: 0,
    });
    time.pass(25);
    await note.applied({ ...delivery, receivedAt: time.now().toISOString() });
    expect(await readActivity(table, aMerchantId, aConnectionId)).toMatchObject({ lagMs: 0 });
  });

  it("knows nothing of a shop that never sent", async () => {
    const nothing = await readActivity(makeMemoryTable(), aMerchantId, aConnectionId);
    expect(nothing).toMatchObject({ lastReceivedAt: null, lagMs: null, refusals: 0, lastRefusal: null });
  });
});

describe("what the door refused", () => {
  it("is told at once, then once a minute, and adds up", async () => {
    const time = clock();
    const [table, queue] = [makeMemoryTable(), memoryQueue()];
    const noteRefusal = makeNoteRefusal(queue, time.now);
    for (let seconds = 0; seconds < 130; seconds += 1) {
      await noteRefusal(connection, "bad_signature");
      time.pass(1);
    }
    expect(queue.sent.length).toBe(3);
    const note = makeNoteActivity(table, time.now);
    for (const { body } of queue.sent) {
      const read = readRefusalNote(body);
      if (read === null) throw new Error("a note was not read");
      await note.refused(read);
    }
    const told = await readActivity(table, aMerchantId, aConnectionId);
    expect(told).toMatchObject({
      refusals: 121,
      lastRefusal: "bad_signature",
      lastRefusedAt: "2026-11-21T08:02:00.000Z",
    });
  });

  it("never stands in the way of the answer, and is told from deliveries", async () => {
    const broken = { send: () => Promise.reject(new Error("queue down")) };
    await expect(makeNoteRefusal(broken, clock().now)(connection, "stale")).resolves.toBeUndefined();
    expect(readRefusalNote('{"deliveryId":"dlv_demo_1"}')).toBeNull();
  });
});
