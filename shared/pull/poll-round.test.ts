import { describe, expect, it } from "vitest";
import { memoryQueue } from "../../tests/support/memory-ports.ts";
import { makePlainSimulator } from "../../tests/support/plain-api.ts";
import { plainShop, pullWorld, worldClock } from "../../tests/support/pull-world.ts";
import type { ApiProblem } from "../channels/api.ts";
import { connectionId } from "../kernel/ids.ts";
import { type Connection, toConnectionItem } from "../settings/connection.ts";
import { makePollRound } from "./poll-round.ts";

async function aRound(problem: ApiProblem | null = null) {
  const clock = worldClock();
  const { table, budget } = await pullWorld(makePlainSimulator(clock.now), clock);
  const polls = memoryQueue();
  const reported: unknown[] = [];
  const polled = { messages: 0, listed: 0, requested: 0, windows: 1, isOutOfReach: false };
  const round = makePollRound({
    table,
    pollChannel: async () => (problem === null ? { ok: true, value: polled } : { ok: false, error: problem }),
    hasApi: (channel) => channel === "plain",
    polls,
    report: (_, ended) => void reported.push(ended),
  });
  const connect = (id: string, over: Partial<Connection>): Promise<unknown> => {
    const plain = { channel: "plain", title: id, zone: "UTC", state: "active" } as const;
    return table.put(toConnectionItem(plainShop.merchantId, { connectionId: connectionId(id), ...plain, ...over }));
  };
  return { round: (asked: Parameters<typeof round>[0]) => round(asked, budget), polls, reported, connect };
}

describe("a merchant's poll", () => {
  it("becomes a message for each shop that may be asked", async () => {
    const { round, polls, connect } = await aRound();
    await connect("plain-paused", { state: "paused" });
    await connect("listened-to", { channel: "other" });
    await connect("plain-two", {});

    await round({ merchantId: plainShop.merchantId });

    expect(polls.sent.map(({ body, groupId }) => [JSON.parse(body), groupId])).toEqual(
      ["plain-demo", "plain-two"].map((id) => [{ ...plainShop, connectionId: id }, id]),
    );
  });

  it("asks nobody for a merchant that does not exist", async () => {
    const { round, polls } = await aRound();

    expect((await round({ merchantId: "nobody" })).kind).toBe("done");
    expect(polls.sent).toEqual([]);
  });
});

describe("a shop's poll", () => {
  it.each<[string, ApiProblem | null, string, number]>([
    ["that went well is told", null, "done", 1],
    ["that failed is told, and left to the next schedule", { kind: "unavailable", detail: "" }, "skipped", 1],
    [
      "of a shop that is only listened to is no failure",
      { kind: "refused", code: "no_credentials", detail: "" },
      "skipped",
      0,
    ],
    ["of a paused shop is no failure", { kind: "refused", code: "paused", detail: "" }, "skipped", 0],
  ])("%s", async (_, problem, kind, told) => {
    const { round, reported } = await aRound(problem);

    expect((await round(plainShop)).kind).toBe(kind);
    expect(reported).toHaveLength(told);
  });
});
