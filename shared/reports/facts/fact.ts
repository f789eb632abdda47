/**
 * What finance counts from: what happened, once, on the business day it is booked to. A day's facts are sealed before any
 * report and never change; every report, of a day or of a year, is made from them and from nothing else.
 *
 * Units: `…Minor` are integers in the minor unit of the fact's `currency`, signed by what they change in the books (a refund
 * of USD 5 is -500); `reportingMinor` is in the merchant's currency, null where no rate was known. Instants are UTC ISO text
 * with `Z`, days `YYYY-MM-DD` of the merchant's zone and cutoff, quantities whole units.
 */

/** Said by every fact. `id` is unique within its kind over all days. */
export type FactHead = {
  readonly id: string;
  /** The open business day it is booked to. */
  readonly day: string;
  /** The business day it happened on: another one only when that one was closed already. */
  readonly originalDay: string;
  readonly at: string;
};

/** Whose order, where and through whom. */
export type OrderDimensions = {
  readonly orderId: string;
  /** What buyer and seller see, e.g. `#1001`; not unique across shops. */
  readonly orderNo: string;
  readonly channel: string;
  /** The shop: the id of its connection. */
  readonly shop: string;
  /** Of the delivery address, as of the sealing: ISO 3166 alpha-2, and the province or state; "" when not known. */
  readonly country: string;
  readonly region: string;
  /** Of the order: the channel's and those that rules gave it, sorted. */
  readonly tags: readonly string[];
  /** `cus_…`: the same buyer of the same shop has the same id, a pseudonym. Null when the channel names no buyer. */
  readonly customer: string | null;
  /** What the merchant marked the buyer with, as of the sealing; sorted. */
  readonly customerTags: readonly string[];
};

/** Which rate turned the amount into the merchant's currency: a key of the manifest's `rates`; null: none was needed or known. */
export type Converted = {
  readonly currency: string;
  readonly rateId: string | null;
  readonly reportingMinor: number | null;
};

/**
 * total = items + discount + shipping + fees + other + (tax, unless it is inside the prices). `other` is what a shop's own
 * total differs from its parts.
 */
export type Parts = {
  readonly itemsMinor: number;
  readonly discountMinor: number;
  readonly shippingMinor: number;
  /** Charged to the buyer with the order. What channels charge the merchant stands in `FeeFact`. */
  readonly feesMinor: number;
  readonly taxMinor: number;
  readonly taxIncluded: boolean;
  readonly otherMinor: number;
  readonly totalMinor: number;
};

/** `void`: a sale that was cancelled on its own business day, worth only what refunds take off again. */
export type EntryKind = "sale" | "void" | "refund" | "cancellation" | "adjustment";

/** One entry of the order ledger: a sale as it stood when its day was closed, or a later change of it. */
export type EntryFact = FactHead &
  OrderDimensions &
  Converted &
  Parts & {
    readonly kind: EntryKind;
    /** Lines it is made of (`LineFact`s with this entry). */
    readonly lineCount: number;
    /** Of a sale, as of the sealing: `paid`, `pending` …; "" for others. */
    readonly payment: string;
    readonly reason: string;
  };

/** The part of an entry that belongs to one line. Order-level amounts are shared cent by cent: the lines of an entry add up to it. */
export type LineFact = FactHead &
  OrderDimensions &
  Converted &
  Parts & {
    readonly entryId: string;
    readonly kind: EntryKind;
    /** "" for what belongs to no line of the order. */
    readonly lineId: string;
    readonly sku: string;
    readonly title: string;
    readonly variant: string;
    /** Of the product, as of the sealing; "" when nobody said. */
    readonly category: string;
    /** Where the goods leave or left from, codes joined with "+"; "" while nothing is decided. */
    readonly warehouse: string;
    /** Sold units, with a sign: -1 for a unit refunded or cancelled later, 0 for a void. */
    readonly quantity: number;
    readonly unitPriceMinor: number;
    /** Cost of one unit in minor units of the merchant's currency, as of the sealing; null when nobody said. */
    readonly unitCostMinor: number | null;
  };

/** Money that came in for an order, or a correction of it. Refunds are entries, not payments. */
export type PaymentFact = FactHead &
  OrderDimensions &
  Converted & { readonly method: string; readonly amountMinor: number };

/** What a channel or a payment provider charged (negative) or gave back; from settlement files. */
export type FeeFact = FactHead &
  Converted & {
    readonly channel: string;
    readonly shop: string;
    /** "" for a fee of the whole payout, which is never joined to orders or lines. */
    readonly orderId: string;
    readonly orderNo: string;
    readonly sku: string;
    /** `commission`, `fulfilment`, `advertising` …; the settlement's own word where it is none of these. */
    readonly feeKind: string;
    readonly settlementId: string;
    readonly note: string;
    readonly amountMinor: number;
  };

/** A parcel that left, or what changed of it later; `units` and the lines' quantities are signed. */
export type ShipmentFact = FactHead &
  OrderDimensions & {
    readonly kind: "shipped" | "changed";
    readonly shipmentId: string;
    readonly warehouse: string;
    readonly carrier: string;
    readonly trackingNo: string;
    readonly units: number;
    readonly lines: readonly (readonly [lineId: string, sku: string, quantity: number])[];
    readonly placedAt: string;
    /** When the order could leave: paid, or placed where it is paid on delivery. */
    readonly confirmedAt: string;
    /** Planned freight of the order's parcels from this warehouse, in minor units of the merchant's currency; null when not planned. */
    readonly freightMinor: number | null;
  };

/** One line of the stock ledger. The day's stock is yesterday's plus these. */
export type MovementFact = FactHead & {
  readonly sku: string;
  readonly warehouse: string;
  readonly category: string;
  /** `received`, `allocated`, `shipped`, `returned`, `counted` …, as `MovementKind` and the ledger's own words say. */
  readonly kind: string;
  readonly quantity: number;
  /** What it changes in the goods that are there. */
  readonly onHandChange: number;
  readonly onHandAfter: number;
  /** The order, import, count, purchase or proof behind it. */
  readonly cause: string;
};

/** One sku in one warehouse as it stood at the end of the business day. */
export type StockFact = FactHead & {
  readonly sku: string;
  readonly warehouse: string;
  readonly title: string;
  readonly category: string;
  readonly onHand: number;
  readonly allocated: number;
  readonly available: number;
  readonly damaged: number;
  readonly onHold: number;
  readonly incoming: number;
  /** Settings, as of the sealing. */
  readonly safetyStock: number;
  readonly lowStockThreshold: number | null;
  readonly unitCostMinor: number | null;
  /** The last write of the position that belongs to the day, and its time (`at`). */
  readonly version: number;
};

/**
 * A purchase that was proposed when the business day ended, of all warehouses together, in the words of the moment at which it
 * was proposed. The same proposal is a fact of every day until it is settled, as stock is.
 */
export type PurchaseFact = FactHead & {
  readonly sku: string;
  readonly title: string;
  readonly category: string;
  /** "" when nobody said. */
  readonly supplier: string;
  /** Whole packs. */
  readonly quantity: number;
  readonly packSize: number;
  readonly leadTimeDays: number | null;
  /** Of all of it, in minor units of the merchant's currency; null when nobody said. */
  readonly costMinor: number | null;
  /** Units available and incoming, less those that orders waited for. */
  readonly position: number;
  readonly reorderPoint: number;
  /** With two digits. */
  readonly unitsPerDay: number;
  /** null: not foreseen. */
  readonly stockOutAt: string | null;
  /** The stock ends before goods ordered at that moment are here. */
  readonly isLate: boolean;
};

/** What somebody must look at: it is never guessed at and never left out silently. */
export type ExceptionFact = FactHead & {
  readonly kind: "missing_rate" | "stock_without_ledger";
  readonly subject: string;
  /** How many facts it concerns. */
  readonly count: number;
  readonly note: string;
};

/** Every kind of fact by the name of its files. */
export type Facts = {
  readonly entries: EntryFact;
  readonly lines: LineFact;
  readonly payments: PaymentFact;
  readonly fees: FeeFact;
  readonly shipments: ShipmentFact;
  readonly movements: MovementFact;
  readonly stock: StockFact;
  readonly purchases: PurchaseFact;
  readonly exceptions: ExceptionFact;
};

export type FactKind = keyof Facts;
