import type { MerchantId, Sku } from "../../kernel/ids.ts";
import type { GoodsTerms } from "./goods.ts";

/** What the merchant says of one article beyond its stock. An article without a product has stock and orders all the same. */
export type Product = ProductTerms & {
  readonly merchantId: MerchantId;
  readonly sku: Sku;
  /** Counts the changes. */
  readonly version: number;
  readonly changedAt: string;
  /** What made the last change, where that may be told again: a row of a file. */
  readonly changedBy?: string | undefined;
};

/** All that a merchant states; each change states all of it anew. */
export type ProductTerms = {
  readonly title: string;
  /** The article that this one is a colour or size of; null for one that stands alone. */
  readonly variantOf: Sku | null;
  readonly barcodes: readonly string[];
  /** What one sold unit consumes; empty for an article with stock of its own. A bundle has none: it is taken apart. */
  readonly components: readonly Component[];
  readonly supplier: string | null;
  /** Days from ordering at the supplier to the goods being here; null when nobody knows. */
  readonly leadTimeDays: number | null;
  /** The supplier sells whole packs of so many units. */
  readonly packSize: number;
  /** Of one unit, in minor units of the merchant's currency. */
  readonly costMinor: number | null;
  /** null: no purchase is proposed. */
  readonly reorder: ReorderTerms | null;
  readonly alerts: AlertTerms;
  /** What the article itself is; absent: nobody said. */
  readonly goods?: GoodsTerms | undefined;
  /** What is known of single units beyond their number; absent: nothing. */
  readonly tracking?: Tracking | undefined;
  /** Of lots that expire; absent: they may be sold up to the day before they do, and nobody is told. */
  readonly shelfLife?: ShelfLife | null | undefined;
};

/** `lots`: which production lot each unit belongs to. `serials`: each unit by a number of its own, when it ships. */
export const trackings = ["none", "lots", "serials"] as const;

export type Tracking = (typeof trackings)[number];

export type ShelfLife = {
  /** A lot that keeps for fewer days than this is not for sale. */
  readonly minDays: number;
  /** More than `minDays` where a channel asks for it, by the channel's name. */
  readonly byChannel: Readonly<Record<string, number>>;
  /** So many days before a lot is not for sale any more, somebody is told. */
  readonly noticeDays: number;
};

export type Component = { readonly sku: Sku; readonly quantity: number };

export type ReorderTerms = {
  /** A purchase is proposed when stock and incoming goods of all warehouses together are at or below this. */
  readonly point: number;
  /** At least so many units, rounded up to whole packs. */
  readonly quantity: number;
};

/** When low stock is told, beside the threshold that each position has of its own; null: not for this reason. */
export type AlertTerms = {
  /** For each warehouse: when the stock covers fewer days than this at the recent rate. */
  readonly daysOfCover: number | null;
  /** For all warehouses together: units that are available. */
  readonly networkThreshold: number | null;
  readonly networkDaysOfCover: number | null;
  /** An alert that opens again within so many hours of the last notice is listed, and nobody is disturbed. */
  readonly coolDownHours: number;
};

export const noAlertTerms: AlertTerms = {
  daysOfCover: null,
  networkThreshold: null,
  networkDaysOfCover: null,
  coolDownHours: 0,
};

/** What a product says of which nothing was stated but its title. */
export function plainTerms(title: string): ProductTerms {
  return {
    title,
    variantOf: null,
    barcodes: [],
    components: [],
    supplier: null,
    leadTimeDays: null,
    packSize: 1,
    costMinor: null,
    reorder: null,
    alerts: noAlertTerms,
  };
}

/** Does anything but a position's own threshold watch this article? */
export function needsUsage({ alerts, reorder }: Pick<Product, "alerts" | "reorder">): boolean {
  return alerts.daysOfCover !== null || watchesNetwork({ alerts, reorder });
}

/** Does anything depend on what all warehouses have together? */
export function watchesNetwork({ alerts, reorder }: Pick<Product, "alerts" | "reorder">): boolean {
  return alerts.networkThreshold !== null || alerts.networkDaysOfCover !== null || reorder !== null;
}
