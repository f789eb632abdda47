import { dayWindow, previousDay } from "../../shared/kernel/business-day.ts";
import { type Dice, makeDice } from "./dice.ts";
import { isShort, type Need, needsOf } from "./expectations.ts";
import { productsSheet, ratesSheet } from "./finance-files.ts";
import { type DayHours, makeLateSales, makeSales } from "./make-sales.ts";
import { type MakePost, makePoster, type Post, type Told } from "./post.ts";
import { pulledChannel } from "./pulled/pulled-channels.ts";
import { type PulledDay, type Put, tellPulled } from "./pulled/tell-pulled.ts";
import { rangesOf, type Shops } from "./ranges.ts";
import type { Sale } from "./sale.ts";
import { tellSale } from "./tell-sale.ts";
import {
  type DemoFile,
  makeSheetOrders,
  openingCounts,
  openingStock,
  ordersWorkbook,
  type SheetOrder,
} from "./workbooks.ts";

export type DayRequest = {
  readonly seed: number;
  /** The business day, `YYYY-MM-DD`. */
  readonly day: string;
  readonly zone: string;
  readonly shops: Shops;
  /** 1 unless given: how many orders, as a part of the whole day. */
  readonly scale?: number;
};

/** What becomes true at the channels, then what they post of it. */
export type Wave = { readonly puts: readonly Put[]; readonly posts: readonly Post[] };

export type Day = {
  readonly sales: readonly Sale[];
  /** Placed the evening before, told today. */
  readonly lateSales: readonly Sale[];
  readonly sheetOrders: readonly SheetOrder[];
  readonly waves: readonly [Wave, Wave];
  readonly lost: PulledDay["lost"];
  readonly hidden: PulledDay["hidden"];
  readonly openingStock: DemoFile;
  readonly ordersWorkbook: DemoFile;
  readonly ratesSheet: DemoFile;
  readonly productsSheet: DemoFile;
  /** Of the opening workbook, by `sku warehouse`. */
  readonly openingCounts: ReadonlyMap<string, number>;
  readonly needs: readonly Need[];
};

const HOUR = 3_600_000;
/** The first order of every shop. */
const FIRST_NUMBER = 1001;
/** When the second wave begins, after midnight. What happens to orders of the channels that are asked, happens then. */
export const SECOND_WAVE_HOUR = 21.1;

/** The whole day from one number: orders, what their shops tell of them and in which disorder, the merchant's files. */
export function makeDay({ seed, day, zone, shops, scale = 1 }: DayRequest): Day {
  const dice = makeDice(seed);
  const post = makePoster();
  const hours = hoursOf(day, zone, 0.1, 18.6);
  const evening = hoursOf(previousDay(day), zone, 23.2, 23.9);
  const ranges = rangesOf(shops, scale);
  const sales: Sale[] = [];
  for (const range of ranges) {
    const before = sales.filter(({ shop }) => shop === range.shop).length;
    sales.push(...makeSales(dice, range, hours, FIRST_NUMBER + before));
  }
  const [first] = ranges;
  const lateSales = first === undefined ? [] : makeLateSales(dice, { ...first, orders: 4 }, evening, 901);
  const sheetOrders = makeSheetOrders(dice);
  const needs = [...needsOf([...sales, ...lateSales]), ...sheetOrders.flatMap(sheetNeeds)];
  const isPulled = ({ shop }: Sale): boolean => pulledChannel(shop.channel) !== null;
  const whole = [...sales, ...lateSales].filter((sale) => !isPulled(sale));
  const posts = whole.flatMap((sale) =>
    tellSale(sale).map((told) => ({ wave: told.wave, post: post(sale.shop, told, "original") })),
  );
  const laterMs = Date.parse(dayWindow(day, zone).startsAt) + SECOND_WAVE_HOUR * HOUR - 30_000;
  const pulled = tellPulled(sales.filter(isPulled), post, laterMs);
  const wave = (no: 1 | 2, others: readonly Post[]): Wave => ({
    puts: pulled.puts[no - 1] ?? [],
    posts: dice.shuffled([
      ...withDuplicates(dice, [
        ...posts.filter((each) => each.wave === no).map((each) => each.post),
        ...(pulled.posts[no - 1] ?? []),
      ]),
      ...others,
    ]),
  });
  return {
    sales,
    lateSales,
    sheetOrders,
    waves: [wave(1, odd(post, shops, sales)), wave(2, [])],
    lost: pulled.lost,
    hidden: pulled.hidden,
    openingStock: openingStock(merged(needs)),
    ordersWorkbook: ordersWorkbook(sheetOrders, hours.startsMs + 9 * HOUR),
    ratesSheet: ratesSheet(day),
    productsSheet: productsSheet(),
    openingCounts: openingCounts(merged(needs)),
    needs: merged(needs),
  };
}

function hoursOf(day: string, zone: string, from: number, to: number): DayHours {
  const startsMs = Date.parse(dayWindow(day, zone).startsAt);
  return { startsMs: startsMs + from * HOUR, endsMs: startsMs + to * HOUR };
}

function sheetNeeds({ place, lines }: SheetOrder): readonly Need[] {
  return lines.map(({ sku, quantity }) => ({ sku, warehouse: place.warehouse, kept: quantity, returned: 0 }));
}

function merged(needs: readonly Need[]): readonly Need[] {
  return [...Map.groupBy(needs, ({ sku, warehouse }) => `${sku} ${warehouse}`).values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const sum = (of: (need: Need) => number): number => group.reduce((so, need) => so + of(need), 0);
    return [{ ...first, kept: sum((need) => need.kept), returned: sum((need) => need.returned) }];
  });
}

/** About one in twelve deliveries is sent again, the same bytes under the same delivery id: channels retry. */
function withDuplicates(dice: Dice, posts: readonly Post[]): readonly Post[] {
  return posts.flatMap((post) =>
    dice.between(1, 12) === 1 ? [post, { ...post, kind: "duplicate" as const }] : [post],
  );
}

/** What no hub may take at face value: forged signatures, a status nobody knows, a currency that does not exist, other topics. */
function odd(post: MakePost, shops: Shops, sales: readonly Sale[]): readonly Post[] {
  const [one, two, three] = sales
    .filter((sale) => sale.shop === shops.shopify && !isShort(sale))
    .map((sale) => tellSale(sale)[0]);
  if (one === undefined || two === undefined || three === undefined) return [];
  const order = (told: typeof one, id: number, changes: Readonly<Record<string, unknown>>): Told => ({
    topic: "orders/create",
    body: { ...told.body, id, name: `#${id}`, ...changes },
  });
  return [
    post(shops.shopify, one, "forged"),
    post(shops.shopify, two, "forged"),
    post(shops.woocommerce, { topic: "order.created", body: three.body }, "forged"),
    post(shops.pulled.douyin, { topic: "push", body: [] }, "forged"),
    post(shops.shopify, order(one, 990_001, { financial_status: "awaiting_crypto" }), "not_understood"),
    post(shops.dollars, order(two, 990_002, { financial_status: "on_account" }), "not_understood"),
    post(shops.shopify, order(three, 990_003, { currency: "XBT" }), "not_understood"),
    post(shops.shopify, { topic: "customers/update", body: { id: 1 } }, "not_ours"),
    post(shops.woocommerce, { topic: "product.updated", body: { id: 7 } }, "not_ours"),
  ];
}
