import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type OutboxEvent, packOutbox, unpackOutbox } from "./outbox-form.ts";

const event: fc.Arbitrary<OutboxEvent> = fc.record({
  id: fc.string(),
  type: fc.constantFrom("order.accepted.v1", "order.approved.v1"),
  merchantId: fc.constantFrom("demo", "other"),
  subject: fc.constantFrom("a", "b"),
  subjectVersion: fc.nat(2),
  occurredAt: fc.constantFrom("2026-11-21T06:31:51.000Z"),
  recordedAt: fc.constantFrom("2026-11-21T06:31:51.000Z", "2026-11-21T06:31:52.000Z"),
  detail: fc.dictionary(fc.constantFrom("status", "holds", "currency"), fc.constantFrom("x", "y", ["z"]), {
    noNullPrototype: true,
  }),
});

describe("the outbox on an item", () => {
  it("gives back the events that were put in", () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 4 }), (events) => {
        expect(unpackOutbox(packOutbox(events))).toEqual(events);
      }),
    );
  });

  it("takes events that were stored whole", () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 4 }), (events) => {
        expect(unpackOutbox(events)).toEqual(events);
      }),
    );
  });

  it("keeps id, type and subject of every event", () => {
    const first = { ...sample, id: "1" };

    expect(packOutbox([first, { ...sample, id: "2", type: "order.approved.v1" }])).toEqual([
      first,
      { id: "2", type: "order.approved.v1", subject: "ord", detail: {} },
    ]);
  });
});

const sample: OutboxEvent = {
  id: "",
  type: "order.accepted.v1",
  merchantId: "demo",
  subject: "ord",
  subjectVersion: 1,
  occurredAt: "2026-11-21T06:31:51.000Z",
  recordedAt: "2026-11-21T06:31:51.000Z",
  detail: { status: "approved" },
};
