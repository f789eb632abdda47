import type { Message } from "./message.ts";
import { makeReadyGroups } from "./ready-groups.ts";

/** Where the messages of one queue stand: which are visible, in what order, and which groups are locked. */
export type Shelf = {
  readonly all: ReadonlyMap<number, Message>;
  add(message: Message): void;
  remove(message: Message): void;
  /** Out of sight until `visibleAt`, after a delivery (`inFlight`) or from the start (delayed). */
  hide(message: Message, visibleAt: number, inFlight: boolean): void;
  /** Brings back what is due; the time of the next one to come back, null if nothing is hidden. */
  surface(now: number): number | null;
  /** Visible messages in delivery order; may be hidden or removed while walking. */
  visible(): Iterable<Message>;
  hiddenCounts(): { readonly inFlight: number; readonly delayed: number };
};

/**
 * Standard queues give the order in which messages became visible, those of quiet groups first; `pick` may choose another
 * one (fault hook).
 */
export function makeStandardShelf(now: () => number, pick?: (count: number) => number): Shelf {
  const base = makeBase();
  const ready = new Map<number, Message>();
  const groups = makeReadyGroups(now);

  function show(message: Message): void {
    ready.set(message.kept.sequence, message);
    groups.show(message);
  }

  function take(message: Message): void {
    ready.delete(message.kept.sequence);
    groups.take(message);
  }

  return {
    ...base,
    add(message) {
      base.add(message);
      if (!base.isHidden(message)) show(message);
    },
    remove(message) {
      groups.ended(message);
      base.remove(message);
      take(message);
    },
    hide(message, visibleAt, inFlight) {
      take(message);
      groups.ended(message);
      if (inFlight && visibleAt > now()) groups.received(message);
      base.hide(message, visibleAt, inFlight);
    },
    surface: (at) =>
      base.surface(at, (message) => {
        groups.ended(message);
        show(message);
      }),
    visible: () => (pick ? shuffled(ready, pick) : groups.fairly(ready)),
  };
}

/** Any of the ten oldest may come first. */
function* shuffled(ready: Map<number, Message>, pick: (count: number) => number): Iterable<Message> {
  const given = new Set<Message>();
  for (let next = choose(ready, given, pick); next; next = choose(ready, given, pick)) {
    given.add(next);
    yield next;
  }
}

function choose(
  ready: Map<number, Message>,
  given: Set<Message>,
  pick: (count: number) => number,
): Message | undefined {
  const candidates: Message[] = [];
  for (const message of ready.values()) {
    if (!given.has(message)) candidates.push(message);
    if (candidates.length === 10) break;
  }
  return candidates.length === 0 ? undefined : candidates[pick(candidates.length)];
}

/** FIFO queues keep the order within a group, and give nothing of a group while one of its messages is out. */
export function makeFifoShelf(): Shelf {
  const base = makeBase();

  function* visible(): Iterable<Message> {
    const out = base.hiddenMessages().filter((message) => message.inFlight);
    const closed = new Set(out.map((message) => message.kept.groupId));
    for (const message of base.all.values()) {
      if (closed.has(message.kept.groupId)) continue;
      if (base.isHidden(message)) closed.add(message.kept.groupId);
      else yield message;
    }
  }

  return { ...base, surface: (now) => base.surface(now, () => undefined), visible };
}

type Base = Omit<Shelf, "visible" | "surface"> & {
  isHidden(message: Message): boolean;
  hiddenMessages(): readonly Message[];
  surface(now: number, back: (message: Message) => void): number | null;
};

function makeBase(): Base {
  const all = new Map<number, Message>();
  const hidden = new Map<number, Message>();
  let inFlight = 0;
  let nextAt: number | null = null;

  function leaveHiding(message: Message): boolean {
    if (!hidden.delete(message.kept.sequence)) return false;
    if (message.inFlight) inFlight -= 1;
    message.inFlight = false;
    return true;
  }

  return {
    all,
    add: (message) => void all.set(message.kept.sequence, message),
    remove(message) {
      all.delete(message.kept.sequence);
      leaveHiding(message);
    },
    hide(message, visibleAt, flying) {
      leaveHiding(message);
      message.visibleAt = visibleAt;
      message.inFlight = flying;
      if (flying) inFlight += 1;
      hidden.set(message.kept.sequence, message);
      nextAt = nextAt === null ? visibleAt : Math.min(nextAt, visibleAt);
    },
    isHidden: (message) => hidden.has(message.kept.sequence),
    hiddenMessages: () => [...hidden.values()],
    surface(now, back) {
      if (nextAt === null || nextAt > now) return nextAt;
      const due = [...hidden.values()].filter((message) => message.visibleAt <= now);
      due.sort((a, b) => a.visibleAt - b.visibleAt || a.kept.sequence - b.kept.sequence);
      for (const message of due) {
        leaveHiding(message);
        back(message);
      }
      nextAt = hidden.size === 0 ? null : Math.min(...[...hidden.values()].map((message) => message.visibleAt));
      return nextAt;
    },
    hiddenCounts: () => ({ inFlight, delayed: hidden.size - inFlight }),
  };
}
