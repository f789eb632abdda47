import { webhookChannel } from "../../shared/channels/all-channels.ts";
import type { WebhookChannel } from "../../shared/channels/channel.ts";
import { dayWindow, previousDay } from "../../shared/kernel/business-day.ts";
import { type Dice, makeDice } from "./dice.ts";
import { isShort, type Need, needsOf } from "./expectations.ts";
import { type DayHours, makeLateSales, makeSales } from "./make-sales.ts";
import { rangesOf, type Shops } from "./ranges.ts";
import type { Sale, Shop } from "./sale.ts";
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

/** A signed webhook, ready to be posted. */
export type Post = {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  /** `original`, or why it is sent although it should change nothing. */
  readonly kind: "original" | "duplicate" | "forged" | "not_understood" | "not_ours";
};

export type Day = {
  readonly sales: readonly Sale[];
  /** Placed the evening before, told today. */
  readonly lateSales: readonly Sale[];
  readonly sheetOrders: readonly SheetOrder[];
  readonly waves: readonly [readonly Post[], readonly Post[]];
  readonly openingStock: DemoFile;
  readonly ordersWorkbook: DemoFile;
  /** Of the opening workbook, by `sku warehouse`. */
  readonly openingCounts: ReadonlyMap<string, number>;
  readonly needs: readonly Need[];
};

const HOUR = 3_600_000;

/** The whole day from one number: orders, what their shops tell of them and in which disorder, the merchant's files. */
export function makeDay({ seed, day, zone, shops, scale = 1 }: DayRequest): Day {
  const dice = makeDice(seed);
  const sign = makeSigner();
  const hours = hoursOf(day, zone, 0.1, 20.6);
  const evening = hoursOf(previousDay(day), zone, 23.2, 23.9);
  const ranges = rangesOf(shops, scale);
  const sales = ranges.flatMap((range, at) => makeSales(dice, range, hours, 1001 + at * 1000));
  const [first] = ranges;
  const lateSales = first === undefined ? [] : makeLateSales(dice, { ...first, orders: 4 }, evening, 901);
  const sheetOrders = makeSheetOrders(dice);
  const needs = [...needsOf([...sales, ...lateSales]), ...sheetOrders.flatMap(sheetNeeds)];
  const posts = [...sales, ...lateSales].flatMap((sale) =>
    tellSale(sale).map((told) => ({ wave: told.wave, post: sign(sale.shop, told, "original") })),
  );
  const of = (wave: 1 | 2): readonly Post[] => posts.filter((each) => each.wave === wave).map((each) => each.post);
  return {
    sales,
    lateSales,
    sheetOrders,
    waves: [
      dice.shuffled([...withDuplicates(dice, of(1)), ...odd(sign, shops, sales)]),
      dice.shuffled(withDuplicates(dice, of(2))),
    ],
    openingStock: openingStock(merged(needs)),
    ordersWorkbook: ordersWorkbook(sheetOrders, hours.startsMs + 9 * HOUR),
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

type Told = { readonly topic: string; readonly body: Readonly<Record<string, unknown>> };

type Sign = (shop: Shop, told: Told, kind: Post["kind"]) => Post;

/** Signs as the shop would, each delivery under a number of its own. */
function makeSigner(): Sign {
  let count = 0;
  return (shop, { topic, body }, kind) => {
    count += 1;
    return signedPost(shop, { topic, body }, kind, `demo-${count}`);
  };
}

function signing(name: string): WebhookChannel["sign"] {
  const channel = webhookChannel(name);
  if (channel === null) throw new Error(`${name} sends no webhooks`);
  return channel.sign;
}

function signedPost(shop: Shop, { topic, body }: Told, kind: Post["kind"], deliveryNo: string): Post {
  const bytes = new TextEncoder().encode(JSON.stringify(body));
  const secret = kind === "forged" ? "not the shop's secret" : shop.secret;
  return {
    url: shop.webhook,
    headers: signing(shop.channel)({ topic, body: bytes, secret, deliveryNo, url: shop.webhook }),
    body: bytes,
    kind,
  };
}

/** About one in twelve deliveries is sent again, the same bytes under the same delivery id: channels retry. */
function withDuplicates(dice: Dice, posts: readonly Post[]): readonly Post[] {
  return posts.flatMap((post) =>
    dice.between(1, 12) === 1 ? [post, { ...post, kind: "duplicate" as const }] : [post],
  );
}

/** What no hub may take at face value: forged signatures, a status nobody knows, a currency that does not exist, other topics. */
function odd(sign: Sign, shops: Shops, sales: readonly Sale[]): readonly Post[] {
  const [one, two, three] = sales
    .filter((sale) => sale.shop === shops.shopify && !isShort(sale))
    .map((sale) => tellSale(sale)[0]);
  if (one === undefined || two === undefined || three === undefined) return [];
  const order = (told: Told, id: number, changes: Readonly<Record<string, unknown>>): Told => ({
    topic: "orders/create",
    body: { ...told.body, id, name: `#${id}`, ...changes },
  });
  return [
    sign(shops.shopify, one, "forged"),
    sign(shops.shopify, two, "forged"),
    sign(shops.woocommerce, { topic: "order.created", body: three.body }, "forged"),
    sign(shops.shopify, order(one, 990_001, { financial_status: "awaiting_crypto" }), "not_understood"),
    sign(shops.dollars, order(two, 990_002, { financial_status: "on_account" }), "not_understood"),
    sign(shops.shopify, order(three, 990_003, { currency: "XBT" }), "not_understood"),
    sign(shops.shopify, { topic: "customers/update", body: { id: 1 } }, "not_ours"),
    sign(shops.woocommerce, { topic: "product.updated", body: { id: 7 } }, "not_ours"),
  ];
}
