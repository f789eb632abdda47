import { channels } from "../../shared/channels/all-channels.ts";
import { pulledTopic } from "../../shared/channels/channel.ts";
import { textTable } from "../cli/text-table.ts";
import type { DayRecord } from "./day-record.ts";
import { keyOf } from "./pulled/ask-channels.ts";

export type ChannelLine = {
  readonly channel: string;
  readonly shops: number;
  readonly orders: number;
  /** Webhooks and messages, repetitions among them, in the hub's ledger. */
  readonly deliveries: number;
  /** Reads of whole orders that the hub made by itself. */
  readonly pulled: number;
  /** Webhooks that never came. */
  readonly lost: number;
  /** Orders that were unknown until the hub asked, and until the night's count. */
  readonly found: number;
};

/** Read back from the hub, but for what was lost. Largest first. */
export function channelLines({ back, day, asked }: DayRecord): readonly ChannelLine[] {
  const channels = [...new Set(day.sales.map(({ shop }) => shop.channel))];
  const lines = channels.map((channel): ChannelLine => {
    const orders = back.orders.filter((order) => order.channel === channel);
    const records = back.deliveries.filter((each) => each.channel === channel);
    const told = records.filter(({ topic }) => topic !== pulledTopic);
    const sales = day.sales.filter(({ shop }) => shop.channel === channel).map(keyOf);
    return {
      channel,
      shops: new Set(orders.map(({ connectionId }) => connectionId)).size,
      orders: orders.length,
      deliveries: told.reduce((sum, each) => sum + 1 + each.duplicates, 0),
      pulled: records.filter(({ topic }) => topic === pulledTopic).length,
      lost: day.lost.filter(({ sale }) => sale.shop.channel === channel).length,
      found: sales.filter((key) => asked.foundByPolling.has(key) || asked.foundAtNight.has(key)).length,
    };
  });
  return lines.toSorted((a, b) => b.orders - a.orders);
}

export function channelsTable(record: DayRecord): string {
  const right = (title: string) => ({ title, align: "right" as const });
  return textTable(
    [{ title: "channel" }, ...["shops", "orders", "told", "pulled", "webhooks lost", "found by asking"].map(right)],
    channelLines(record).map(({ channel, shops, orders, deliveries, pulled, lost, found }) => [
      channels[channel as keyof typeof channels]?.title ?? channel,
      ...[shops, orders, deliveries, pulled, lost, found].map((count) => (count === 0 ? "" : String(count))),
    ]),
  );
}
