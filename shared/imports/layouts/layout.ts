import type { Locale } from "../../kernel/locale.ts";
import type { ImportKind } from "../import-kind.ts";
import type { SettlementForm } from "../settlements/platform-forms.ts";
import type { StageOf } from "./stages.ts";

/** What a platform's file holds. The kinds that are not imports of ours are recognised so that the advice can be exact. */
export type LayoutKind = ImportKind | "settlement-totals" | "accounting";

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
  readonly products?: ProductLayout;
  readonly settlement?: SettlementLayout;
  readonly customers?: CustomerLayout;
};

/** Of a file of buyers. Its fields are those of our own columns, and `first_name` and `last_name`; of `address` all count. */
export type CustomerLayout = {
  /** The channel's name. */
  readonly platform: string;
  /** A number means the same buyer in all shops of the platform; else the shop must be known. */
  readonly areNumbersOfAllShops: boolean;
  readonly columns: Readonly<Record<string, readonly string[]>>;
};

/** Of a file of what a platform paid out. */
export type SettlementLayout = {
  readonly form: SettlementForm;
  /** The channel's name. */
  readonly platform: string;
  /** null: the file says it. */
  readonly currency: string | null;
  /** So many days after its sale an order is paid out, by the usual course. */
  readonly graceDays: number;
  readonly columns: Readonly<Record<string, readonly string[]>>;
};

/** Of a file of articles. Its fields are those of our own columns, and `ProductExportField`. */
export type ProductLayout = {
  readonly columns: Readonly<Record<string, readonly string[]>>;
  /** What its numbers mean where neither the cell nor the heading says; null: they mean nothing without one. */
  readonly weightUnit: string | null;
  readonly lengthUnit: string | null;
  /**
   * `one`: an article a row · `handle`: the rows of one handle share what only their first one says, and some hold pictures
   * only · `parent`: rows of variants name the row that they are variants of · `parts`: a row for each part of a bundle.
   */
  readonly rowsAre: "one" | "handle" | "parent" | "parts";
  /** The rows that must be read together: our fields that they agree in. */
  readonly keyFields: readonly string[];
};

/** `group` is what rows share, `row_id` and `parent` the platform's own names of rows; options stand in two columns each. */
export type ProductExportField =
  | "group"
  | "row_id"
  | "parent"
  | "type"
  | "option1_name"
  | "option1_value"
  | "option2_name"
  | "option2_value"
  | "option3_name"
  | "option3_value"
  | "barcode_type"
  | "part_sku"
  | "part_quantity";

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
