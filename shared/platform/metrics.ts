import { currentCall } from "./call.ts";
import { stageName } from "./settings.ts";

export type MetricPoint = {
  readonly name: string;
  readonly value: number;
  readonly dimensions: Readonly<Record<string, string>>;
};

const namespace = "orderhub";

/**
 * Counts something for the dashboard. Lines in CloudWatch's embedded metric format are written when the invocation ends:
 * no call to an API, nothing lost when CloudWatch is down. Keep dimensions few and their values bounded (a function, a
 * channel, a reason; never an id): every combination is a metric that is paid for.
 */
export function count(name: string, value = 1, dimensions: Readonly<Record<string, string>> = {}): void {
  const point = { name, value, dimensions };
  const call = currentCall();
  if (call === undefined) flushMetrics([point]);
  else call.metrics.push(point);
}

/** Writes and empties `points`: one line for each set of dimensions, values of the same name summed. */
export function flushMetrics(points: MetricPoint[], now: Date = new Date()): void {
  for (const line of metricLines(points.splice(0), now)) process.stdout.write(`${line}\n`);
}

export function metricLines(points: readonly MetricPoint[], now: Date): readonly string[] {
  const groups = Map.groupBy(points, (point) => JSON.stringify(sorted({ ...point.dimensions, stage: stageName() })));
  return [...groups].map(([dimensions, group]) => metricLine(JSON.parse(dimensions), group, now));
}

function metricLine(dimensions: Readonly<Record<string, string>>, points: readonly MetricPoint[], now: Date): string {
  const sums = new Map<string, number>();
  for (const { name, value } of points) sums.set(name, (sums.get(name) ?? 0) + value);
  const metrics = [...sums.keys()].map((Name) => ({ Name, Unit: "Count" }));
  return JSON.stringify({
    _aws: {
      Timestamp: now.getTime(),
      CloudWatchMetrics: [{ Namespace: namespace, Dimensions: [Object.keys(dimensions)], Metrics: metrics }],
    },
    ...dimensions,
    ...Object.fromEntries(sums),
  });
}

function sorted(record: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
}
