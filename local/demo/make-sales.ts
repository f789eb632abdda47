import { splitByWeights } from "../../shared/kernel/money.ts";
import { type Article, type DemoCurrency, shortArticle, usualArticles } from "./articles.ts";
import { makeBuyer } from "./buyers.ts";
import type { Dice } from "./dice.ts";
import type * as places from "./places.ts";
import { pulledChannel } from "./pulled/pulled-channels.ts";
import type { Sale, SaleLine, Shop, Tale } from "./sale.ts";

/** What one shop sells on the demo's day: its own currency, tax and customers. */
export type Range = {
  readonly shop: Shop;
  readonly orders: number;
  readonly hasRareTales: boolean;
  readonly currency: DemoCurrency;
  readonly language: "zh" | "en" | "ja";
  readonly taxesIncluded: boolean;
  readonly taxRate: number;
  readonly isShippingTaxed: boolean;
  readonly shippingMinor: readonly number[];
  readonly towns: readonly (readonly [readonly places.Place[], number])[];
};

/** How often each tale is told, out of a hundred. Rare ones are added by hand, so that a day always has them. */
const usualTales: readonly (readonly [Tale, number])[] = [
  ["paid", 50],
  ["paid_later", 16],
  ["part_shipped", 5],
  ["shipped", 7],
  ["part_refunded", 5],
  ["cancelled_unpaid", 5],
  ["cancelled_paid", 4],
  ["never_paid", 4],
  ["pay_on_delivery", 2],
  ["looked_at", 2],
];

const rareTales: readonly Tale[] = [
  "paid_told_before_created",
  "paid_told_before_created",
  "paid_told_before_created",
  "refund_told_before_order",
  "refund_told_before_order",
  "without_phone",
  "without_sku",
  "not_adding_up",
  "pay_on_delivery",
  "looked_at",
  "trial",
];

export type DayHours = { readonly startsMs: number; readonly endsMs: number };

/** Every order of the day at one shop. Shops count their orders without regard to each other: `firstNumber` is the same for many. */
export function makeSales(dice: Dice, range: Range, hours: DayHours, firstNumber: number): readonly Sale[] {
  const rare = range.hasRareTales ? rareTales.filter((tale) => isTold(tale, range.shop)) : [];
  const short = Math.round(range.orders * 0.08);
  return Array.from({ length: range.orders }, (_, index): Sale => {
    const isShort = index < short;
    const tale = isShort ? "paid" : (rare[index - short] ?? usualTale(dice, range.shop));
    return makeSale(dice, range, {
      tale,
      number: firstNumber + index,
      hours,
      articles: isShort ? [shortArticle] : usualArticles,
    });
  });
}

/** What only Shopify tells: others have refunds and parcels inside the order, and no trial orders. */
const ofShopify: readonly Tale[] = ["refund_told_before_order", "trial", "part_shipped"];

function isTold(tale: Tale, { channel }: Shop): boolean {
  const pulled = pulledChannel(channel);
  if (pulled !== null) return tale === "paid" || pulled.tales.includes(tale);
  if (channel === "generic" && tale === "part_refunded") return false;
  return channel === "shopify" || !ofShopify.includes(tale);
}

function usualTale(dice: Dice, shop: Shop): Tale {
  const tale = dice.weighted(usualTales);
  return isTold(tale, shop) ? tale : "paid";
}

type Wish = {
  readonly tale: Tale;
  readonly number: number;
  readonly hours: DayHours;
  readonly articles: readonly Article[];
};

function makeSale(dice: Dice, range: Range, { tale, number, hours, articles }: Wish): Sale {
  const place = dice.pick(dice.weighted(range.towns));
  const lines = makeLines(dice, range, number, articles, tale);
  const hasDiscount = dice.between(1, 100) <= 30 && tale !== "part_refunded" && tale !== "refund_told_before_order";
  const percent = hasDiscount ? dice.pick([5, 10, 15]) : 0;
  const shippingMinor = dice.pick(range.shippingMinor);
  return {
    shop: range.shop,
    tale,
    ...idsOf(range.shop, number),
    placedMs: placedAt(dice, hours),
    buyer: makeBuyer(dice, place, number),
    currency: range.currency,
    lines: taxed(discounted(lines, percent), range),
    shippingMinor,
    shippingTaxMinor: range.isShippingTaxed ? Math.round(shippingMinor * range.taxRate) : 0,
    taxesIncluded: range.taxesIncluded,
    taxRate: range.taxRate,
    discountCode: hasDiscount ? (range.language === "zh" ? "秋茶" : "AUTUMN") : null,
    note: dice.between(1, 100) <= 8 ? dice.pick(notes[range.language]) : null,
  };
}

/** Two shops of one platform number their orders alike. */
function idsOf({ channel }: Shop, number: number): Pick<Sale, "orderId" | "channelOrderId" | "number"> {
  const pulled = pulledChannel(channel);
  const orderId = (channel === "shopify" ? 5_600_000_000_000 : 0) + number;
  const channelOrderId = pulled === null ? String(orderId) : pulled.idOf(number);
  const shown = pulled === null ? String(number) : channelOrderId;
  return { orderId, channelOrderId, number: channel === "shopify" ? `#${number}` : shown };
}

const notes = {
  zh: ["周末送达", "请用礼盒包装", "麻烦放快递柜，谢谢"],
  en: ["please leave at the door", "it is a gift"],
  ja: ["午前中の配達を希望します"],
} as const;

/** One to four lines; a refund or a split parcel needs at least three units of something. */
function makeLines(
  dice: Dice,
  range: Range,
  number: number,
  articles: readonly Article[],
  tale: Tale,
): readonly SaleLine[] {
  const chosen = dice.shuffled(articles).slice(
    0,
    dice.weighted([
      [1, 50],
      [2, 30],
      [3, 15],
      [4, 5],
    ]),
  );
  const most = pulledChannel(range.shop.channel)?.mostLines ?? chosen.length;
  const needsUnits = ["part_refunded", "refund_told_before_order", "part_shipped"].includes(tale);
  return chosen.slice(0, most).map(
    (article, at): SaleLine => ({
      lineId: number * 10 + at + (range.shop.channel === "shopify" ? 14_000_000_000_000 : 0),
      sku: tale === "without_sku" && at === 0 ? "" : article.sku,
      title: article.title[range.language],
      variant: article.variant,
      grams: article.grams,
      quantity:
        needsUnits && at === 0
          ? dice.between(3, 4)
          : dice.weighted([
              [1, 65],
              [2, 25],
              [3, 10],
            ]),
      unitMinor: article.priceMinor[range.currency],
      discountMinor: 0,
      taxMinor: 0,
    }),
  );
}

/** A code over the whole order, shared by the lines to the last minor unit. */
function discounted(lines: readonly SaleLine[], percent: number): readonly SaleLine[] {
  const worths = lines.map((line) => line.unitMinor * line.quantity);
  const whole = Math.floor((worths.reduce((sum, each) => sum + each, 0) * percent) / 100);
  const parts = splitByWeights(whole, worths);
  return lines.map((line, at) => ({ ...line, discountMinor: parts[at] ?? 0 }));
}

function taxed(lines: readonly SaleLine[], { taxRate, taxesIncluded }: Range): readonly SaleLine[] {
  return lines.map((line) => {
    const net = line.unitMinor * line.quantity - line.discountMinor;
    const part = taxesIncluded ? taxRate / (1 + taxRate) : taxRate;
    return { ...line, taxMinor: Math.round(net * part) };
  });
}

/** Orders of the evening before that arrive only now: nothing else happens to them. */
export function makeLateSales(dice: Dice, range: Range, hours: DayHours, firstNumber: number): readonly Sale[] {
  return Array.from({ length: range.orders }, (_, index) =>
    makeSale(dice, range, { tale: "paid", number: firstNumber + index, hours, articles: usualArticles }),
  );
}

/** More orders at noon and in the evening than in the morning. Whole seconds, as the channels count. */
function placedAt(dice: Dice, { startsMs, endsMs }: DayHours): number {
  const share = dice.weighted([
    [0.15, 1],
    [0.4, 3],
    [0.6, 4],
    [0.8, 4],
    [1, 5],
  ]);
  const ms = startsMs + Math.floor((endsMs - startsMs) * share * (dice.between(600, 1000) / 1000));
  return Math.floor(ms / 1000) * 1000;
}
