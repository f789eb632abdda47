import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { channels, samplesByChannel } from "../../shared/channels/all-channels.ts";
import { findChannelApi } from "../../shared/channels/api-registry.ts";
import { pulledTopic } from "../../shared/channels/channel.ts";
import { type ChannelName, channelNames } from "../../shared/channels/registry.ts";
import { readSample, type Sample } from "../../shared/channels/sample.ts";
import type { QueuedDelivery } from "../../shared/intake/queued-delivery.ts";
import { orderIdOf } from "../../shared/kernel/ids.ts";
import { parseJson } from "../../shared/kernel/lossless-json.ts";
import { fromDayFactsItem } from "../../shared/orders/book-day-facts.ts";
import { readOrder } from "../../shared/orders/order-store.ts";
import { fromAttributes } from "../../shared/table/attribute-value.ts";
import { aConnectionId, aDelivery, aMerchantId } from "../support/builders.ts";
import { intakePorts, intakeWorker } from "../support/intake-hub.ts";
import { type ApiChannel, apiChannels, shops } from "../support/simulators/shops.ts";
import { httpOf } from "../support/simulators/simulator.ts";

/** What a sample says, and the message that it would come in. */
function messageOf(channel: ChannelName, { name, topic }: Sample, body: Uint8Array) {
  const read = channels[channel].normalise({ topic, body, headers: {}, receivedAt: "2026-11-21T00:00:00.000Z" });
  return {
    said: read.ok ? read.value : null,
    delivery: aDelivery({ dedupeKey: `${name}-${topic}`, channel, topic, body }),
  };
}

/** Each channel's samples that carry an order, by the order they speak of. */
const stories = channelNames.flatMap((channel) => {
  const told = samplesByChannel[channel].flatMap((sample) => {
    const { said, delivery } = messageOf(channel, sample, readSample(channel, sample.name));
    return said?.kind === "order" ? [{ channel, channelOrderId: said.order.channelOrderId, delivery }] : [];
  });
  return [...Map.groupBy(told, (each) => each.channelOrderId)].map(([channelOrderId, each]) => ({
    channel,
    channelOrderId,
    deliveries: each.map(({ delivery }) => delivery),
  }));
});

type Story = (typeof stories)[number];

/** The longest story of a channel that has an API, with what else tells of its order: named in pushes, or fetched as well. */
const mixes = apiChannels.map((channel): Story => {
  const [longest] = stories
    .filter((story) => story.channel === channel)
    .sort((a, b) => b.deliveries.length - a.deliveries.length);
  if (longest === undefined) throw new Error(`${channel} has no story`);
  return longest;
});

/** Pushes that only name the order. */
function namedIn({ channel, channelOrderId }: Story): readonly QueuedDelivery[] {
  return samplesByChannel[channel].flatMap((sample) => {
    const { said, delivery } = messageOf(channel, sample, readSample(channel, sample.name));
    return said?.kind === "pull" && said.channelOrderIds.includes(channelOrderId) ? [delivery] : [];
  });
}

/** What the channel's API answers for each whole order that was pushed. */
async function fetched({ channel, channelOrderId, deliveries }: Story): Promise<readonly QueuedDelivery[]> {
  const api = await findChannelApi(channel);
  const now = (): Date => new Date("2026-12-20T00:00:00.000Z");
  const { make, toPut = (told) => told } = shops[channel as ApiChannel];
  const answers = deliveries.map(async ({ topic, body }, place): Promise<readonly QueuedDelivery[]> => {
    if (topic === pulledTopic) return [];
    const simulator = make({ now });
    const json = parseJson(body);
    try {
      simulator.put(toPut(json.ok ? structuredClone(json.value) : null));
    } catch {
      return []; // A message about a part of an order only.
    }
    const call = { http: httpOf(simulator), credentials: simulator.credentials, now: now() };
    const answer = await api?.readOrder(call, channelOrderId);
    if (answer?.ok !== true) return [];
    const sample: Sample = { name: `fetched-${place}`, topic: pulledTopic, about: "" };
    const { said, delivery } = messageOf(channel, sample, answer.value);
    return said?.kind === "order" ? [delivery] : [];
  });
  return (await Promise.all(answers)).flat();
}
const longStories = stories.filter((story) => story.deliveries.length > 1);

describe("the samples of one order, through the whole intake", () => {
  it("has stories of several messages for each channel", () => {
    const long = longStories.filter((story) => story.deliveries.length >= 3);
    expect(new Set(long.map((story) => story.channel))).toEqual(new Set(channelNames));
  });

  it.each(longStories)("$channel $channelOrderId ends the same for every order of arrival", async (story) => {
    const expected = await told(story.channelOrderId, story.deliveries);
    await expectSame(story.channelOrderId, story.deliveries, { expected, numRuns: 25 });
  });

  it.each(mixes)(
    "$channel $channelOrderId ends the same when it is pushed and fetched, in any order",
    async (story) => {
      const beside = [...namedIn(story), ...(await fetched(story))];
      const isAskedOnly = ["jd", "pinduoduo"].includes(story.channel);
      expect(beside.length > 0).toBe(!isAskedOnly);
      const all = [...story.deliveries, ...beside];
      const expected = await told(story.channelOrderId, all);
      await expectSame(story.channelOrderId, all, { expected, numRuns: 10 });
    },
  );
});

/** For any order of arrival, some of them repeated. */
async function expectSame(
  channelOrderId: string,
  messages: readonly QueuedDelivery[],
  { expected, numRuns }: { readonly expected: object; readonly numRuns: number },
): Promise<void> {
  const arrivals = fc.array(fc.constantFrom(...messages), { maxLength: 3 }).chain((again) => {
    const all = [...messages, ...again];
    return fc.shuffledSubarray(all, { minLength: all.length });
  });
  await fc.assert(
    fc.asyncProperty(arrivals, async (deliveries) => {
      expect(await told(channelOrderId, deliveries)).toEqual(expected);
    }),
    { numRuns },
  );
}

/**
 * What is known of the order in the end, without what tells of the way there. The day a payment is booked to is that of the
 * first message that told of it; what has been booked in all is the same for every way.
 */
async function told(channelOrderId: string, deliveries: readonly QueuedDelivery[]): Promise<object> {
  const ports = await intakePorts();
  const worker = intakeWorker(ports, { findChannel: async (name) => channels[name as keyof typeof channels] });
  for (const [index, delivery] of deliveries.entries()) await worker(delivery, `m${index}`);
  const stored = await readOrder(ports.table, aMerchantId, orderIdOf(aConnectionId, channelOrderId));
  if (stored === null) throw new Error("no order was stored");
  const { version: _v, timeline: _t, changedAt: _c, recordedAt: _r, backorder: _b, booking, ...known } = stored.order;
  if (booking === null) return known;
  const { paidMinor = 0, ...sale } = booking;
  return { ...known, booking: sale, bookedPayments: paidMinor + paymentsApart(ports) };
}

/** Payments that stand on a day of their own. */
function paymentsApart({ table }: Awaited<ReturnType<typeof intakePorts>>): number {
  return table.engine
    .scan({ table: "hub" })
    .items.map(fromAttributes)
    .filter(({ pk }) => pk.includes("#FACTS#"))
    .flatMap((item) => fromDayFactsItem(item).payments)
    .reduce((sum, { amountMinor }) => sum + amountMinor, 0);
}
