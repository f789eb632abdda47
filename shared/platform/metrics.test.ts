import { afterEach, describe, expect, it, vi } from "vitest";
import { capturedLines } from "../../tests/support/lambda-calls.ts";
import { inCall } from "./call.ts";
import { count, flushMetrics, type MetricPoint, metricLines } from "./metrics.ts";

const now = new Date("2026-11-20T08:00:00Z");
const point = (name: string, value: number, channel: string): MetricPoint => ({
  name,
  value,
  dimensions: { channel },
});

afterEach(() => vi.restoreAllMocks());

describe("metrics", () => {
  it("sums counts of one name and writes one line for each set of dimensions", () => {
    const lines = metricLines(
      [point("Applied", 1, "shopify"), point("Applied", 2, "shopify"), point("Applied", 4, "woo")],
      now,
    );
    expect(lines.map((line) => JSON.parse(line))).toEqual([
      {
        _aws: {
          Timestamp: now.getTime(),
          CloudWatchMetrics: [
            {
              Namespace: "orderhub",
              Dimensions: [["channel", "stage"]],
              Metrics: [{ Name: "Applied", Unit: "Count" }],
            },
          ],
        },
        channel: "shopify",
        stage: "local",
        Applied: 3,
      },
      expect.objectContaining({ channel: "woo", Applied: 4 }),
    ]);
  });

  it("writes at once outside of an invocation, and nothing twice inside", () => {
    const lines = capturedLines();
    count("Alone");
    const metrics: MetricPoint[] = [];
    inCall({ fields: {}, metrics }, () => count("Together", 2));
    expect(lines).toHaveLength(1);
    flushMetrics(metrics, now);
    flushMetrics(metrics, now);
    expect(lines.map((line) => [line["Alone"], line["Together"]])).toEqual([
      [1, undefined],
      [undefined, 2],
    ]);
  });
});
