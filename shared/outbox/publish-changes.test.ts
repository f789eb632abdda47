import { describe, expect, it } from "vitest";
import { memoryBus } from "../../tests/support/memory-ports.ts";
import type { Item } from "../table/port.ts";
import { publishChanges } from "./publish-changes.ts";

function change(sequenceNumber: string, ...ids: readonly string[]) {
  const outbox = ids.map((id) => ({ id, type: "order.changed.v1", merchantId: "demo", occurredAt: "", detail: {} }));
  const item: Item = { pk: sequenceNumber, sk: "ORDER", outbox };
  return { sequenceNumber, old: null, new: item };
}

describe("publishing the events of a batch of changes", () => {
  it("publishes all, and has nothing to do where there are none", async () => {
    const bus = memoryBus();

    const { outcomes, published } = await publishChanges([change("1", "a", "b"), change("2"), change("3", "c")], bus);

    expect(bus.published.map((event) => event.id)).toEqual(["a", "b", "c"]);
    expect([...outcomes].map(([sequence, { kind }]) => [sequence, kind])).toEqual([
      ["1", "done"],
      ["2", "skipped"],
      ["3", "done"],
    ]);
    expect(published).toBe(3);
  });

  it("asks again only for the change whose event was refused", async () => {
    const bus = memoryBus();
    bus.refuse.add("b");

    const { outcomes } = await publishChanges([change("1", "a"), change("2", "b"), change("3", "c")], bus);

    expect([...outcomes.values()].map(({ kind }) => kind)).toEqual(["done", "retry", "done"]);
    expect(bus.published.map((event) => event.id)).toEqual(["a", "c"]);
  });
});
