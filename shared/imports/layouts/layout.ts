import type { ImportKind, Locale } from "../import-kind.ts";
import type { StageOf } from "./stages.ts";

/** What a platform's file holds. The kinds that are not imports of ours are recognised so that the advice can be exact. */
export type LayoutKind = ImportKind | "products" | "settlement" | "accounting";

/** A header set of the wild. Headings are compared without case, spaces and punctuation, and never by position. */
export type Layout = {
  /** Stable, e.g. `shopify-orders`; shown in the API. */
  readonly id: string;
  readonly kind: LayoutKind;
  readonly title: Readonly<Record<Locale, string>>;
  /** All of them in one row prove the layout. */
  readonly proof: readonly string[];
  /** Of a stock file: our fields and the headings they stand under, the first filled one counts. */
  readonly stock?: Readonly<Record<string, readonly string[]>>;
  readonly orders?: OrderLayout;
};

export type OrderLayout = {
  /** The channel's name; orders of it that came through a connected shop are not taken a second time. */
  readonly platform: string;
  /** Our fields and the headings they stand under. The first filled cell counts; of `discount` the sum, of `address` all. */
  readonly columns: Readonly<Partial<Record<ExportField, readonly string[]>>>;
  /** null: the file does not say (the merchant's reporting currency). */
  readonly currency: string | null;
  readonly stageOf: StageOf;
  /** What the parts miss to the total is a discount that the file has no column for; else it is shown as a difference. */
  readonly restIsDiscount: boolean;
  /** Several articles share one cell, joined so: `A;B`. */
  readonly joinedBy?: string;
};

export const exportFields = [
  "order_no",
  "line_id",
  "placed_at",
  "paid_at",
  "cancelled_at",
  "shipped_at",
  "completed_at",
  "sku",
  "title",
  "variant",
  "quantity",
  "unit_price",
  "line_amount",
  "line_paid",
  "line_discount",
  "line_tax",
  "items_amount",
  "discount",
  "shipping_fee",
  "tax",
  "fees",
  "total",
  "refunded",
  "currency",
  "status",
  "payment_status",
  "fulfilment_status",
  "line_status",
  "after_sales",
  "tracking_no",
  "carrier",
  "shop",
  "recipient",
  "first_name",
  "last_name",
  "phone",
  "email",
  "country",
  "region",
  "city",
  "district",
  "address",
  "postal_code",
  "note",
  "method",
  "fulfilled_by",
  "items",
] as const;

/**
 * What exports say beyond our own columns. `line_amount` is price × quantity, `line_paid` the same after discounts;
 * `items_amount` the goods of the whole order. `items` are whole lines in one cell.
 */
export type ExportField = (typeof exportFields)[number];
