import { describe, expect, it } from "vitest";
import { failedItems } from "./batch-response.ts";
import { metricsOf } from "./logs.ts";

describe("a function's answer to a batch", () => {
  const ids = ["a", "b"];
  it.each([
    ["null", "null"],
    ["an object without the list", "{}"],
    ["an empty list", '{"batchItemFailures":[]}'],
    ["a null list", '{"batchItemFailures":null}'],
    ["an empty text", '""'],
  ])("means all is done when it is %s", (_name, payload) => {
    expect(failedItems(payload, ids)).toEqual([]);
  });

  it("names the failed ones", () => {
    expect(failedItems('{"batchItemFailures":[{"itemIdentifier":"b"}]}', ids)).toEqual(["b"]);
  });

  it.each([
    ["an id that was not in the batch", '{"batchItemFailures":[{"itemIdentifier":"b"},{"itemIdentifier":"z"}]}'],
    ["an empty id", '{"batchItemFailures":[{"itemIdentifier":""}]}'],
    ["a null id", '{"batchItemFailures":[{"itemIdentifier":null}]}'],
    ["a misspelt name", '{"batchItemFailures":[{"id":"a"}]}'],
    ["a list that is none", '{"batchItemFailures":"a"}'],
    ["a text", '"done"'],
    ["no JSON", "{"],
  ])("fails the whole batch for %s", (_name, payload) => {
    expect(failedItems(payload, ids)).toBe("all");
  });
});

describe("metrics in log lines", () => {
  it("reads the embedded metric format and leaves other lines alone", () => {
    const line = JSON.stringify({
      _aws: {
        Timestamp: 0,
        CloudWatchMetrics: [
          { Namespace: "orderhub", Dimensions: [["fn"]], Metrics: [{ Name: "Done", Unit: "Count" }] },
        ],
      },
      fn: "apply-delivery",
      Done: 3,
    });
    expect(metricsOf(line)).toEqual([
      ["orderhub/Done", 3],
      ["orderhub/Done{fn=apply-delivery}", 3],
    ]);
    expect(metricsOf('{"message":"hello"}')).toEqual([]);
    expect(metricsOf('not JSON "CloudWatchMetrics"')).toEqual([]);
  });
});
