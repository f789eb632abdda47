import { publishChanges } from "../../shared/outbox/publish-changes.ts";
import { eventBridgeBus } from "../../shared/platform/event-bus.eventbridge.ts";
import { count } from "../../shared/platform/metrics.ts";
import { streamBatchHandler } from "../../shared/platform/stream-handler.ts";

/** Carries the events that were written with a change from the table's stream to the bus. */
export const handler = streamBatchHandler({
  name: "publish-events",
  build: ({ settings }) => eventBridgeBus(settings.BUS_NAME),
  handleBatch: async (changes, bus) => {
    const { outcomes, published } = await publishChanges(changes, bus);
    count("EventsPublished", published);
    return outcomes;
  },
});
