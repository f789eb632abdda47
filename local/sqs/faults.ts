import { makeRandom } from "../cloud/random.ts";

/** What goes wrong with one message on purpose. All of it is allowed by SQS: at least once, in no promised order. */
export type DeliveryPlan = { readonly delayMs: number; readonly duplicateAfterMs: number | null };

export type SqsFaults = {
  planSend(): DeliveryPlan;
  /** Which of `count` visible messages to hand out next; 0 is the oldest. */
  pick(count: number): number;
};

export type FaultRates = {
  /** Chances from 0 to 1. */
  readonly duplicate: number;
  readonly delay: number;
  readonly reorder: number;
  readonly longestDelayMs: number;
};

const usualRates: FaultRates = { duplicate: 0.1, delay: 0.1, reorder: 0.2, longestDelayMs: 2000 };

/** Duplicates, delays and reorders deliveries of standard queues, the same way for the same seed; FIFO queues only delay. */
export function makeSqsFaults(seed: number, rates: Partial<FaultRates> = {}): SqsFaults {
  const { duplicate, delay, reorder, longestDelayMs } = { ...usualRates, ...rates };
  const random = makeRandom(seed);
  const someMs = (): number => Math.floor(random() * longestDelayMs);
  return {
    planSend() {
      const delayMs = random() < delay ? someMs() : 0;
      return { delayMs, duplicateAfterMs: random() < duplicate ? delayMs + someMs() : null };
    },
    pick: (count) => (count > 1 && random() < reorder ? Math.floor(random() * count) : 0),
  };
}
