import { describe, expect, it } from "vitest";
import type { Item } from "../table/port.ts";
import { freshEvents } from "./fresh-events.ts";

function item(...ids: readonly string[]): Item {
  const outbox = ids.map((id) => ({ id, type: "order.changed.v1", occurredAt: "2026-11-21T06:31:51.000Z" }));
  return { pk: "p", sk: "s", outbox };
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
});
