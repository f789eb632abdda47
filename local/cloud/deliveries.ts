import type { Clock, Store } from "./service.ts";
import { deliverTo, type QueueOptions, type Targets } from "./targets.ts";

export type Delivery = {
  readonly id: string;
  readonly targetArn: string;
  /** JSON text. */
  readonly payload: string;
  readonly queue: QueueOptions;
  readonly createdAt: number;
  readonly maxRetries: number;
  readonly maxAgeMs: number;
  /** Gets the payload when all attempts failed. */
  readonly deadLetterArn?: string;
  /** More about a dead letter, as message attributes. */
  readonly about: Readonly<Record<string, string>>;
};

/** Deliveries on their way to targets: at least once, also over a kill and a restart. */
export type Deliveries = {
  /** Durable when it returns; the first attempts start at once. */
  add(deliveries: readonly Delivery[]): void;
  /** Takes up what an earlier run left; call it once the targets exist. */
  resume(): void;
  /** Those not yet delivered or given up, waiting for a retry included. */
  pending(): number;
  /** Resolves when no attempt is under way. */
  idle(): Promise<void>;
};

export type DeliveriesDeps = {
  readonly clock: Clock;
  readonly store: Store;
  readonly space: string;
  readonly targets: Targets;
};

export function makeDeliveries({ clock, store, space, targets }: DeliveriesDeps): Deliveries {
  const waiting = new Set<string>();
  const running = new Set<Promise<void>>();
  const left = store.load(space).map(([, value]) => JSON.parse(String(value)) as Delivery);

  function start(delivery: Delivery, attempt: number): Promise<void> {
    const run = tryOnce(delivery, attempt).finally(() => running.delete(run));
    running.add(run);
    return run;
  }

  async function tryOnce(delivery: Delivery, attempt: number): Promise<void> {
    try {
      await deliverTo(targets, delivery.targetArn, delivery.payload, delivery.queue);
      done(delivery);
    } catch (error) {
      const waitMs = Math.min(1000 * 2 ** (attempt - 1), 300_000);
      const tooOld = clock.now() + waitMs > delivery.createdAt + delivery.maxAgeMs;
      if (attempt > delivery.maxRetries || tooOld) await giveUp(delivery, error);
      else clock.schedule(clock.now() + waitMs, () => start(delivery, attempt + 1));
    }
  }

  /** To the dead-letter queue if there is one; otherwise, or if that fails too, said on the console and dropped. */
  async function giveUp(delivery: Delivery, error: unknown): Promise<void> {
    const message = error instanceof Error ? error.message : String(error);
    const reasons = {
      ...delivery.about,
      ERROR_CODE: "DELIVERY_FAILED",
      ERROR_MESSAGE: message.slice(0, 500) || "unknown",
    };
    try {
      if (delivery.deadLetterArn === undefined) throw new Error("it has no dead-letter queue");
      await targets.sendToQueue(delivery.deadLetterArn, delivery.payload, { attributes: reasons });
    } catch (cause) {
      console.error(`gave up delivering to ${delivery.targetArn} (${message}):`, cause);
    }
    done(delivery);
  }

  function done(delivery: Delivery): void {
    waiting.delete(delivery.id);
    store.write([{ space, key: delivery.id, value: null }]);
  }

  return {
    add(deliveries) {
      store.write(deliveries.map((one) => ({ space, key: one.id, value: JSON.stringify(one) })));
      for (const delivery of deliveries) {
        waiting.add(delivery.id);
        void start(delivery, 1);
      }
    },
    resume() {
      for (const delivery of left.splice(0)) {
        waiting.add(delivery.id);
        void start(delivery, 1);
      }
    },
    pending: () => waiting.size + left.length,
    async idle() {
      while (running.size > 0) await Promise.allSettled([...running]);
    },
  };
}
