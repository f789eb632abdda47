import { isDeepStrictEqual } from "node:util";
import type { EventEnvelope } from "./envelope.ts";

/** An event as it stands in the outbox of an item. */
export type OutboxEvent = EventEnvelope<object>;

/** What a later event of the same write says; whatever is missing it shares with the first one. */
type Sharing = Pick<OutboxEvent, "id" | "type" | "subject" | "detail">;

/**
 * The events of one write, the later ones without what they share with the first. They stand on the item that changed,
 * and an item is paid for by the kilobyte, in every write until the next one takes them off.
 */
export function packOutbox(events: readonly OutboxEvent[]): readonly (OutboxEvent | Sharing)[] {
  const [first, ...rest] = events;
  return first === undefined
    ? []
    : [first, ...rest.map((event) => (isAlike(first, event) ? sharing(first, event) : event))];
}

/** The exact inverse of `packOutbox`; events that were stored whole come back as they are. */
export function unpackOutbox(stored: readonly (OutboxEvent | Sharing)[]): readonly OutboxEvent[] {
  const [first] = stored;
  if (first === undefined || !isWhole(first)) return [];
  return stored.map((event) =>
    isWhole(event) ? event : { ...first, ...event, detail: { ...first.detail, ...event.detail } },
  );
}

function isWhole(event: OutboxEvent | Sharing): event is OutboxEvent {
  return "merchantId" in event;
}

/** Would nothing of `first` shine through where `event` has no such field? */
function isAlike(first: OutboxEvent, event: OutboxEvent): boolean {
  const { id: _, type: _type, detail, ...envelope } = first;
  const { id: _id, type: _other, detail: own, ...other } = event;
  return isDeepStrictEqual(envelope, other) && Object.keys(detail).every((name) => name in own);
}

function sharing(first: OutboxEvent, { id, type, subject, detail }: OutboxEvent): Sharing {
  const shared = new Map(Object.entries(first.detail));
  const differs = ([name, value]: [string, unknown]): boolean =>
    !shared.has(name) || !isDeepStrictEqual(shared.get(name), value);
  return { id, type, subject, detail: Object.fromEntries(Object.entries(detail).filter(differs)) };
}
