import type { Clock, Store, StoreChange } from "../cloud/service.ts";

/** What the first message with an id was answered; repeats within five minutes get the same and are not enqueued. */
export type Remembered = { readonly at: number; readonly messageId: string; readonly sequence: number };

export type Dedup = {
  find(id: string): Remembered | undefined;
  /** Remembers in memory; returns what to store in the same write as the message. */
  remember(id: string, remembered: Remembered): StoreChange;
};

const windowMs = 5 * 60_000;

/** The deduplication window of one FIFO queue. It survives a restart, as the queue's messages do. */
export function makeDedup(deps: { readonly clock: Clock; readonly store: Store }, queueName: string): Dedup {
  const space = `sqs.dedup:${queueName}`;
  const loaded = deps.store.load(space).map(([id, value]) => [id, JSON.parse(String(value)) as Remembered] as const);
  const known = new Map([...loaded].sort((a, b) => a[1].at - b[1].at));

  function forgetOld(): void {
    const gone: StoreChange[] = [];
    for (const [id, { at }] of known) {
      if (at + windowMs > deps.clock.now()) break;
      known.delete(id);
      gone.push({ space, key: id, value: null });
    }
    deps.store.write(gone);
  }

  return {
    find(id) {
      forgetOld();
      return known.get(id);
    },
    remember(id, remembered) {
      known.set(id, remembered);
      return { space, key: id, value: JSON.stringify(remembered) };
    },
  };
}
