import type { HistoryName, Weather } from "./options.ts";
import { randomOf, weatherOf } from "./options.ts";
import type { Random } from "./random.ts";
import { CallLost, type Fate, type ParkedCall, startWorker, type Worker, type Wrap } from "./worker.ts";

/** What is not true though it must be: the id of the invariant (`I1` … `L4`) and a sentence. */
export type Violation = { readonly invariant: string; readonly says: string };

/** Where work comes from: a queue, a stream, the senders outside. */
export type Source = {
  /** When there is something to do, in ms of the world; null: there is nothing. */
  readyAt(): number | null;
  /** Does it, or starts a worker that does. */
  start(): void;
  /** Does it take one of the places of workers? */
  readonly isWork: boolean;
};

export type World = {
  readonly weather: Weather;
  /** The scheduler's own chance; queues draw delays from it too. */
  readonly random: Random;
  readonly now: () => number;
  readonly trace: string[] | null;
  readonly faults: () => number;
  readonly calls: () => number;
  /** True from the moment when nothing fails any more. */
  isCalm: boolean;
  violation: Violation | null;
  breaks(invariant: string, says: string): void;
  note(what: () => string): void;
  add(source: Source): void;
  /** Time passes at once, as in a night in which nothing comes. */
  leapTo(ms: number): void;
  work(label: string, run: (wrap: Wrap, clock: () => Date) => Promise<void>, onLost: () => void): void;
  /** Lets the world go on until nothing is left to do. False: it did not come to rest in `steps`. */
  run(steps: number): Promise<boolean>;
};

const startsAt = Date.parse("2026-11-21T12:00:00.000Z");

/** One history: its weather is drawn from its seed, and every choice after that too. */
export function makeWorld(name: HistoryName, isTraced: boolean): World {
  const weather = weatherOf(randomOf(name, "weather"));
  const random = randomOf(name, "schedule");
  const chance = randomOf(name, "faults");
  const muted = new Set(name.mute);
  const sources: Source[] = [];
  let workers: Worker[] = [];
  let moment = startsAt;
  let faults = 0;
  let calls = 0;

  function fateOf(): Fate {
    const drawn = chance.next();
    if (world.isCalm) return "run";
    let sum = 0;
    for (const [fate, rate] of weather.calls) {
      sum += rate;
      if (drawn >= sum) continue;
      faults += 1;
      return muted.has(faults) ? "run" : fate;
    }
    return "run";
  }

  function mayFreeze(worker: Worker): boolean {
    if (world.isCalm || weather.freeze === 0 || !chance.chance(weather.freeze)) return false;
    faults += 1;
    if (muted.has(faults)) return false;
    worker.frozenUntil = moment + 1_000 + random.below(900_000);
    world.note(() => `${worker.label} freezes for ${worker.frozenUntil - moment} ms`);
    return true;
  }

  /** One of the calls that may go on, or of the sources that have something; null when there are none now. */
  function choose(): ParkedCall | Source | null {
    const choices: (ParkedCall | Source)[] = [];
    let busy = 0;
    for (const worker of workers) {
      if (worker.isEnded || worker.isDead) continue;
      if (worker.frozenUntil > moment) continue;
      busy += 1;
      for (const call of worker.parked) choices.push(call);
    }
    const most = world.isCalm ? 1 : weather.workers;
    for (const source of sources) {
      if (source.isWork && busy >= most) continue;
      const at = source.readyAt();
      if (at !== null && at <= moment) choices.push(source);
    }
    return choices.length === 0 ? null : random.pick(choices);
  }

  /** The next moment at which something can happen; null: never. */
  function nextMoment(): number | null {
    let next: number | null = null;
    const consider = (at: number | null): void => {
      if (at !== null && (next === null || at < next)) next = at;
    };
    for (const worker of workers) if (!worker.isEnded && !worker.isDead) consider(worker.frozenUntil);
    for (const source of sources) consider(source.readyAt());
    return next;
  }

  const world: World = {
    weather,
    random,
    now: () => moment,
    trace: isTraced ? [] : null,
    faults: () => faults,
    calls: () => calls,
    isCalm: false,
    violation: null,
    breaks(invariant, says) {
      world.violation ??= { invariant, says };
      world.note(() => `${invariant}: ${says}`);
    },
    note(what) {
      world.trace?.push(`${new Date(moment).toISOString().slice(11)} ${what()}`);
    },
    add: (source) => void sources.push(source),
    leapTo(ms) {
      moment = Math.max(moment, ms);
    },
    work(label, run, onLost) {
      const skew = weather.skewMs === 0 ? 0 : random.below(2 * weather.skewMs) - weather.skewMs;
      const clock = (): Date => new Date(moment + (world.isCalm ? 0 : skew));
      const worker = startWorker(
        label,
        (wrap) => run(wrap, clock),
        (fault) => {
          if (fault instanceof CallLost) onLost();
          else world.breaks("I18", `${label} failed: ${fault instanceof Error ? fault.stack : fault}`);
        },
      );
      workers.push(worker);
    },
    async run(steps) {
      for (let step = 0; step < steps; step += 1) {
        if (world.violation !== null) return true;
        const choice = choose();
        if (choice === null) {
          const next = nextMoment();
          if (next === null) return true;
          moment = Math.max(moment + 1, next);
          continue;
        }
        moment += 1 + random.below(50);
        if ("start" in choice) {
          workers = workers.filter((worker) => !worker.isEnded && !worker.isDead);
          choice.start();
          const started = workers.at(-1);
          if (started !== undefined) await started.settled();
          continue;
        }
        const { worker } = choice;
        if (mayFreeze(worker)) continue;
        const fate = fateOf();
        calls += 1;
        world.note(() => `${worker.label} ${choice.name}${fate === "run" ? "" : ` (${fate})`}`);
        choice.perform(fate);
        await worker.settled();
      }
      return false;
    },
  };
  return world;
}
