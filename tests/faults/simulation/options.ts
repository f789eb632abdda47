import { makeRandom, type Random } from "./random.ts";
import type { Fate } from "./worker.ts";

/** How bad the world is in one history. Each kind of fault is absent in many histories, so that none hides another. */
export type Weather = {
  /** For each call of a port. */
  readonly calls: readonly (readonly [Exclude<Fate, "run">, number])[];
  /** A message is handed out again although it was done; a record of the stream is read again. */
  readonly repeat: number;
  /** The longest wait of a message before it is seen, in ms: later ones overtake it. */
  readonly delayMs: number;
  /** A worker freezes at a call; the world goes on without it. */
  readonly freeze: number;
  /** Clocks of workers are wrong by up to so much, in ms. */
  readonly skewMs: number;
  /** How many workers run at the same time, and how many messages each gets. */
  readonly workers: number;
  readonly batch: number;
  /** How far indexes follow behind the table, in ms. */
  readonly indexLagMs: number;
};

export const calm: Weather = {
  calls: [],
  repeat: 0,
  delayMs: 0,
  freeze: 0,
  skewMs: 0,
  workers: 1,
  batch: 1,
  indexLagMs: 0,
};

const kinds = ["before", "after", "twice", "conflict", "throttled", "death", "late death"] as const;

export function weatherOf(random: Random): Weather {
  if (random.chance(0.05)) return { ...calm, workers: 1 + random.below(4), delayMs: random.pick([0, 60_000]) };
  const some = (most: number): number => (random.chance(0.5) ? random.next() * most : 0);
  return {
    calls: kinds.map((kind) => [kind, some(0.08)] as const).filter(([, rate]) => rate > 0),
    repeat: some(0.3),
    delayMs: random.pick([0, 1_000, 60_000, 600_000]),
    freeze: some(0.05),
    skewMs: random.pick([0, 0, 300_000]),
    workers: 1 + random.below(4),
    batch: 1 + random.below(4),
    indexLagMs: random.pick([0, 0, 2_000, 60_000]),
  };
}

/**
 * What names one history. `seed` gives all of it; a shrunk one leaves out inputs (`without`, by their place) and faults
 * (`mute`, by the order in which they would have struck).
 */
export type HistoryName = {
  readonly seed: number;
  readonly without: readonly number[];
  readonly mute: readonly number[];
};

export function named(seed: number): HistoryName {
  return { seed, without: [], mute: [] };
}

/** Sources of chance of one history, one for each matter. */
export const streams = { weather: 0, inputs: 1, schedule: 2, faults: 3 } as const;

export function randomOf({ seed }: HistoryName, stream: keyof typeof streams): Random {
  return makeRandom(seed, streams[stream]);
}
