import type { OrderSummary } from "../../cli/answers.ts";
import type { Hub as Api } from "../../cli/hub.ts";
import type { Day } from "../day.ts";
import type { Sale, Shop } from "../sale.ts";
import type { ChannelWorld } from "./channel-world.ts";
import { type PulledName, pulledChannel } from "./pulled-channels.ts";
import type { Put } from "./tell-pulled.ts";

/** One counted day of one shop, as the API tells it. */
export type GapAnswer = {
  readonly connectionId: string;
  readonly day: string;
  readonly state: string;
  readonly channelHas: number;
  readonly hubHas: number;
  readonly leftOut: number;
  readonly missing: readonly { readonly channelOrderId: string; readonly why: string | null }[];
};

/** What asking the channels brought to light; keys of orders are `connectionId channelOrderId`. */
export type AskedRecord = {
  /** Orders of lost webhooks that the hub did not have before it asked, and did have after. */
  readonly foundByPolling: ReadonlySet<string>;
  /** Orders that the night's count found missing. */
  readonly foundAtNight: ReadonlySet<string>;
  /** The day's last counts. */
  readonly counted: readonly GapAnswer[];
  readonly served: ChannelWorld["served"];
};

const MOST = 100_000;

export function keyOf(sale: Sale): string {
  return `${sale.shop.connectionId} ${sale.channelOrderId}`;
}

export function putAll(world: ChannelWorld, puts: readonly Put[]): void {
  for (const { channel, order } of puts) world.shops[channel as PulledName].put(order);
}

/** As an operator connects a shop: with what the channel's console shows. */
export async function connectShops(api: Api, world: ChannelWorld, shops: readonly Shop[]): Promise<void> {
  for (const { connectionId, channel, secret } of shops) {
    await api.post("/v1/connections", {
      id: connectionId,
      channel,
      title: connectionId,
      zone: "Asia/Shanghai",
      ...(pulledChannel(channel)?.push == null ? {} : { secret }),
      credentials: world.credentialsOf(channel as PulledName),
    });
  }
}

/** Those of the orders that the hub does not have. */
export async function unknownOf(api: Api, sales: readonly Sale[]): Promise<ReadonlySet<string>> {
  const orders = await api.list<OrderSummary>("/v1/orders", {}, MOST);
  const known = new Set(orders.map(({ connectionId, channelOrderNo }) => `${connectionId} ${channelOrderNo}`));
  return new Set(sales.map(keyOf).filter((key) => !known.has(key)));
}

/** Orders of the first wave whose webhook was lost. */
export function lostOrders({ lost }: Day): readonly Sale[] {
  return lost.filter(({ wave }) => wave === 1).map(({ sale }) => sale);
}

/** The counts of one day, of every shop that was counted. */
export async function countsOf(api: Api, shops: readonly Shop[], day: string): Promise<readonly GapAnswer[]> {
  const perShop = await Promise.all(
    shops.map(async ({ connectionId }) => {
      const { items } = await api.get<{ items: readonly GapAnswer[] }>(`/v1/connections/${connectionId}/gaps`);
      return items.filter((each) => each.day === day).map((each) => ({ ...each, connectionId }));
    }),
  );
  return perShop.flat();
}
