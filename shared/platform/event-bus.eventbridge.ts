import { EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { inChunks } from "../kernel/in-chunks.ts";
import { clientOptions, once } from "./client-options.ts";
import type { EventBus, PublishedEvent } from "./ports.ts";

const eventBridge = once(() => new EventBridgeClient(clientOptions));

/** What rules see as `source`. */
const source = "orderhub";
const entriesPerCall = 10;
const bytesPerCall = 250_000;

type Entry = { readonly id: string; readonly type: string; readonly time: Date; readonly detail: string };

export function eventBridgeBus(busName: string): EventBus {
  return {
    publish: async (events) => {
      const refused: string[] = [];
      const bytesOf = (entry: Entry): number => Buffer.byteLength(entry.detail) + 100;
      for (const chunk of inChunks(events.map(entryOf), entriesPerCall, { bytes: bytesPerCall, bytesOf })) {
        refused.push(...(await put(busName, chunk)));
      }
      return refused;
    },
  };
}

function entryOf(event: PublishedEvent): Entry {
  return { id: event.id, type: event.type, time: new Date(event.occurredAt), detail: JSON.stringify(event) };
}

/** The ids of the entries that were not taken; the answer lists the entries in the order of the request. */
async function put(busName: string, entries: readonly Entry[]): Promise<readonly string[]> {
  const answer = await eventBridge().send(
    new PutEventsCommand({
      Entries: entries.map((entry) => ({
        EventBusName: busName,
        Source: source,
        DetailType: entry.type,
        Time: entry.time,
        Detail: entry.detail,
      })),
    }),
  );
  return entries.filter((_, index) => answer.Entries?.[index]?.EventId === undefined).map((entry) => entry.id);
}
