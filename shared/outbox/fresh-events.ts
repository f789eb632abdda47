import { type OutboxEvent, unpackOutbox } from "../../events/outbox-form.ts";
import type { Item } from "../table/port.ts";

/** The events that a write added to an item: those in the outbox now whose ids were not there before. */
export function freshEvents(change: { readonly old: Item | null; readonly new: Item | null }): readonly OutboxEvent[] {
  const known = new Set(outboxOf(change.old).map((event) => event.id));
  return outboxOf(change.new).filter((event) => !known.has(event.id));
}

/** Only our own code writes outboxes, through `makeEvent`. */
function outboxOf(item: Item | null): readonly OutboxEvent[] {
  return unpackOutbox((item?.["outbox"] ?? []) as unknown as readonly OutboxEvent[]);
}
