import { describe, expect, it } from "vitest";
import { anIncomingOrder } from "../../tests/support/builders.ts";
import { makePlainSimulator } from "../../tests/support/plain-api.ts";
import { plainShop, pullWorld, worldClock } from "../../tests/support/pull-world.ts";
import { fromDeliveryItem } from "../intake/delivery-record.ts";
import type { PullRequest } from "../intake/pull-request.ts";
import { done, type Outcome } from "../kernel/outcome.ts";
import { toConnectionItem } from "../settings/connection.ts";
import { deliveryKey } from "../table/keys.ts";
import { makePullBatch } from "./pull-batch.ts";
import { unpulledId } from "./unpulled-record.ts";

const request: PullRequest = { ...plainShop, channelOrderId: "o1", cause: "pushed", tries: 0 };
const msLeft = (): number => 30_000;

async function aWorld() {
  const clock = worldClock();
  const plain = makePlainSimulator(clock.now);
  const world = await pullWorld(plain, clock);
  const pull = (over: Partial<PullRequest> = {}): Promise<Outcome> =>
    world.pull({ ...request, ...over }, clock.now().toISOString(), msLeft);
  const ledger = async () => {
    const item = await world.table.get(deliveryKey(plainShop.merchantId, unpulledId(request)));
    return item === null ? null : fromDeliveryItem(item);
  };
  return { clock, plain, world, pull, ledger };
}

describe("fetching an order", () => {
  it("answers all requests that were made before the read by that one read", async () => {
    const { clock, plain, world } = await aWorld();
    plain.put({ createdMs: 0, incoming: anIncomingOrder({ channelOrderId: "o1" }) });
    const asked = clock.now().toISOString();
    clock.pass(1_000);

    const outcomes = [await world.pull(request, asked, msLeft), await world.pull(request, asked, msLeft)];
    clock.pass(1_000);
    outcomes.push(await world.pull(request, clock.now().toISOString(), msLeft));

    expect(outcomes.map(({ kind }) => kind)).toEqual(["done", "skipped", "done"]);
    expect(world.intake.size()).toBe(2);
  });

  it("notes an order that the channel does not know", async () => {
    const { pull, ledger } = await aWorld();

    expect(await pull()).toMatchObject({ kind: "skipped" });
    expect(await ledger()).toMatchObject({
      outcome: "skipped",
      channelOrderNo: "o1",
      reason: "the channel has no such order",
    });
  });

  it("parks what the channel refuses where people look for it, and parks it once", async () => {
    const { world, pull, ledger } = await aWorld();
    const { merchantId, connectionId } = plainShop;
    world.secrets.texts.clear();

    const outcomes = [await pull(), await pull({ cause: "asked" })];

    expect(outcomes).toMatchObject([{ kind: "park" }, { kind: "park" }]);
    expect(await ledger()).toMatchObject({ outcome: "parked", merchantId, connectionId, topic: "orderhub.pulled" });
    expect((await ledger())?.reason).toContain("no_credentials");
  });

  it("asks a paused shop nothing", async () => {
    const { clock, plain, world, pull } = await aWorld();
    const { merchantId, ...shop } = plainShop;
    await world.table.put(toConnectionItem(merchantId, { ...shop, title: "", zone: "UTC", state: "paused" }));
    clock.pass(60_000);

    expect(await pull()).toEqual({ kind: "skipped", why: "the connection is paused" });
    expect(plain.requests()).toBe(0);
  });

  it("waits longer each time while the channel does not answer, and parks after a day and more", async () => {
    const { world, pull, ledger } = await aWorld();
    const silent = { ...request, tries: 119 };
    const unanswered = { ok: false, error: { kind: "unavailable", detail: "no answer" } } as const;
    const { makePullOrder } = await import("./pull-order.ts");
    const delays: (number | undefined)[] = [];
    const pulls = {
      send: async (sent: readonly { delaySeconds?: number }[]) => void delays.push(sent[0]?.delaySeconds),
    };
    const useApi = async () => unanswered;
    const pullOrder = makePullOrder({ table: world.table, useApi, intake: pulls, pulls, now: () => new Date() });

    for (const tries of [0, 1, 6, 50]) await pullOrder({ ...request, tries }, new Date().toISOString(), msLeft);
    const last = await pullOrder(silent, new Date().toISOString(), msLeft);

    expect(delays).toEqual([15, 30, 900, 900]);
    expect([last.kind, (await ledger())?.reason]).toEqual(["park", "unavailable: no answer"]);
    expect(await pull()).toMatchObject({ kind: "skipped" });
  });
});

describe("a batch of requests", () => {
  it("reads an order once for all its requests, and gives each its outcome", async () => {
    const read: string[] = [];
    const batch = makePullBatch({
      pullOrder: async ({ channelOrderId }) => {
        read.push(channelOrderId);
        if (channelOrderId === "bad") throw new Error("a bug");
        return done;
      },
      guard: (run) => run().catch(() => ({ kind: "retry", why: "fault" })),
      report: () => undefined,
    });
    const record = (messageId: string, channelOrderId: string) => ({
      messageId,
      input: { ...request, channelOrderId },
      sentAt: `2026-11-21T06:00:0${messageId}.000Z`,
    });

    const records = [record("1", "o1"), record("2", "bad"), record("3", "o1"), record("4", "bad")];
    const outcomes = await batch(records, { hasTime: () => true, msLeft });

    expect(read.toSorted()).toEqual(["bad", "o1"]);
    expect([...outcomes].map(([id, { kind }]) => `${id} ${kind}`).toSorted()).toEqual([
      "1 skipped",
      "2 retry",
      "3 done",
      "4 retry",
    ]);
  });
});
