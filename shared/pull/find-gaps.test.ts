import { describe, expect, it } from "vitest";
import { anIncomingOrder } from "../../tests/support/builders.ts";
import { makePlainSimulator } from "../../tests/support/plain-api.ts";
import { plainShop, pullWorld, worldClock } from "../../tests/support/pull-world.ts";
import { countDay } from "./count-day.ts";
import { fromGapItem, readGapDays } from "./gap-day.ts";

const { merchantId, connectionId } = plainShop;
const MINUTE = 60_000;
/** In Asia/Shanghai, the merchant's zone: from 16:00 UTC of the day before. */
const day = "2026-11-21";

/** The night after a day on which the channel took `count` orders, one an hour. */
async function aNight(count: number) {
  const clock = worldClock("2026-11-21T20:00:00.000Z");
  const plain = makePlainSimulator(clock.now);
  const world = await pullWorld(plain, clock);
  for (let no = 0; no < count; no += 1) {
    const createdMs = Date.parse("2026-11-20T16:30:00.000Z") + no * 60 * MINUTE;
    plain.put({
      createdMs,
      incoming: anIncomingOrder({ channelOrderId: `o${no}`, clock: { at: createdMs, tie: "a" } }),
    });
  }
  const counted = async () => (await readGapDays(world.table, merchantId, connectionId)).find((gap) => gap.day === day);
  return { clock, plain, world, counted };
}

describe("the count of a day", () => {
  it("has what is missing fetched, looks again, and ends proven", async () => {
    const { world, clock, counted } = await aNight(5);
    const send = (body: object) => world.gaps.sender.send([{ body: JSON.stringify(body) }]);

    await send({ merchantId });
    await world.gaps.drain(({ body }) => world.gapRound(JSON.parse(body), world.budget));
    await world.gaps.drain(({ body }) => world.gapRound(JSON.parse(body), world.budget));
    await world.gaps.drain(({ body }) => world.gapRound(JSON.parse(body), world.budget));
    const before = await counted();
    await world.settle();
    clock.pass(15 * MINUTE);
    await world.settle();

    expect(before).toMatchObject({ state: "fetching", channelHas: 5, hubHas: 0, version: 1 });
    expect(before?.hours).toHaveLength(5);
    expect(await counted()).toMatchObject({ state: "proven", channelHas: 5, hubHas: 5, missing: [], version: 2 });
    expect(world.gaps.size()).toBe(0);
  });

  it("tells of orders that stay missing, with the reason, and rings", async () => {
    const { world, clock, plain, counted } = await aNight(2);
    plain.put({
      createdMs: Date.parse("2026-11-21T01:00:00.000Z"),
      incoming: { ...anIncomingOrder({ channelOrderId: "odd" }), header: null } as never,
    });
    const ends: string[] = [];
    for (const round of [0, 1, 2]) {
      ends.push((await world.gapRound({ ...plainShop, day, round }, world.budget)).kind);
      await world.settle();
      clock.pass(16 * MINUTE);
    }

    const gap = await counted();
    const item = (await world.table.query({ pk: "MER#demo#CON#plain-demo#GAPS" })).items.find((each) =>
      each.sk.endsWith(day),
    );
    expect(ends).toEqual(["done", "done", "park"]);
    expect(gap).toMatchObject({ state: "missing", channelHas: 3, hubHas: 2 });
    expect(gap?.missing).toMatchObject([{ channelOrderId: "odd", why: "it can be read and is not stored yet" }]);
    expect(item?.["outbox"]).toMatchObject([{ type: "gap.found.v1", detail: { day, channelHas: 3, hubHas: 2 } }]);
    expect(fromGapItem(item ?? { pk: "", sk: "" }).day).toBe(day);
  });

  it("waits for a channel that does not answer, and gives up on one that says no", async () => {
    const { world } = await aNight(1);
    const asked = { ...plainShop, day, round: 0 };
    const problem = (kind: "unavailable" | "unauthorised") => async () =>
      ({ ok: false, error: { kind, detail: "said so" } }) as const;
    const { makeGapRound } = await import("./gap-round.ts");
    const round = (countGaps: ReturnType<typeof problem>) =>
      makeGapRound({
        table: world.table,
        countGaps,
        hasApi: () => false,
        gaps: world.gaps.sender,
        now: () => new Date(),
      });

    const later = await round(problem("unavailable"))(asked, world.budget);
    const queued = world.gaps.size();
    const never = await round(problem("unauthorised"))(asked, world.budget);

    expect([later.why, queued]).toEqual(["later: unavailable: said so", 1]);
    expect([never.why, world.gaps.size()]).toEqual(["not counted: unauthorised: said so", 1]);
  });
});

describe("counting", () => {
  const window = { startsAt: "2026-11-20T16:00:00.000Z", endsAt: "2026-11-21T16:00:00.000Z" };
  const row = (channelOrderId: string, createdAt: string | null) => ({ channelOrderId, changedAt: null, createdAt });

  it("counts an order once, in its hour, and leaves out those of other days", () => {
    const rows = [
      row("a", "2026-11-20T16:00:00.000Z"),
      row("a", "2026-11-20T16:00:00.000Z"),
      row("b", "2026-11-20T16:59:59.000Z"),
      row("c", "2026-11-21T15:59:59.000Z"),
      row("d", "2026-11-21T16:00:00.000Z"),
      row("e", null),
    ];

    const count = countDay(window, rows, ({ channelOrderId }) => channelOrderId !== "b");

    expect(count).toEqual({
      channelHas: 4,
      hubHas: 3,
      hours: [
        { from: "2026-11-20T16:00:00.000Z", channelHas: 2, hubHas: 1 },
        { from: "2026-11-21T15:00:00.000Z", channelHas: 1, hubHas: 1 },
      ],
      missing: [{ channelOrderId: "b", createdAt: "2026-11-20T16:59:59.000Z", why: null }],
    });
  });
});
