import { describe, expect, it } from "vitest";
import type { QueuedDelivery } from "../../shared/intake/queued-delivery.ts";
import { aDelivery, anIncomingOrder, aRefund, aStatus } from "../support/builders.ts";
import { type Crash, CrashError, crashing } from "../support/crashing.ts";
import {
  type IntakePorts,
  intakePorts,
  intakeWorker,
  storedFacts,
  storedOrder,
  storedRecord,
} from "../support/intake-hub.ts";

const later = { at: Date.parse("2026-11-21T07:00:00.000Z"), tie: "b" };
const first = aDelivery({ dedupeKey: "d1", channel: "plain", said: { order: anIncomingOrder() } });
const cancelled = aStatus({ cancelledAt: "2026-11-21T07:00:00.000Z" });

/** What is under way when the worker dies; the deliveries before it have been applied. */
const stories: readonly {
  name: string;
  before: readonly QueuedDelivery[];
  dying: QueuedDelivery;
  messageId: string;
}[] = [
  { name: "a new order", before: [], dying: first, messageId: "m2" },
  { name: "a duplicate", before: [first], dying: first, messageId: "m2" },
  {
    name: "a cancellation with a refund of a closed day",
    before: [first],
    dying: aDelivery({
      dedupeKey: "d2",
      channel: "plain",
      said: { order: { channelOrderId: "1001", clock: later, status: cancelled, refunds: [aRefund()] } },
    }),
    messageId: "m2",
  },
  {
    name: "a delivery that is parked",
    before: [],
    dying: aDelivery({ dedupeKey: "d3", channel: "plain", said: { problem: "unknown" } }),
    messageId: "m2",
  },
];

async function prepared(before: readonly QueuedDelivery[]): Promise<IntakePorts> {
  const ports = await intakePorts({ closedThrough: "2026-11-21" });
  for (const delivery of before) await intakeWorker(ports)(delivery, "m1");
  return ports;
}

/** Everything that is kept, as it is after the story. */
async function kept({ table }: IntakePorts, delivery: QueuedDelivery): Promise<unknown> {
  return [await storedOrder(table), await storedFacts(table), await storedRecord(table, delivery)];
}

describe.each(stories)("a worker that dies while it applies $name", ({ before, dying, messageId }) => {
  it("leaves, after the message has come again, what one that lived would have left", async () => {
    const undisturbed = await prepared(before);
    const counter = crashing(null);
    await intakeWorker(wrapped(undisturbed, counter.wrap))(dying, messageId);
    const expected = await kept(undisturbed, dying);
    expect(counter.calls()).toBeGreaterThan(1);

    for (const crash of everyCrash(counter.calls())) {
      const ports = await prepared(before);
      const worker = intakeWorker(wrapped(ports, crashing(crash).wrap));
      await expect(worker(dying, messageId)).rejects.toThrow(CrashError);

      await intakeWorker(ports)(dying, messageId);

      expect(await kept(ports, dying), JSON.stringify(crash)).toEqual(expected);
    }
  });
});

function wrapped(ports: IntakePorts, wrap: <P extends object>(port: P) => P): IntakePorts {
  return { table: wrap(ports.table), raw: wrap(ports.raw) };
}

function everyCrash(calls: number): readonly Crash[] {
  return Array.from({ length: calls }, (_, index) => index + 1).flatMap((call) => [
    { call, when: "before" as const },
    { call, when: "after" as const },
  ]);
}
