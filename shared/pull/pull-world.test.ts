import { describe, expect, it } from "vitest";
import { seeded } from "../../tests/property/seeded.ts";
import { anIncomingOrder } from "../../tests/support/builders.ts";
import { crashing } from "../../tests/support/crashing.ts";
import { makePlainSimulator, type PlainOrder } from "../../tests/support/plain-api.ts";
import { apiSecret, plainShop, pullWorld, worldClock } from "../../tests/support/pull-world.ts";
import { type Misbehaviour, misbehaving } from "../../tests/support/simulators/simulator.ts";
import { orderIdOf } from "../kernel/ids.ts";
import { readOrder } from "../orders/order-store.ts";
import type { Table } from "../table/port.ts";
import { readHealth } from "./connection-health.ts";
import { readCursor } from "./pull-cursor.ts";

const MINUTE = 60_000;

function anOrder(id: string, changedMs: number, createdMs: number, tag: string): PlainOrder {
  const clock = { at: changedMs, tie: tag };
  const { header, ...rest } = anIncomingOrder({ channelOrderId: id, clock });
  const placedAt = new Date(createdMs).toISOString();
  return {
    createdMs,
    incoming: { ...rest, header: { ...header, channelOrderNo: id, placedAt, tags: [tag] } as never },
  };
}

/** The tag of the state that the hub has of an order. */
async function tagOf(table: Table, id: string): Promise<string | undefined> {
  const { merchantId, connectionId } = plainShop;
  return (await readOrder(table, merchantId, orderIdOf(connectionId, id)))?.order.header?.facts.tags[0];
}

/** A channel whose orders are placed and changed for two hours, and the tag each of them has in the end. */
async function aDay(plan: Misbehaviour & { readonly hubIsDownMinutes?: number }) {
  const clock = worldClock();
  const plain = makePlainSimulator(clock.now);
  const simulator = misbehaving(plain, plan);
  const world = await pullWorld(simulator, clock);
  const random = seeded(plan.seed + 1);
  const tags = new Map<string, string>();
  const created = new Map<string, number>();
  for (let minute = 0; minute < 120; minute += 1) {
    clock.pass(MINUTE);
    for (let change = 0; change < Math.floor(random() * 3); change += 1) {
      const id = `o${Math.floor(random() * 40)}`;
      const nowMs = Math.floor(clock.now().getTime() / 1_000) * 1_000;
      created.set(id, created.get(id) ?? nowMs);
      tags.set(id, `t${minute}-${change}`);
      plain.put(anOrder(id, nowMs + change * 1_000, created.get(id) ?? nowMs, `t${minute}-${change}`));
      if (random() < 0.3) plain.tell(id);
    }
    if (minute < (plan.hubIsDownMinutes ?? 0) || minute % 5 !== 0) continue;
    await world.poll(plainShop, world.budget);
    await world.settle();
  }
  return { world, clock, plain, tags };
}

async function quiet({ world, clock }: Awaited<ReturnType<typeof aDay>>): Promise<void> {
  for (let poll = 0; poll < 40; poll += 1) {
    clock.pass(5 * MINUTE);
    await world.poll(plainShop, world.budget);
    await world.settle();
  }
}

async function known(table: Table, ids: Iterable<string>): Promise<ReadonlyMap<string, string | undefined>> {
  const found = new Map<string, string | undefined>();
  for (const id of ids) found.set(id, await tagOf(table, id));
  return found;
}

describe("the hub and a channel that is asked", () => {
  it.each<[string, Misbehaviour & { readonly hubIsDownMinutes?: number }]>([
    ["behaves", { seed: 1 }],
    ["commits rows late", { seed: 2, commitsLateMs: 9 * MINUTE }],
    ["repeats rows and refuses for rate", { seed: 3, repeatsPages: true, rateLimited: 0.2 }],
    ["lets tokens expire", { seed: 4, expiresTokenAfter: 7 }],
    ["breaks and falls silent", { seed: 5, broken: 0.2, silent: 0.1 }],
    [
      "does all of it at once, after an outage",
      {
        seed: 6,
        ...{ broken: 0.1, silent: 0.05, rateLimited: 0.1, repeatsPages: true },
        ...{ commitsLateMs: 5 * MINUTE, expiresTokenAfter: 23, hubIsDownMinutes: 100 },
      },
    ],
  ])("are the same once it is quiet, when the channel %s", async (_, plan) => {
    const day = await aDay(plan);

    await quiet(day);

    expect(day.tags.size).toBeGreaterThan(20);
    expect(await known(day.world.table, day.tags.keys())).toEqual(day.tags);
    expect([day.plain.waiting(), day.world.pulls.size(), day.world.intake.size()]).toEqual([0, 0, 0]);
    expect(day.plain.reused()).toBe(0);
  });

  it("leaves alone what the hub knows already", async () => {
    const clock = worldClock();
    const plain = makePlainSimulator(clock.now);
    const world = await pullWorld(plain, clock);
    plain.put(anOrder("o1", clock.now().getTime(), clock.now().getTime(), "t"));
    clock.pass(5 * MINUTE);
    const first = await world.poll(plainShop, world.budget);
    await world.settle();
    clock.pass(5 * MINUTE);
    const second = await world.poll(plainShop, world.budget);

    expect([first, second]).toMatchObject([{ value: { requested: 1 } }, { value: { listed: 1, requested: 0 } }]);
  });

  it("loses no order to a poller that dies at any call, nor to one that dies after it", async () => {
    const clock = worldClock();
    const start = clock.now().getTime();
    const counted = crashing(null);
    const build = async () => {
      const itsClock = worldClock();
      const plain = makePlainSimulator(itsClock.now);
      const world = await pullWorld(plain, itsClock);
      for (const id of ["o1", "o2", "o3", "o4"]) plain.put(anOrder(id, start, start, id));
      plain.tell("o1");
      itsClock.pass(5 * MINUTE);
      return { world, itsClock, plain };
    };
    const { world } = await build();
    await world.workers(counted.wrap).poll(plainShop, world.budget);
    expect(counted.calls()).toBeGreaterThan(10);

    for (let call = 1; call <= counted.calls(); call += 1) {
      for (const when of ["before", "after"] as const) {
        const { world: next, itsClock, plain } = await build();
        await next
          .workers(crashing({ call, when }).wrap)
          .poll(plainShop, next.budget)
          .catch(() => null);
        itsClock.pass(5 * MINUTE);
        await next.poll(plainShop, next.budget);
        await next.settle();
        const ids = ["o1", "o2", "o3", "o4"];
        expect([call, when, ...(await known(next.table, ids)).values()]).toEqual([call, when, ...ids]);
        expect(plain.waiting()).toBe(0);
      }
    }
  });

  it("harms nothing when two pollers run at once", async () => {
    const clock = worldClock();
    const plain = makePlainSimulator(clock.now);
    const world = await pullWorld(plain, clock);
    for (const id of ["o1", "o2"]) plain.put(anOrder(id, clock.now().getTime(), clock.now().getTime(), id));
    clock.pass(5 * MINUTE);

    const polls = [world.workers(), world.workers()].map(({ poll }) => poll(plainShop, world.budget));
    const results = await Promise.all(polls);
    await world.settle();

    expect(results.map(({ ok }) => ok)).toEqual([true, true]);
    expect([...(await known(world.table, ["o1", "o2"])).values()]).toEqual(["o1", "o2"]);
    expect((await readCursor(world.table, plainShop))?.readUntil).toBe("2026-11-21T06:03:00.000Z");
  });

  it("marks a shop that is not let in, waits with its orders, and goes on when someone has signed in", async () => {
    const clock = worldClock();
    const plain = makePlainSimulator(clock.now);
    const world = await pullWorld(plain, clock);
    const secret = (refreshToken: string): string =>
      JSON.stringify({ ...plainShop, credentials: { accessToken: "no", refreshToken } });
    const { merchantId, connectionId } = plainShop;
    world.secrets.texts.set(apiSecret, secret("revoked"));
    plain.put(anOrder("o1", clock.now().getTime(), clock.now().getTime(), "t"));
    const request = { ...plainShop, channelOrderId: "o1", cause: "pushed", tries: 0 } as const;

    const refused = await world.pull(request, clock.now().toISOString(), () => 30_000);
    const marked = await readHealth(world.table, merchantId, connectionId);
    world.secrets.texts.set(apiSecret, secret("refresh-0"));
    clock.pass(MINUTE);
    await world.settle();

    expect([refused.why, marked?.state]).toEqual(["later: the shop needs a sign-in: status 400", "needs_sign_in"]);
    expect(world.signIns).toEqual(["status 400"]);
    expect(await tagOf(world.table, "o1")).toBe("t");
    expect((await readHealth(world.table, merchantId, connectionId))?.state).toBe("ok");
  });
});
