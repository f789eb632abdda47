import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { channels } from "../../shared/channels/all-channels.ts";
import { channelNames } from "../../shared/channels/registry-data.ts";
import { readSample } from "../../shared/channels/sample.ts";
import { samplesByChannel } from "../../shared/channels/sample-list.ts";
import type { QueuedDelivery } from "../../shared/intake/queued-delivery.ts";
import { orderIdOf } from "../../shared/kernel/ids.ts";
import type { Order } from "../../shared/orders/order.ts";
import { readOrder } from "../../shared/orders/order-store.ts";
import { aConnectionId, aDelivery, aMerchantId } from "../support/builders.ts";
import { intakePorts, intakeWorker } from "../support/intake-hub.ts";

/** Each channel's samples that carry an order, by the order they speak of. */
const stories = channelNames.flatMap((channel) => {
  const told = samplesByChannel[channel].flatMap(({ name, topic }) => {
    const body = readSample(channel, name);
    const read = channels[channel].normalise({ topic, body, headers: {}, receivedAt: "2026-11-21T00:00:00.000Z" });
    if (!read.ok || read.value.kind !== "order") return [];
    const delivery = aDelivery({ dedupeKey: name, channel, topic, body });
    return [{ channel, channelOrderId: read.value.order.channelOrderId, delivery }];
  });
  return [...Map.groupBy(told, (each) => each.channelOrderId)].map(([channelOrderId, each]) => ({
    channel,
    channelOrderId,
    deliveries: each.map(({ delivery }) => delivery),
  }));
});
const longStories = stories.filter((story) => story.deliveries.length > 1);

describe("the samples of one order, through the whole intake", () => {
  it("has stories of several messages for each channel", () => {
    expect(new Set(longStories.map((story) => story.channel))).toEqual(new Set(channelNames));
  });

  it.each(longStories)("$channel $channelOrderId ends the same for every order of arrival", async (story) => {
    const expected = await told(story.channelOrderId, story.deliveries);
    const arrivals = fc.array(fc.constantFrom(...story.deliveries), { maxLength: 3 }).chain((again) => {
      const all = [...story.deliveries, ...again];
      return fc.shuffledSubarray(all, { minLength: all.length });
    });
    await fc.assert(
      fc.asyncProperty(arrivals, async (deliveries) => {
        expect(await told(story.channelOrderId, deliveries)).toEqual(expected);
      }),
      { numRuns: 25 },
    );
  });
});

/** What is known of the order in the end, without what tells of the way there. */
async function told(channelOrderId: string, deliveries: readonly QueuedDelivery[]): Promise<Partial<Order>> {
  const ports = await intakePorts();
  const worker = intakeWorker(ports, { findChannel: async (name) => channels[name as keyof typeof channels] });
  for (const [index, delivery] of deliveries.entries()) await worker(delivery, `m${index}`);
  const stored = await readOrder(ports.table, aMerchantId, orderIdOf(aConnectionId, channelOrderId));
  if (stored === null) throw new Error("no order was stored");
  const { version: _v, timeline: _t, changedAt: _c, recordedAt: _r, backorder: _b, ...known } = stored.order;
  return known;
}
