import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { capturedLines, lambdaContext, streamEvent } from "../../tests/support/lambda-calls.ts";
import { done, type Outcome, park, retry, skipped } from "../kernel/outcome.ts";
import { streamBatchHandler, type TableChange } from "./stream-handler.ts";

const ways = ["done", "skipped", "park", "retry", "throws"] as const;
type Way = (typeof ways)[number];

const imageOf = (way: Way) => ({ new: { pk: { S: "MER#demo" }, sk: { S: "STOCK#A" }, way: { S: way } } });
const wayOf = (change: TableChange): Way => change.new?.["way"] as Way;

function outcomeOf(way: Way): Outcome {
  if (way === "throws") throw new Error("a bug");
  return { done, skipped: skipped("no"), park: park("odd"), retry: retry("later") }[way];
}

beforeEach(() => {
  vi.stubEnv("BUS_NAME", "bus");
  capturedLines();
});
afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

describe("a stream handler", () => {
  it("reports the first change that the answer for a batch does not mention or wants retried, and all when it throws", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.option(fc.constantFrom(...ways)), { maxLength: 10 }), async (batch) => {
        const handler = streamBatchHandler({
          name: "publish-events",
          build: () => null,
          handleBatch: async (changes) =>
            new Map(
              changes.flatMap((change, index) =>
                batch[index] === null ? [] : [[change.sequenceNumber, outcomeOf(wayOf(change))]],
              ),
            ),
        });
        const answer = await handler(streamEvent(batch.map((way) => imageOf(way ?? "done"))), lambdaContext());
        const stuck = batch.includes("throws") ? 0 : batch.findIndex((way) => way === null || way === "retry");
        expect(answer.batchItemFailures).toEqual(stuck === -1 ? [] : [{ itemIdentifier: String(100 + stuck) }]);
      }),
    );
  });

  it("shows the item before and after, bytes undone from base64", async () => {
    const seen: TableChange[] = [];
    const handler = streamBatchHandler({
      name: "publish-events",
      build: () => null,
      handleBatch: async (changes) => {
        seen.push(...changes);
        return new Map(changes.map(({ sequenceNumber }) => [sequenceNumber, done]));
      },
    });
    const key = { pk: { S: "MER#demo" }, sk: { S: "ORDER" } };
    const lines = { L: [{ M: { packed: { B: Buffer.from("goods").toString("base64") } } }] };
    await handler(
      streamEvent([{ old: { ...key, n: { N: "2" } }, new: { ...key, lines } }, { old: key }]),
      lambdaContext(),
    );
    const writtenAt = "2023-11-14T22:13:20.000Z";
    const packed = new Uint8Array(Buffer.from("goods"));
    expect(seen).toEqual([
      {
        sequenceNumber: "100",
        writtenAt,
        old: { pk: "MER#demo", sk: "ORDER", n: 2 },
        new: { pk: "MER#demo", sk: "ORDER", lines: [{ packed }] },
      },
      { sequenceNumber: "101", writtenAt, old: { pk: "MER#demo", sk: "ORDER" }, new: null },
    ]);
  });
});
