import { describe, expect, it } from "vitest";
import { channels } from "../../shared/channels/all-channels.ts";
import { readSample } from "../../shared/channels/sample.ts";
import { toAttributes } from "../../shared/table/attribute-value.ts";
import { itemSize } from "../../shared/table/engine/size.ts";
import { sortKeys } from "../../shared/table/keys.ts";
import type { Write } from "../../shared/table/port.ts";
import { aDelivery } from "../support/builders.ts";
import { intakePorts, intakeWorker } from "../support/intake-hub.ts";

/** A write in a transaction costs two units for each kilobyte begun: of all that the hub pays for, the largest part. */
describe("a new paid order of two lines", () => {
  it.each([
    { channel: "generic", name: "order-paid-usd", topic: "order.upsert" },
    { channel: "shopify", name: "order-updated-usd", topic: "orders/updated" },
    { channel: "shopify", name: "order-paid-jpy", topic: "orders/paid" },
    { channel: "woocommerce", name: "order-paid-usd", topic: "order.updated" },
    { channel: "woocommerce", name: "order-paid-jpy", topic: "order.updated" },
  ] as const)("costs six write units: $channel $name", async ({ channel, name, topic }) => {
    const ports = await intakePorts();
    const written: Write[] = [];
    const table = {
      ...ports.table,
      transact: async (writes: readonly Write[]) => {
        written.push(...writes);
        return ports.table.transact(writes);
      },
    };
    const worker = intakeWorker({ ...ports, table }, { findChannel: async () => channels[channel] });

    await worker(aDelivery({ channel, topic, body: readSample(channel, name) }), crypto.randomUUID());

    const kilobytes = written.map((write) => {
      if (write.kind !== "put") throw new Error(`a new order needs no ${write.kind}`);
      return [write.item.sk, Math.ceil(itemSize(toAttributes(write.item)) / 1024)];
    });
    expect(kilobytes).toEqual([
      [sortKeys.delivery, 1],
      [sortKeys.order, 2],
    ]);
  });
});
