import { currencyExponent } from "../kernel/currency.ts";
import { completeChineseAddress } from "./regions/chinese-address.ts";
import type { Destination } from "./regions/region-groups.ts";

/**
 * What rules may know of an order. Free of the order's own type, and of names, phones and streets: a rule never sees who
 * the buyer is. Amounts are integers in the minor unit of `currency`.
 */
export type RuleOrder = {
  readonly channel: string;
  readonly connection: string;
  readonly number: string;
  readonly currency: string;
  readonly totalMinor: number;
  readonly itemsMinor: number;
  readonly discountMinor: number;
  readonly shippingMinor: number;
  readonly isPaid: boolean;
  readonly isCod: boolean;
  readonly paymentMethod: string;
  readonly tags: readonly string[];
  readonly customerTags: readonly string[];
  readonly note: string;
  readonly destination: RulePlace;
  /** Lines of which something is to be shipped. */
  readonly lines: readonly RuleLine[];
};

export type RulePlace = Destination & {
  readonly city: string;
  readonly district: string;
  readonly postalCode: string;
};

export type RuleLine = {
  readonly sku: string;
  readonly title: string;
  /** To be shipped. */
  readonly quantity: number;
  readonly unitPriceMinor: number;
  /** Of one unit; null when nobody has told. */
  readonly weightGrams: number | null;
  /** Of one unit; null or absent when nobody has told. */
  readonly volumeCm3?: number | null;
  /** What carriers must know of it: battery, flammable …; null or absent: nothing. */
  readonly hazard?: string | null;
};

export const nowhere: RulePlace = { country: "", region: "", regionName: "", city: "", district: "", postalCode: "" };

/** Chinese provinces by their short name ("上海"), others as the channel sends them; with the city and district. */
export function placeNames(place: RulePlace): {
  readonly province: string;
  readonly city: string;
  readonly district: string;
} {
  const { country, region, regionName, city, district } = place;
  if (country !== "CN") return { province: region, city, district };
  const found = completeChineseAddress({ region: region || regionName, city, district, street: "" });
  return { province: found.province?.name ?? regionName, city: found.city, district: found.district };
}

/** For comparing with a decimal literal: 19999 CNY is the double nearest to 199.99, which is what the literal is too. */
export function decimalOf(minor: number, currency: string): number {
  return minor / 10 ** (currencyExponent(currency) ?? 2);
}

export function weightOf(order: Pick<RuleOrder, "lines">): number {
  return order.lines.reduce((sum, { weightGrams, quantity }) => sum + (weightGrams ?? 0) * quantity, 0);
}

export function volumeOf(order: Pick<RuleOrder, "lines">): number {
  return order.lines.reduce((sum, { volumeCm3, quantity }) => sum + (volumeCm3 ?? 0) * quantity, 0);
}

/** Each once, in the order of the lines. */
export function hazardsOf(order: Pick<RuleOrder, "lines">): readonly string[] {
  return [...new Set(order.lines.flatMap(({ hazard }) => hazard ?? []))];
}
