import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import * as z from "zod/mini";
import { capturedLines, lambdaContext, sqsEvent } from "../../tests/support/lambda-calls.ts";
import { done, type Outcome, park, retry, skipped } from "../kernel/outcome.ts";
import { fromBus } from "./input.ts";
import { queueBatchHandler, queueHandler } from "./queue-handler.ts";

const input = z.object({ ends: z.string() });
const ways = ["done", "skipped", "retry", "park", "throws", "parkFails", "poison"] as const;
type Way = (typeof ways)[number];
const acknowledged: readonly Way[] = ["done", "skipped", "park"];

const bodyOf = (way: Way): string => (way === "poison" ? "{" : JSON.stringify({ ends: way }));

function outcomeOf(way: string): Outcome {
  if (way === "skipped") return skipped("why not");
  if (way === "retry") return retry("later");
  if (way === "park" || way === "parkFails") return park(way);
  return done;
}

async function handle({ ends }: { readonly ends: string }): Promise<Outcome> {
  if (ends === "throws") throw new Error("a bug");
  return outcomeOf(ends);
}

const common = {
  name: "route-order" as const,
  input,
  build: () => null,
  onPark: async (_: unknown, why: string) => {
    if (why === "parkFails") throw new Error("no way to show it");
  },
};
const failedIds = (answer: { readonly batchItemFailures: readonly { readonly itemIdentifier: string }[] }): string[] =>
  answer.batchItemFailures.map((failure) => failure.itemIdentifier);

let lines: ReturnType<typeof capturedLines>;
beforeEach(() => {
  vi.stubEnv("TABLE_NAME", "table");
  lines = capturedLines();
});
afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

describe("a queue handler", () => {
  it("gives back exactly the records that did not end well, whatever the batch", async () => {
    const handler = queueHandler({ ...common, handle });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom(...ways), { maxLength: 10 }), async (batch) => {
        const answer = await handler(sqsEvent(batch.map(bodyOf)), lambdaContext());
        const expected = batch.flatMap((way, index) => (acknowledged.includes(way) ? [] : [`m${index}`]));
        expect(failedIds(answer).sort()).toEqual(expected.sort());
      }),
    );
  });

  it("hands over each readable record once, with its attempt and the time it was sent", async () => {
    const seen: unknown[] = [];
    const handler = queueHandler({
      ...common,
      handle: async (_input, _services, record) => {
        seen.push(record);
        return done;
      },
    });
    await handler(sqsEvent([bodyOf("done")]), lambdaContext());
    const sentAt = "2023-11-14T22:13:20.000Z";
    expect(seen).toEqual([{ input: { ends: "done" }, messageId: "m0", attempt: 2, sentAt }]);
  });

  it("starts nothing once less than a fifth of the time is left, and gives the rest back", async () => {
    let now = 0;
    const handler = queueHandler({
      ...common,
      handle: async () => {
        now += 4_100;
        return done;
      },
    });
    const answer = await handler(
      sqsEvent(Array.from({ length: 5 }, () => bodyOf("done"))),
      lambdaContext(() => 10_000 - now),
    );
    expect(failedIds(answer)).toEqual(["m2", "m3", "m4"]);
  });

  it("logs each record once with its outcome and counts parked and poison ones", async () => {
    const handler = queueHandler({ ...common, handle });
    await handler(sqsEvent([bodyOf("park"), bodyOf("poison")]), lambdaContext());
    expect(lines).toContainEqual(
      expect.objectContaining({ level: "warn", outcome: "park", why: "park", messageId: "m0", attempt: 2 }),
    );
    expect(lines).toContainEqual(expect.objectContaining({ level: "error", outcome: "poison", why: "not JSON" }));
    expect(lines).toContainEqual(expect.objectContaining({ fn: "route-order", Parked: 1, PoisonMessage: 1 }));
  });

  it("builds its services once, and again only after a failed build", async () => {
    const build = vi.fn().mockRejectedValueOnce(new Error("not yet")).mockResolvedValue("services");
    const handler = queueHandler({ ...common, build, handle });
    await expect(handler(sqsEvent([bodyOf("done")]), lambdaContext())).rejects.toThrow("not yet");
    await handler(sqsEvent([bodyOf("done")]), lambdaContext());
    await handler(sqsEvent([bodyOf("done")]), lambdaContext());
    expect(build).toHaveBeenCalledTimes(2);
  });

  it("reads the detail of events that a bus rule put into the queue", async () => {
    const seen: string[] = [];
    const handler = queueHandler({
      name: "route-order",
      build: () => null,
      input: fromBus<{ readonly ends: string }>(input),
      handle: async ({ ends }) => {
        seen.push(ends);
        return done;
      },
    });
    const bodies = [JSON.stringify({ source: "orderhub", detail: { ends: "done" } }), JSON.stringify({ ends: "done" })];
    expect(failedIds(await handler(sqsEvent(bodies), lambdaContext()))).toEqual(["m1"]);
    expect(seen).toEqual(["done"]);
  });
});

describe("a queue handler for whole batches", () => {
  it("gives back what the answer does not mention, what is to be retried, and all when it throws", async () => {
    const batch = fc.array(fc.constantFrom("done", "skipped", "retry", "park", "parkFails", "poison", "unmentioned"), {
      maxLength: 10,
    });
    await fc.assert(
      fc.asyncProperty(batch, fc.boolean(), async (ends, fails) => {
        const handler = queueBatchHandler({
          ...common,
          handleBatch: async (records) => {
            if (fails) throw new Error("a bug");
            return new Map(
              records.flatMap(({ messageId, input: { ends: way } }) =>
                way === "unmentioned" ? [] : [[messageId, outcomeOf(way)]],
              ),
            );
          },
        });
        const answer = await handler(
          sqsEvent(ends.map((way) => (way === "poison" ? "{" : JSON.stringify({ ends: way })))),
          lambdaContext(),
        );
        const well = (way: string): boolean => !fails && ["done", "skipped", "park"].includes(way);
        expect(failedIds(answer).sort()).toEqual(ends.flatMap((way, index) => (well(way) ? [] : [`m${index}`])).sort());
      }),
    );
  });
});
