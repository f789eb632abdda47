import { done, type Outcome, retry, skipped } from "../../shared/kernel/outcome.ts";
import { freshEvents } from "../../shared/outbox/fresh-events.ts";
import { eventBridgeBus } from "../../shared/platform/event-bus.eventbridge.ts";
import { count } from "../../shared/platform/metrics.ts";
import { streamBatchHandler } from "../../shared/platform/stream-handler.ts";

/**
 * Carries the events that were written with a change to the bus. Event ids are stable, so publishing one twice (the
 * stream repeats what follows a refused one) is no second event.
 */
export const handler = streamBatchHandler({
  name: "publish-events",
  build: ({ settings }) => eventBridgeBus(settings.BUS_NAME),
  handleBatch: async (changes, bus) => {
    const fresh = changes.map((change) => ({ sequenceNumber: change.sequenceNumber, events: freshEvents(change) }));
    const events = fresh.flatMap((each) => each.events);
    const refused = new Set(events.length === 0 ? [] : await bus.publish(events));
    count("EventsPublished", events.length - refused.size);
    const outcomes = new Map<string, Outcome>();
    for (const { sequenceNumber, events: own } of fresh) {
      const missing = own.filter((event) => refused.has(event.id)).length;
      if (missing > 0) outcomes.set(sequenceNumber, retry(`the bus refused ${missing} events`));
      else outcomes.set(sequenceNumber, own.length === 0 ? skipped("no new events") : done);
    }
    return outcomes;
  },
});
