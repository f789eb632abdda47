import { miscounted, shortSku } from "../articles.ts";
import type { MakePost, Post } from "../post.ts";
import type { Sale, SaleState } from "../sale.ts";
import { lastState } from "../tell-sale.ts";
import { pulledChannel } from "./pulled-channels.ts";

/** An order as its channel shows it from now on. */
export type Put = { readonly channel: string; readonly order: unknown };

/** Of the two waves, what channels hold and what they post of it. */
export type PulledDay = {
  readonly puts: readonly [readonly Put[], readonly Put[]];
  readonly posts: readonly [readonly Post[], readonly Post[]];
  /** Webhooks that never came. Of the first wave nobody has told the hub, of the second it knows the order as it was. */
  readonly lost: readonly { readonly sale: Sale; readonly wave: 1 | 2 }[];
  /** Orders that their channel lists only when polling has gone past them, and posts nothing of. */
  readonly hidden: readonly Sale[];
};

const MINUTE = 60_000;
/** One in so many webhooks is lost. */
const LOST_OF = 7;

const endsAsItBegan: ReadonlySet<Sale["tale"]> = new Set(["paid", "never_paid"]);
const beginsUnpaid: ReadonlySet<Sale["tale"]> = new Set(["paid_later", "never_paid", "cancelled_unpaid"]);
/** Where one order appears late, the last one that nothing happens to and no count of the evening concerns. */
const hidingChannels = ["jd", "douyin", "shopee"];

/** What channels hold and post over the day. What happens to an order after it was placed happens at `laterMs`. */
export function tellPulled(sales: readonly Sale[], post: MakePost, laterMs: number): PulledDay {
  const hidden = hidingChannels.flatMap((channel) =>
    sales.filter(({ shop, tale, lines }) => shop.channel === channel && tale === "paid" && !isCounted(lines)).slice(-1),
  );
  const day = {
    puts: [[], []] as [Put[], Put[]],
    posts: [[], []] as [Post[], Post[]],
    lost: [] as { sale: Sale; wave: 1 | 2 }[],
    hidden,
  };
  let count = 0;
  for (const sale of sales) {
    const pulled = pulledChannel(sale.shop.channel);
    if (pulled === null) continue;
    const put = (wave: 1 | 2, state: SaleState, isTold: boolean): void => {
      day.puts[wave - 1]?.push({ channel: sale.shop.channel, order: pulled.order(sale, state) });
      if (!isTold || pulled.push === null) return;
      count += 1;
      if (count % LOST_OF === 0) day.lost.push({ sale, wave });
      else day.posts[wave - 1]?.push(post(sale.shop, { topic: "push", body: pulled.push(sale, state) }, "original"));
    };
    const isHidden = hidden.includes(sale);
    put(isHidden ? 2 : 1, firstState(sale), !isHidden);
    if (!endsAsItBegan.has(sale.tale)) put(2, at(lastState(sale), laterMs), true);
  }
  return day;
}

function isCounted(lines: Sale["lines"]): boolean {
  return lines.some(({ sku }) => sku === miscounted.sku || sku === shortSku);
}

export function firstState(sale: Sale): SaleState {
  return {
    atMs: sale.placedMs + MINUTE,
    payment: beginsUnpaid.has(sale.tale) ? "pending" : "paid",
    payOnDelivery: false,
    cancelledMs: null,
    refunds: [],
    parcels: [],
  };
}

function at(state: SaleState, atMs: number): SaleState {
  return {
    ...state,
    atMs,
    cancelledMs: state.cancelledMs === null ? null : atMs,
    parcels: state.parcels.map((parcel) => ({ ...parcel, atMs })),
  };
}
