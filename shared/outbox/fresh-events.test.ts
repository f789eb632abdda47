import { describe, expect, it } from "vitest";
import { packOutbox } from "../../events/outbox-form.ts";
import type { Item, Value } from "../table/port.ts";
import { freshEvents } from "./fresh-events.ts";

function item(...ids: readonly string[]): Item {
  const moment = "2026-11-21T06:31:51.000Z";
  const common = { type: "order.changed.v1", merchantId: "demo", subject: "ord", subjectVersion: 1, detail: {} };
  const events = ids.map((id) => ({ id, ...common, occurredAt: moment, recordedAt: moment }));
  return { pk: "p", sk: "s", outbox: packOutbox(events) as readonly Value[] };
}

describe("freshEvents", () => {
  it.each([
    ["all of a new item", null, item("a", "b"), ["a", "b"]],
    ["only those that were not there before", item("a"), item("a", "b"), ["b"]],
    ["none of a write that kept the outbox", item("a"), item("a"), []],
    ["none of an item without one", item("a"), { pk: "p", sk: "s" }, []],
    ["none of a deletion", item("a"), null, []],
  ])("gives %s", (_rule, old, changed, ids) => {
    expect(freshEvents({ old, new: changed }).map((event) => event.id)).toEqual(ids);
  });

  it("gives every event whole", () => {
    const [, second] = freshEvents({ old: null, new: item("a", "b") });

    expect(second).toMatchObject({ id: "b", merchantId: "demo", occurredAt: "2026-11-21T06:31:51.000Z" });
  });
});
