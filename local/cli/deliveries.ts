import type { DeliveryAnswer } from "./answers.ts";
import type { Command } from "./command.ts";
import { limitOf } from "./read-options.ts";
import { shortTime } from "./show-time.ts";
import { textTable } from "./text-table.ts";

export const deliveries: Command = {
  name: "deliveries",
  takes: "[--order NO] [--outcome parked] [--limit N]",
  about: "what became of each webhook and imported order, newest first",
  options: {
    order: { type: "string", about: "only those of the channel's order number" },
    outcome: { type: "string", about: "applied, unchanged, stale, skipped, fetching, parked or failed" },
    limit: { type: "string", about: "at most so many; 50 unless given" },
  },
  async run({ options, print, hub }) {
    const limit = limitOf(options, 50);
    const query = { channelOrderNo: options.text("order"), outcome: options.text("outcome") };
    const found = await hub().list<DeliveryAnswer>("/deliveries", query, limit);
    if (print.wantsJson) return print.json(found);
    print.say(found.length === 0 ? "no such deliveries" : deliveriesTable(found));
  },
};

function deliveriesTable(found: readonly DeliveryAnswer[]): string {
  return textTable(
    [
      { title: "received (UTC)" },
      { title: "shop", shrinks: true },
      { title: "topic", shrinks: true },
      { title: "order", shrinks: true },
      { title: "outcome" },
      { title: "again", align: "right" },
      { title: "why", wraps: true },
    ],
    found.map((delivery) => [
      shortTime(delivery.receivedAt),
      delivery.connectionId,
      delivery.topic,
      delivery.channelOrderNo ?? "",
      delivery.outcome,
      delivery.duplicates === 0 ? "" : `+${delivery.duplicates}`,
      delivery.reason ?? "",
    ]),
  );
}
