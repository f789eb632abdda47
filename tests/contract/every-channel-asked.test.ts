import { describe, expect, it } from "vitest";
import { channels } from "../../shared/channels/all-channels.ts";
import { findChannelApi } from "../../shared/channels/api-registry.ts";
import { pulledTopic } from "../../shared/channels/channel.ts";
import { toPullMessage } from "../../shared/intake/pull-request.ts";
import { businessDay } from "../../shared/kernel/business-day.ts";
import { connectionId } from "../../shared/kernel/ids.ts";
import type { IncomingOrder } from "../../shared/orders/facts.ts";
import { type Order, orderStatuses } from "../../shared/orders/order.ts";
import { readOrders } from "../../shared/orders/order-store.ts";
import { type GapDay, readGapDays } from "../../shared/pull/gap-day.ts";
import type { Shop } from "../../shared/pull/shop.ts";
import { listPk } from "../../shared/table/keys.ts";
import { shardCount } from "../../shared/table/names.ts";
import { queryAll, type Table } from "../../shared/table/port.ts";
import { seeded } from "../property/seeded.ts";
import { aMerchant, aMerchantId } from "../support/builders.ts";
import { pullWorld, worldClock } from "../support/pull-world.ts";
import { type ApiChannel, apiChannels, orderAt, shops } from "../support/simulators/shops.ts";
import { httpOf, type Misbehaviour, misbehaving } from "../support/simulators/simulator.ts";

const MINUTE = 60_000;
const DAY = 1_440 * MINUTE;
const ORDERS = 30;
const POLL_MINUTES = 5;

type Plan = Omit<Misbehaviour, "seed" | "commitsLateMs">;

/** A refresh whose answer is lost costs a refresh token of one use, which only a person can mend: it has a day of its own. */
const days: readonly (readonly [string, Plan])[] = [
  ["refuses, breaks, falls silent, repeats rows", { rateLimited: 0.1, broken: 0.08, silent: 0.05, repeatsPages: true }],
  ["lets tokens expire, refuses, repeats rows", { rateLimited: 0.05, expiresTokenAfter: 19, repeatsPages: true }],
];

describe.each(apiChannels)("a shop on %s that is polled", (name) => {
  it.each(days)("is the same in the hub once it is quiet, when the channel %s", async (_, plan) => {
    const day = await aDay(name, plan);
    await day.polls(30);

    expect(day.placed.size).toBeGreaterThan(15);
    expect(new Set(day.placed.values()).size).toBeGreaterThan(1);
    const stored = await storedOrders(day.table);
    expect(stored.map((order) => order.channelOrderId).sort()).toEqual([...day.placed.keys()].sort());
    for (const order of stored) expectSame(order, await day.toldOf(order.channelOrderId));

    await day.askForEach();
    expect(await day.polls(4)).toBeLessThan(10);
    expect(versionsOf(await storedOrders(day.table))).toEqual(versionsOf(stored));

    const counted = await day.counted();
    if (!day.listing.by.includes("created")) return expect(counted).toEqual([]);
    const sumOf = (of: "channelHas" | "hubHas" | "leftOut") => counted.reduce((all, each) => all + each[of], 0);
    expect(counted.map(({ state, missing }) => [state, missing])).toEqual(counted.map(() => ["proven", []]));
    const told = stored.filter(({ header }) => header !== null).length;
    expect([sumOf("channelHas"), sumOf("hubHas"), sumOf("leftOut")]).toEqual([
      stored.length,
      told,
      stored.length - told,
    ]);
  });
});

/** Two hours on a channel: orders are placed and go on through their lives, and the hub polls as its schedule does. */
async function aDay(name: ApiChannel, { expiresTokenAfter = 0, ...plan }: Plan) {
  const api = await findChannelApi(name);
  if (api?.listing == null) throw new Error(`${name} lists nothing`);
  const { listing } = api;
  const clock = worldClock("2026-12-20T06:00:00.000Z");
  const expires = api.refreshCredentials === undefined || expiresTokenAfter === 0 ? {} : { expiresTokenAfter };
  const commitsLateMs = listing.settleMs + listing.overlapMs - MINUTE;
  const simulator = misbehaving(shops[name].make(clock), { seed: 7, ...plan, ...expires, commitsLateMs });
  const shop: Shop = { merchantId: aMerchantId, connectionId: connectionId(`${name}-demo`), channel: name };
  const world = await pullWorld(simulator, clock, httpOf(simulator), { shop, api, channel: channels[name] });
  const random = seeded(11);
  const { life } = shops[name];
  /** The sample that each order was last put as. */
  const placed = new Map<string, string>();
  const lives = new Map<number, { readonly createdMs: number; readonly state: number }>();

  const changeOne = (): void => {
    const place = Math.floor(random() * ORDERS);
    const changedMs = Math.floor(clock.now().getTime() / 1_000) * 1_000;
    const { createdMs, state } = lives.get(place) ?? { createdMs: changedMs, state: -1 };
    const sample = life[state + 1];
    if (sample === undefined) return;
    lives.set(place, { createdMs, state: state + 1 });
    const { id, order } = orderAt(name, sample, { place, createdMs, changedMs });
    simulator.put(order);
    placed.set(id, sample);
  };
  /** The most windows that one of the polls asked for. */
  const polls = async (times: number): Promise<number> => {
    let most = 0;
    for (let turn = 0; turn < times; turn += 1) {
      clock.pass(POLL_MINUTES * MINUTE);
      const polled = await world.poll(shop, world.budget);
      most = Math.max(most, polled.ok ? polled.value.windows : 0);
      await world.settle();
    }
    return most;
  };
  for (let turn = 0; turn < 24; turn += 1) {
    for (let minute = 0; minute < POLL_MINUTES; minute += 1) {
      clock.pass(MINUTE);
      if (random() < 0.55) changeOne();
    }
    await polls(turn % 4 === 3 ? 0 : 1);
  }
  const askFor = async (ids: Iterable<string>): Promise<void> => {
    const asked = [...ids].map((id) => ({ ...shop, channelOrderId: id, cause: "asked", tries: 0 }) as const);
    await world.pulls.sender.send(asked.map((each) => toPullMessage(each)));
  };
  return {
    ...{ listing, placed, polls, table: world.table },
    askForEach: () => askFor(placed.keys()),
    /** Each day on which an order was placed, counted against the channel. */
    counted: async (): Promise<readonly GapDay[]> => {
      clock.pass(2 * DAY);
      const placedOn = new Set([...lives.values()].map(({ createdMs }) => dayOf(createdMs)));
      const messageOf = (day: string) => ({ body: JSON.stringify({ ...shop, day, round: 0 }), groupId: name });
      await world.gaps.sender.send([...placedOn].map(messageOf));
      for (let turn = 0; turn < 60 && world.gaps.size() > 0; turn += 1) {
        await world.settle();
        clock.pass(MINUTE);
      }
      return await readGapDays(world.table, shop.merchantId, shop.connectionId);
    },
    /** What the channel itself says of an order now. */
    toldOf: async (id: string): Promise<IncomingOrder> => {
      for (;;) {
        const read = await world.useApi(shop, world.budget.msLeft, (_, call) => api.readOrder(call, id));
        clock.pass(MINUTE);
        if (!read.ok && ["unavailable", "rate_limited"].includes(read.error.kind)) continue;
        if (!read.ok) throw new Error(`${name} ${id}: ${JSON.stringify(read.error)}`);
        const receivedAt = clock.now().toISOString();
        const told = channels[name].normalise({ topic: pulledTopic, body: read.value, headers: {}, receivedAt });
        if (!told.ok || told.value.kind !== "order") throw new Error(`${name} ${id}: ${JSON.stringify(told)}`);
        return told.value.order;
      }
    },
  };
}

/** Every part that the channel speaks of stands in the hub as the channel has it. */
function expectSame(order: Order, told: IncomingOrder): void {
  const { header, lines, payment, address, channelStatus } = order;
  const held = { header, lines, payment, address, status: channelStatus };
  for (const group of ["header", "lines", "payment", "address", "status"] as const) {
    if (told[group] === undefined) continue;
    expect([told.channelOrderId, group, held[group]?.facts]).toEqual([told.channelOrderId, group, told[group]]);
  }
  const parcels = Object.values(order.fulfilments).map(({ facts }) => [facts.fulfilmentId, facts.state, facts.lines]);
  const toldOf = (told.fulfilments ?? []).map((each) => [each.fulfilmentId, each.state, each.lines]);
  expect(new Set(parcels)).toEqual(new Set(toldOf));
}

async function storedOrders(table: Table): Promise<readonly Order[]> {
  const shards = [...Array(shardCount).keys()];
  const lists = orderStatuses.flatMap((status) => shards.map((shard) => listPk(aMerchantId, "orders", status, shard)));
  const pages = await Promise.all(lists.map((pk) => queryAll(table, { index: "byList", pk })));
  const items = await table.getMany(pages.flat().map(({ pk, sk }) => ({ pk, sk })));
  const ids = items.map((item) => item["orderId"] as Order["orderId"]);
  return [...(await readOrders(table, aMerchantId, ids)).values()];
}

function versionsOf(orders: readonly Order[]): Readonly<Record<string, number>> {
  return Object.fromEntries(orders.map(({ channelOrderId, version }) => [channelOrderId, version]));
}

function dayOf(ms: number): string {
  const { zone, cutoffMinutes } = aMerchant();
  return businessDay(new Date(ms).toISOString(), zone, cutoffMinutes);
}
