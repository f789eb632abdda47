import { done, type Outcome, retry, skipped } from "../kernel/outcome.ts";
import type { EventBus } from "../platform/ports.ts";
import type { Item } from "../table/port.ts";
import { freshEvents } from "./fresh-events.ts";

export type Change = { readonly sequenceNumber: string; readonly old: Item | null; readonly new: Item | null };

/**
 * Publishes what a batch of changes brought with it, all at once, and answers for each change by its sequence number. Only
 * a change with a refused event is to come again; event ids are stable, so publishing one twice is no second event.
 */
export async function publishChanges(
  changes: readonly Change[],
  bus: EventBus,
): Promise<{ readonly outcomes: ReadonlyMap<string, Outcome>; readonly published: number }> {
  const fresh = changes.map((change) => ({ sequenceNumber: change.sequenceNumber, events: freshEvents(change) }));
  const events = fresh.flatMap((each) => each.events);
  const refused = new Set(events.length === 0 ? [] : await bus.publish(events));
  const outcomes = fresh.map(({ sequenceNumber, events: own }): readonly [string, Outcome] => {
    const missing = own.filter((event) => refused.has(event.id)).length;
    if (missing > 0) return [sequenceNumber, retry(`the bus refused ${missing} events`)];
    return [sequenceNumber, own.length === 0 ? skipped("no new events") : done];
  });
  return { outcomes: new Map(outcomes), published: events.length - refused.size };
}
