import { currentCall } from "./call.ts";
import { stageName } from "./settings.ts";

export type MetricPoint = {
  readonly name: string;
  readonly value: number;
  readonly unit: MetricUnit;
  readonly dimensions: Readonly<Record<string, string>>;
};

export type MetricUnit = "Count" | "Milliseconds";

const namespace = "orderhub";

/**
 * Counts something for the dashboard. Lines in CloudWatch's embedded metric format are written when the invocation ends:
 * no call to an API, nothing lost when CloudWatch is down. Keep dimensions few and their values bounded (a function, a
 * channel, a reason; never an id): every combination is a metric that is paid for.
 */
export function count(name: string, value = 1, dimensions: Readonly<Record<string, string>> = {}): void {
  add({ name, value, unit: "Count", dimensions });
}

export function duration(name: string, ms: number, dimensions: Readonly<Record<string, string>> = {}): void {
  add({ name, value: ms, unit: "Milliseconds", dimensions });
}

function add(point: MetricPoint): void {
  const call = currentCall();
  if (call === undefined) flushMetrics([point]);
  else call.metrics.push(point);
}

/** Writes and empties `points`: one line for each set of dimensions, counts of the same name summed. */
export function flushMetrics(points: MetricPoint[], now: Date = new Date()): void {
  for (const line of metricLines(points.splice(0), now)) process.stdout.write(`${line}\n`);
}

export function metricLines(points: readonly MetricPoint[], now: Date): readonly string[] {
  const groups = Map.groupBy(points, (point) => JSON.stringify(sorted({ ...point.dimensions, stage: stageName() })));
  return [...groups].map(([dimensions, group]) => metricLine(JSON.parse(dimensions), group, now));
}

function metricLine(dimensions: Readonly<Record<string, string>>, points: readonly MetricPoint[], now: Date): string {
  const units = new Map(points.map((point) => [point.name, point.unit]));
  const values = [...units].map(([name, unit]) => {
    const own = points.filter((point) => point.name === name).map((point) => point.value);
    return [name, unit === "Count" ? own.reduce((sum, value) => sum + value, 0) : own] as const;
  });
  const metrics = [...units].map(([Name, Unit]) => ({ Name, Unit }));
  return JSON.stringify({
    _aws: {
      Timestamp: now.getTime(),
      CloudWatchMetrics: [{ Namespace: namespace, Dimensions: [Object.keys(dimensions)], Metrics: metrics }],
    },
    ...dimensions,
    ...Object.fromEntries(values),
  });
}

function sorted(record: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
}
