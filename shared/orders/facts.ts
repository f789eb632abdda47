import type { TrackedGoods } from "../kernel/tracked-goods.ts";

/**
 * What a channel can tell us about an order, in groups that arrive and age independently. This is the language between
 * channels (which produce it) and orders (which merge it); it knows neither AWS nor any one channel.
 *
 * Units: amounts are integers in the minor unit of the order's currency (USD 19.99 is 1999, JPY 1800 is 1800, KWD 1.5 is
 * 1500); instants are UTC ISO strings with `Z`; weights are grams.
 */

/**
 * When the channel says that a fact was true. `at` is the channel's own update time in epoch milliseconds; `tie` (a hash
 * of the content) makes two different messages of the same millisecond comparable, so that any order of arrival ends in
 * the same state.
 */
export type Clock = { readonly at: number; readonly tie: string };

export type HeaderFacts = {
  /** What buyer and seller see, e.g. `#1001`; not unique across shops. */
  readonly channelOrderNo: string;
  readonly currency: string;
  /** When the buyer placed it. Decides the business day. */
  readonly placedAt: string;
  readonly amounts: Amounts;
  /** What the parts miss to the total, in minor units; 0 when the order adds up. Never "fixed" silently. */
  readonly discrepancyMinor: number;
  readonly buyerRef: string | null;
  readonly note: string | null;
  readonly tags: readonly string[];
  /** A trial order of the channel: stored and listed, never routed or reported. */
  readonly isTest: boolean;
};

/**
 * total = items − discount + shipping + fees + tax (tax that is not already inside the prices).
 * `taxIncludedMinor` is the part of the prices that is tax when `taxesIncluded`; it is not added again.
 */
export type Amounts = {
  /** Σ unit price × quantity of the lines. */
  readonly itemsMinor: number;
  readonly discountMinor: number;
  readonly shippingMinor: number;
  readonly feesMinor: number;
  readonly taxMinor: number;
  readonly taxesIncluded: boolean;
  readonly totalMinor: number;
};

export type LineFacts = {
  /** The channel's line id: stable over updates of the order. */
  readonly lineId: string;
  /** Empty when the channel sent none; such an order is held until a sku is known. */
  readonly sku: string;
  readonly title: string;
  /** Colour, size … as shown to the buyer. */
  readonly variant: string | null;
  /** As sold. */
  readonly quantity: number;
  /** Taken off again before shipping: edited away, or refunded and restocked. */
  readonly removedQuantity: number;
  readonly unitPriceMinor: number;
  readonly discountMinor: number;
  readonly taxMinor: number;
  /** unitPrice × quantity − discount, plus tax when prices do not include it. */
  readonly totalMinor: number;
  /** False for gift cards, services, downloads and the priceless children of a bundle that ship inside it. */
  readonly needsShipping: boolean;
  readonly weightGrams: number | null;
};

/** In the order of a payment's life: between two messages of one instant the further one wins. */
export const paymentStates = [
  "pending",
  "authorized",
  "partially_paid",
  "paid",
  "partially_refunded",
  "refunded",
  "voided",
] as const;

/** `pending` also covers "cash on delivery": see `payOnDelivery`. */
export type PaymentState = (typeof paymentStates)[number];

export type PaymentFacts = {
  readonly state: PaymentState;
  readonly paidAt: string | null;
  readonly method: string | null;
  /** The goods may leave before the money has come (货到付款). */
  readonly payOnDelivery: boolean;
};

/** Where the parcel goes. Absent parts are empty strings; `country` is ISO 3166 alpha-2. */
export type AddressFacts = {
  readonly name: string;
  readonly phone: string;
  readonly country: string;
  /** Province or state: the code where the channel sends one ("31", "CA"), else its name ("上海市"). */
  readonly region: string;
  readonly regionName: string;
  readonly city: string;
  readonly district: string;
  readonly street: string;
  readonly postalCode: string;
  readonly email: string;
  /** The channel's own name for the recipient where it hides who that is (OAID); means something within one shop only. */
  readonly recipientRef?: string;
};

export type StatusFacts = {
  readonly cancelledAt: string | null;
  readonly cancelReason: string | null;
  readonly closedAt: string | null;
  /** The channel deleted the order (a tombstone): treated as cancelled. */
  readonly isDeleted: boolean;
  /** The channel's own word, kept for people: `processing`, `on-hold` … */
  readonly raw: string;
  /** The channel says that everything has been shipped, with or without telling us the parcels. */
  readonly isFulfilled: boolean;
  /** Present while the channel forbids to ship an order that is otherwise fine: its own word, such as `risk control` or `holded`. */
  readonly shipHold?: string;
};

export type Refund = {
  readonly refundId: string;
  readonly at: string;
  readonly amountMinor: number;
  readonly taxMinor: number;
  readonly reason: string | null;
  readonly lines: readonly { readonly lineId: string; readonly quantity: number; readonly amountMinor: number }[];
};

export type Fulfilment = {
  readonly fulfilmentId: string;
  readonly at: string;
  readonly state: "success" | "cancelled" | "pending";
  readonly carrier: string | null;
  readonly trackingNo: string | null;
  readonly lines: readonly { readonly lineId: string; readonly quantity: number }[];
  /** Only of parcels that the hub's own people sent; no channel sets it. */
  readonly hub?: HubParcel;
};

/** What the hub knows of a parcel of its own beyond what a channel would tell. */
export type HubParcel = {
  /** Where the goods left from. */
  readonly warehouse: string;
  /** The hub's word for the carrier, e.g. `SF`; each channel is told its own word. */
  readonly carrierCode: string;
  readonly shippedBy: string;
  /** What left, by line: the channel may give a line another sku afterwards. */
  readonly skus: Readonly<Record<string, string>>;
  /** Which lots and units with numbers it had; absent where nothing of it is tracked. */
  readonly tracked?: readonly TrackedGoods[];
  /** Whether the channel knows of it; null until it has answered. */
  readonly told: ParcelAnswer | null;
};

/**
 * What a channel said to a parcel. `reference` is its own id of it, `note` its words where it refused. `withdrawn`: the parcel
 * was taken back before the channel heard of it.
 */
export type ParcelAnswer = {
  readonly state: "done" | "already" | "refused" | "given_up" | "withdrawn";
  readonly at: string;
  readonly reference: string | null;
  readonly note: string | null;
};

/**
 * One channel message in our terms. Only the groups it speaks of are present; an absent group says nothing.
 * `refunds` and `fulfilments` are unions: they add or renew entries by id, and never remove one.
 */
export type IncomingOrder = {
  readonly channelOrderId: string;
  readonly clock: Clock;
  readonly header?: HeaderFacts;
  readonly lines?: readonly LineFacts[];
  readonly payment?: PaymentFacts;
  readonly address?: AddressFacts;
  readonly status?: StatusFacts;
  readonly refunds?: readonly Refund[];
  readonly fulfilments?: readonly Fulfilment[];
};
