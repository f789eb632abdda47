import { appendFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";

/** What the functions wrote: the last lines of each, and the sums of the metrics found among them. */
export type Logs = {
  write(functionName: string, line: string): void;
  tail(functionName: string, lines: number): readonly string[];
  /** Metric sums by `Namespace/Name` and, with dimensions, `Namespace/Name{key=value}`. */
  metrics(): Readonly<Record<string, MetricSum>>;
};

export type MetricSum = { readonly sum: number; readonly count: number; readonly max: number };

const keptLines = 2000;

/** `folder` null keeps lines in memory only. */
export function makeLogs(folder: string | null): Logs {
  const lines = new Map<string, string[]>();
  const sums = new Map<string, MetricSum>();
  if (folder !== null) mkdirSync(folder, { recursive: true });

  function add(name: string, value: number): void {
    const old = sums.get(name) ?? { sum: 0, count: 0, max: Number.NEGATIVE_INFINITY };
    sums.set(name, { sum: old.sum + value, count: old.count + 1, max: Math.max(old.max, value) });
  }

  return {
    write(functionName, line) {
      const kept = lines.get(functionName) ?? [];
      lines.set(functionName, kept);
      kept.push(line);
      if (kept.length > keptLines) kept.splice(0, kept.length - keptLines);
      if (folder !== null) appendFileSync(join(folder, `${functionName}.log`), `${line}\n`);
      for (const [name, value] of metricsOf(line)) add(name, value);
    },
    tail: (functionName, count) => (lines.get(functionName) ?? []).slice(-count),
    metrics: () => Object.fromEntries([...sums].sort(([left], [right]) => left.localeCompare(right))),
  };
}

type Emf = {
  readonly _aws: {
    readonly CloudWatchMetrics: readonly {
      readonly Namespace: string;
      readonly Dimensions?: readonly (readonly string[])[];
      readonly Metrics: readonly { readonly Name: string }[];
    }[];
  };
  readonly [member: string]: unknown;
};

/** The metrics in a line of CloudWatch's embedded metric format; none when the line is an ordinary one. */
export function metricsOf(line: string): (readonly [name: string, value: number])[] {
  if (!line.includes('"CloudWatchMetrics"')) return [];
  const parsed = parseEmf(line);
  if (parsed === null) return [];
  return parsed._aws.CloudWatchMetrics.flatMap((set) =>
    set.Metrics.flatMap(({ Name }) => {
      const values = [parsed[Name] ?? []].flat().map(Number);
      const plain = `${set.Namespace}/${Name}`;
      const dimensions = (set.Dimensions?.[0] ?? []).map((name) => `${name}=${String(parsed[name])}`);
      const names = dimensions.length === 0 ? [plain] : [plain, `${plain}{${dimensions.join(",")}}`];
      return values.flatMap((value) => names.map((name) => [name, value] as const));
    }),
  );
}

function parseEmf(line: string): Emf | null {
  try {
    const parsed = JSON.parse(line) as Emf;
    return Array.isArray(parsed._aws?.CloudWatchMetrics) ? parsed : null;
  } catch {
    return null;
  }
}
