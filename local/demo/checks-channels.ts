import { decimalFromMinor } from "../../shared/kernel/money.ts";
import { type Check, noneOf, same } from "./check.ts";
import type { DayRecord } from "./day-record.ts";
import { keyOf, lostOrders } from "./pulled/ask-channels.ts";
import { pulledChannel } from "./pulled/pulled-channels.ts";
import { type Sale, totalMinor } from "./sale.ts";

/** Every channel's orders are there once, worth what their buyers paid, however they came to be known. */
export function channelChecks(record: DayRecord): readonly Check[] {
  const { day, back, asked } = record;
  const sales = [...day.sales, ...day.lateSales];
  const found = Map.groupBy(back.orders, (order) => `${order.connectionId} ${order.channelOrderId}`);
  const channels = new Set(sales.map(({ shop }) => shop.channel));
  const shops = new Set(sales.map(({ shop }) => shop.connectionId));
  return [
    noneOf(
      "every channel's orders are there once each",
      sales.flatMap((sale) => {
        const count = found.get(keyOf(sale))?.length ?? 0;
        return count === 1 ? [] : [`${sale.number} on ${sale.shop.connectionId} is there ${count} times`];
      }),
      `${channels.size} channels, ${shops.size} shops`,
    ),
    noneOf(
      "every order is worth what its buyer was asked for",
      sales.flatMap((sale) => {
        const order = found.get(keyOf(sale))?.[0];
        const told = `${order?.total} ${order?.currency}`;
        const expected = `${decimalFromMinor(totalMinor(sale), sale.currency)} ${sale.currency}`;
        return told === expected ? [] : [`${sale.number} on ${sale.shop.connectionId}: ${told}, expected ${expected}`];
      }),
      `${sales.length} totals in ${new Set(sales.map(({ currency }) => currency)).size} currencies`,
    ),
    sharedNumbersCheck(sales, (sale) => found.get(keyOf(sale))?.[0]?.orderId),
    noneOf(
      "an order whose webhook was lost is found by asking",
      lostOrders(day)
        .map(keyOf)
        .filter((key) => !asked.foundByPolling.has(key)),
      `${day.lost.length} webhooks lost, ${asked.foundByPolling.size} orders unknown until then`,
    ),
    noneOf(
      "an order that its channel listed too late is found by the night's count",
      day.hidden.map(keyOf).filter((key) => !asked.foundAtNight.has(key)),
      [...asked.foundAtNight].join(", "),
    ),
    same("the night's count misses nothing else", day.hidden.length, asked.foundAtNight.size),
    provenCheck(record),
  ];
}

/** `1001` at one shop is not `1001` at another. */
function sharedNumbersCheck(sales: readonly Sale[], orderIdOf: (sale: Sale) => string | undefined): Check {
  const byNumber = [...Map.groupBy(sales, ({ number }) => number.replace("#", ""))];
  const shared = byNumber.filter(([, group]) => new Set(group.map(({ shop }) => shop.connectionId)).size > 1);
  const wrong = shared.filter(([, group]) => new Set(group.map(orderIdOf)).size !== group.length);
  const [[first, same] = ["", []]] = shared.toSorted(([, a], [, b]) => b.length - a.length);
  const says = "a number that several shops give is an order in each of them";
  if (shared.length === 0) return { says, ok: false, found: "no two shops gave one number" };
  return noneOf(
    says,
    wrong.map(([number]) => number),
    `${shared.length} numbers, ${first} at ${same.length} shops`,
  );
}

/** Channels that list nothing by the time of placing are not counted. */
function provenCheck({ day, asked: { counted } }: DayRecord): Check {
  const wrong = counted.flatMap(({ connectionId, state, channelHas, hubHas }) => {
    const placed = day.sales.filter(({ shop }) => shop.connectionId === connectionId).length;
    return state === "proven" && channelHas === placed && hubHas === placed
      ? []
      : [`${connectionId} is ${state}: the channel has ${channelHas}, the hub ${hubHas}, ${placed} were placed`];
  });
  const orders = counted.reduce((sum, each) => sum + each.channelHas, 0);
  const askedFor = new Set(
    day.sales.filter(({ shop }) => pulledChannel(shop.channel) !== null).map(({ shop }) => shop),
  );
  const says = "what the channels list for the day is what the hub has";
  if (counted.length < askedFor.size - 1)
    return { says, ok: false, found: `only ${counted.length} shops were counted` };
  return noneOf(says, wrong, `${orders} orders of ${counted.length} shops`);
}
