import type { Message } from "./message.ts";
import { makeNoisyGroups } from "./noisy-groups.ts";

/** The visible messages of a standard queue by their groups. */
export type ReadyGroups = {
  show(message: Message): void;
  take(message: Message): void;
  received(message: Message): void;
  ended(message: Message): void;
  /** `ready` in its own order, but messages of noisy groups after those of quiet ones. */
  fairly(ready: ReadonlyMap<number, Message>): Iterable<Message>;
};

/** While one group fills the queue, finding the others must not mean walking past all of its messages. */
export function makeReadyGroups(now: () => number): ReadyGroups {
  const noisy = makeNoisyGroups();
  const groups = new Map<string, Map<number, Message>>();
  const loose = new Map<number, Message>();

  const shelfOf = ({ kept: { groupId } }: Message): Map<number, Message> => {
    if (groupId === undefined) return loose;
    const known = groups.get(groupId) ?? new Map<number, Message>();
    groups.set(groupId, known);
    return known;
  };

  function* quietFirst(quiet: readonly ReadonlyMap<number, Message>[], ready: ReadonlyMap<number, Message>) {
    const first = quiet.flatMap((group) => [...group.values()]);
    const given = new Set(first);
    yield* first.sort((a, b) => a.visibleAt - b.visibleAt || a.kept.sequence - b.kept.sequence);
    for (const message of ready.values()) if (!given.has(message)) yield message;
  }

  return {
    show: (message) => void shelfOf(message).set(message.kept.sequence, message),
    take(message) {
      const { groupId, sequence } = message.kept;
      const shelf = shelfOf(message);
      shelf.delete(sequence);
      if (shelf.size === 0 && groupId !== undefined) groups.delete(groupId);
    },
    received: (message) => noisy.received(message, now()),
    ended: (message) => noisy.ended(message, now()),
    fairly(ready) {
      const contenders = groups.size + (loose.size > 0 ? 1 : 0);
      const quiet = [...groups].filter(([name]) => !noisy.isNoisy(name, now(), contenders)).map(([, group]) => group);
      if (quiet.length === groups.size) return ready.values();
      return quietFirst([loose, ...quiet], ready);
    },
  };
}
