import type { Bundles } from "../inventory/products/bundle.ts";
import type { ConnectionId, MerchantId, OrderId, WarehouseCode } from "../kernel/ids.ts";
import type { Allocation } from "./allocation.ts";
import type {
  AddressFacts,
  Clock,
  Fulfilment,
  HeaderFacts,
  LineFacts,
  PaymentFacts,
  Refund,
  StatusFacts,
} from "./facts.ts";
import type { MasterFacts } from "./master-facts.ts";

export const orderStatuses = [
  "received",
  "pending_payment",
  "on_hold",
  "approved",
  "backordered",
  "allocated",
  "partially_shipped",
  "shipped",
  "completed",
  "cancelled",
] as const;

/** Derived from facts, holds and allocations; stored only so that lists can be asked for it. See `derive-status.ts`. */
export type OrderStatus = (typeof orderStatuses)[number];

/** A field group with the clock of the message that set it: the newest message wins, group by group. */
export type Versioned<T> = { readonly clock: Clock; readonly facts: T };

/** Why nobody may ship yet. Holds are a set beside the status; each is re-checked when the order changes. */
export type Hold = {
  readonly reason:
    | "address_incomplete"
    | "amounts_do_not_add_up"
    | "held_by_channel"
    /** The note quotes the merchant's rule. */
    | "held_by_rule"
    | "sku_missing"
    | "too_many_lines";
  /** What, where and how to mend it, for an operator. */
  readonly note: string;
};

/** A hold that somebody has lifted, as it stood then. */
export type ReleasedHold = Hold & { readonly by: string; readonly at: string };

export type TimelineEntry = {
  readonly at: string;
  readonly what: string;
  readonly note?: string;
};

/** Where the sale was booked, and for how much; later changes of a closed day become facts of their own. */
export type Booking = {
  /** `YYYY-MM-DD` in the merchant's zone: the day of placing, or the first open day when that one was closed. */
  readonly day: string;
  readonly originalDay: string;
  readonly totalMinor: number;
  /** Facts of its own change the worth since: a worker that has not heard yet that the day is closed must not change it too. */
  readonly isClosed?: true;
  /** What had come in for the order by the end of that day; later payments are facts of their own. Absent: nothing. */
  readonly paidMinor?: number;
};

/** Orders that leave as one parcel; each of them says the same, but for where it would have left from by itself. */
export type Joint = {
  readonly jointId: string;
  /** Sends all of them. */
  readonly warehouse: string;
  /** Those that were joined, ascending; one that has left the parcel since says nothing of it any more. */
  readonly orderIds: readonly OrderId[];
  readonly at: string;
  readonly by: string;
  /** What was promised to this order before it was gathered in that warehouse; absent when it left from there anyway. */
  readonly before?: readonly Allocation[];
};

/** What planning an order anew leaves with it. */
export type Rerouting = {
  /** When its goods were given back last, and why, for people; the next plan quotes it. */
  readonly at: string;
  readonly because: string;
  /** Warehouses that the order must not leave from any more, whatever the rules say, each with the reason. */
  readonly avoid: readonly { readonly warehouse: WarehouseCode; readonly because: string }[];
  /** The last few names that requests gave themselves: the same again changes nothing. */
  readonly keys: readonly string[];
};

/**
 * One order as the hub knows it. Field groups may be missing when only a late or early fragment has arrived (a refund
 * before its order): such an order is `received`, and nothing is decided on it until header and lines are there.
 * Amounts are integers in the minor unit of `header.currency`.
 */
export type Order = {
  readonly orderId: OrderId;
  readonly merchantId: MerchantId;
  readonly connectionId: ConnectionId;
  readonly channel: string;
  readonly channelOrderId: string;
  /** Counts the accepted changes; every write of the order is conditional on the version it was decided on. */
  readonly version: number;
  readonly status: OrderStatus;
  readonly header: Versioned<HeaderFacts> | null;
  readonly lines: Versioned<readonly LineFacts[]> | null;
  readonly payment: Versioned<PaymentFacts> | null;
  readonly address: Versioned<AddressFacts> | null;
  readonly channelStatus: Versioned<StatusFacts> | null;
  /** By channel refund id: each late refund adds itself, none replaces another. */
  readonly refunds: Readonly<Record<string, Versioned<Refund>>>;
  /** By channel fulfilment id. */
  readonly fulfilments: Readonly<Record<string, Versioned<Fulfilment>>>;
  readonly holds: readonly Hold[];
  readonly allocations: readonly Allocation[];
  /** Short quantities that wait for stock, by sku; empty unless backordered. */
  readonly backorder: readonly { readonly sku: string; readonly quantity: number }[];
  readonly routing: RoutingNote | null;
  readonly booking: Booking | null;
  readonly recordedAt: string;
  readonly changedAt: string;
  readonly timeline: readonly TimelineEntry[];
  /** The hub has given up on it; what its channel says later does not bring it back. */
  readonly givenUp?: { readonly at: string; readonly reason: string };
  /**
   * Some of its goods stand apart (`goods-apart.ts`), because they are more than one transaction can move: being collected for
   * it, or on their way out of its stock. Whoever routes it next brings that to an end first.
   */
  readonly apart?: "collecting" | "leaving";
  /** What stock was taken for parcels that the channel told of; it comes back when the channel cancels one. */
  readonly gone?: readonly GoneGoods[];
  /** The parcel that it shares with other orders of the same recipient; absent when it leaves by itself. */
  readonly joint?: Joint;
  /** Absent until it has been planned anew for the first time. */
  readonly rerouting?: Rerouting;
  /** Of the skus of its lines that are bundles: what one unit consumes, as it was when the sku came into the order. */
  readonly bundles?: Bundles;
  /** What rules asked the merchant's own records for; absent while they ask for nothing, or nothing is known. */
  readonly master?: MasterFacts;
  /** What the merchant's rules have marked it with; priority 1 goes first, 5 is usual. Absent when no rule said anything. */
  readonly marks?: { readonly tags: readonly string[]; readonly priority: number };
  /** Names of the notices that rules have given of it (`rule-notices.ts`); absent when none was. */
  readonly noticed?: readonly string[];
  /** Holds that are not among `holds` because somebody lifted them; absent when there are none. */
  readonly released?: readonly ReleasedHold[];
};

/** Units of a line, or of a component of it, and the warehouse that they left from. */
export type GoneGoods = readonly [lineId: string, sku: string, warehouse: WarehouseCode, quantity: number];

/** The parts of an order about which nothing is known or decided yet; those that still say this are not stored. Lines are kept apart. */
export const blankParts = {
  header: null,
  payment: null,
  address: null,
  channelStatus: null,
  refunds: {},
  fulfilments: {},
  holds: [],
  allocations: [],
  backorder: [],
  routing: null,
  booking: null,
} as const satisfies Partial<Order>;

/** Why the goods leave from where they leave: enough for a person to retrace the decision. */
export type RoutingNote = {
  readonly decidedAt: string;
  readonly rulesVersion: number;
  readonly plan: readonly { readonly warehouse: WarehouseCode; readonly sku: string; readonly quantity: number }[];
  /** Every warehouse in the order tried, with the rule or shortage that let it in or out. */
  readonly considered: readonly {
    readonly warehouse: WarehouseCode;
    readonly verdict: "chosen" | "not_needed" | "excluded" | "short";
    readonly because: string;
  }[];
  readonly because: string;
  /** What the plan is judged by and adds up to, such as `{ shipments: 2 }`. Absent when nothing is promised, and in older notes. */
  readonly terms?: Readonly<Record<string, number>>;
  /** Only when there was no time to prove that no plan is better: one might save at most so much of this term. */
  readonly gap?: { readonly term: string; readonly atMost: number };
  /** What each warehouse sends, by whom and for how much in minor units; absent for a merchant without carriers. */
  readonly parcels?: readonly {
    readonly warehouse: WarehouseCode;
    readonly carrier: string | null;
    readonly costMinor: number;
    readonly days: number | null;
  }[];
  /** Soft rules that were broken so that more could leave, by name; absent when none was. */
  readonly leftAside?: readonly string[];
  /** Somebody has decided it, and no rule. */
  readonly byHand?: { readonly by: string; readonly note: string };
  /** All that was decided on, in the form of the routing capability (`receipt/snapshot.ts`); absent when it stands apart. */
  readonly snapshot?: object;
};
