import type { DayWindow } from "../report.ts";
import type { FactKind } from "./fact.ts";

/** One file of facts: JSON lines, gzip. Named by its content, so that the same facts are stored once. */
export type FactsPart = {
  readonly kind: FactKind;
  readonly key: string;
  readonly rows: number;
  readonly bytes: number;
  readonly sha256: string;
};

/** A rate as it was stamped: one unit of `from` is `rate` units of `to`, exact decimal text. */
export type StampedRate = {
  readonly from: string;
  readonly to: string;
  readonly rate: string;
  /** The day the rate is of; up to a week before the facts'. */
  readonly day: string;
  readonly source: string;
};

/** Sums in minor units, by currency. */
export type MinorByCurrency = Readonly<Record<string, number>>;

/** What the facts of a day come to, each sum counted from the facts as they were written. */
export type FactTotals = {
  /** How many entries there are. */
  readonly count: MinorByCurrency;
  readonly sales: MinorByCurrency;
  readonly refunds: MinorByCurrency;
  readonly cancellations: MinorByCurrency;
  readonly adjustments: MinorByCurrency;
  /** All entries together. */
  readonly net: MinorByCurrency;
  readonly tax: MinorByCurrency;
  /** All lines of all entries together. */
  readonly lines: MinorByCurrency;
  readonly payments: MinorByCurrency;
  readonly fees: MinorByCurrency;
  /** What of the day's entries, refunds aside, is not paid by the day's payments. */
  readonly receivables: MinorByCurrency;
  /** All entries in the merchant's currency, by the currency they were in; what has no rate is missing here. */
  readonly reporting: MinorByCurrency;
};

/**
 * What a business day is sealed with: the list of its fact files and what they come to. Written once for each version; a
 * later version restates the day, keeps every part it does not change, and says what is new.
 */
export type FactsManifest = {
  readonly merchantId: string;
  readonly day: string;
  readonly version: number;
  readonly zone: string;
  readonly cutoffMinutes: number;
  readonly window: DayWindow;
  /** ISO 4217 code of the merchant's books, which `reportingMinor` is in. */
  readonly currency: string;
  /** BCP 47 tag of the language that workbooks of the day are in; absent in manifests of older releases. */
  readonly locale?: string;
  /** When the facts were read. */
  readonly cutAt: string;
  readonly factsVersion: string;
  readonly parts: readonly FactsPart[];
  readonly rows: Readonly<Record<FactKind, number>>;
  readonly totals: FactTotals;
  readonly rates: Readonly<Record<string, StampedRate>>;
  /** What is stored, summed apart from the facts: what they were held against. */
  readonly ledger: LedgerSums;
  /** Of a later version: which one it restates, and how many entries, payments, fees and parcels are new or converted now; each is a row of the CSV file. */
  readonly restates?: {
    readonly version: number;
    readonly added: number;
    readonly converted: number;
    readonly diffKey: string;
  };
};

/** Sums over bookings, money facts, payments and fees as they are stored. */
export type LedgerSums = {
  readonly sales: Record<string, number>;
  readonly changes: Record<string, number>;
  readonly refunds: Record<string, number>;
  readonly payments: Record<string, number>;
  readonly fees: Record<string, number>;
  /** How many sales and changes of them are booked to the day. */
  entries: number;
};
