import type { World } from "./world.ts";

/** A message as a worker gets it; `receipt` is of this handing out. */
export type Received<T> = {
  readonly id: string;
  readonly body: T;
  readonly attempt: number;
  readonly receipt: number;
};

type Held<T> = { readonly id: string; readonly body: T; visibleAt: number; attempt: number; receipt: number };

export type Queue<T> = {
  readonly name: string;
  send(body: T, delayMs?: number): void;
  /** What is given up; a person sends it back. */
  readonly dead: { readonly id: string; readonly body: T }[];
  redrive(): void;
  size(): number;
};

export type QueueSpec<T> = {
  readonly name: string;
  readonly visibilityMs: number;
  readonly mostAttempts: number;
  /** Handles a batch; what it names by receipt is done, everything else comes again. */
  readonly work: (batch: readonly Received<T>[], done: (message: Received<T>) => void) => void;
  readonly batch?: number;
};

/**
 * A queue that hands out each message at least once: in any order, again when it was not finished in time, and sometimes
 * though it was. A worker that comes back after its message was given to another can take nothing away from it.
 */
export function makeQueue<T>(world: World, { name, visibilityMs, mostAttempts, work, batch }: QueueSpec<T>): Queue<T> {
  let held: Held<T>[] = [];
  const dead: Held<T>[] = [];
  let ids = 0;
  let receipts = 0;

  const visible = (): Held<T>[] => held.filter(({ visibleAt }) => visibleAt <= world.now());

  function done({ id, receipt }: Received<T>): void {
    const message = held.find((each) => each.id === id);
    if (message === undefined || message.receipt !== receipt) return;
    if (!world.isCalm && world.random.chance(world.weather.repeat)) {
      message.visibleAt = world.now() + world.random.below(60_000);
      return;
    }
    held = held.filter((each) => each !== message);
  }

  world.add({
    isWork: true,
    readyAt() {
      let at: number | null = null;
      for (const { visibleAt } of held) if (at === null || visibleAt < at) at = visibleAt;
      return at;
    },
    start() {
      const most = Math.min(batch ?? world.weather.batch, world.weather.batch);
      const taken: Received<T>[] = [];
      const ready = visible();
      while (taken.length < most && ready.length > 0) {
        const [message] = ready.splice(world.random.below(ready.length), 1);
        if (message === undefined) break;
        if (message.attempt >= mostAttempts) {
          held = held.filter((each) => each !== message);
          dead.push(message);
          world.note(() => `${name}: ${message.id} is given up`);
          continue;
        }
        message.attempt += 1;
        receipts += 1;
        message.receipt = receipts;
        message.visibleAt = world.now() + visibilityMs;
        taken.push({ id: message.id, body: message.body, attempt: message.attempt, receipt: receipts });
      }
      if (taken.length > 0) work(taken, done);
    },
  });

  return {
    name,
    dead,
    size: () => held.length,
    send(body, delayMs = 0) {
      ids += 1;
      const late = world.isCalm || world.weather.delayMs === 0 ? 0 : world.random.below(world.weather.delayMs);
      held.push({ id: `${name}-${ids}`, body, visibleAt: world.now() + delayMs + late, attempt: 0, receipt: 0 });
    },
    redrive() {
      for (const message of dead.splice(0)) held.push({ ...message, attempt: 0, visibleAt: world.now() });
    },
  };
}
