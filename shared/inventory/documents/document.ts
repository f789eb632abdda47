import type { MerchantId, Sku, WarehouseCode } from "../../kernel/ids.ts";
import type { Result } from "../../kernel/result.ts";
import type { MovementKind } from "../movement.ts";

/** People move stock by documents: each has an id that its maker chose, and says the same thing once however often it is sent. */
export const documentKinds = ["adjustment", "purchase", "transfer", "stock_take"] as const;

export type DocumentKind = (typeof documentKinds)[number];

type Common = {
  readonly merchantId: MerchantId;
  readonly documentId: string;
  /** Counts the accepted changes; each is written on the condition of the one it was decided on. */
  readonly version: number;
  /** Who made it: the subject of the token. */
  readonly by: string;
  readonly createdAt: string;
  readonly changedAt: string;
};

/** Stock set right by hand: found, lost, broken, put aside, brought back by a buyer. Done when it is made. */
export type Adjustment = Common & {
  readonly kind: "adjustment";
  readonly state: "done";
  readonly reason: string;
  readonly lines: readonly AdjustmentLine[];
};

/** Units of one lot, as people name them; null: units of which nobody knows the lot. */
export type LotSaid = {
  readonly lot: string | null;
  /** With the sign of its line. */
  readonly quantity: number;
  /** Of goods that come; null: known already, or it keeps. */
  readonly expiresOn: string | null;
  /** Of goods that were in another warehouse before. */
  readonly receivedAt?: string;
};

/** Of a sku whose units are tracked: which they are. Absent where nobody said it. */
export type Units = {
  /** They add up to the quantity. */
  readonly lots?: readonly LotSaid[] | undefined;
  readonly serials?: readonly string[] | undefined;
};

export type AdjustmentLine = Units & {
  readonly sku: Sku;
  readonly warehouse: WarehouseCode;
  readonly kind: "adjusted" | "damaged" | "held" | "returned";
  /** With a sign; of `returned` above zero. */
  readonly quantity: number;
};

/** Goods on their way into a warehouse: from a supplier (purchase) or from another warehouse (transfer). */
export type Inbound = Common & {
  readonly kind: "purchase" | "transfer";
  /** `open`: announced, under way, or partly here. `closed`: nothing more will come; the lines show what was over or short. */
  readonly state: "open" | "closed";
  readonly to: WarehouseCode;
  /** The supplier of a purchase, the warehouse of a transfer. */
  readonly from: string;
  /** A day or an instant, for people; null when nobody knows. */
  readonly expectedAt: string | null;
  readonly lines: readonly InboundLine[];
  /** The ids of the receipts that were booked. */
  readonly receipts: readonly string[];
};

export type InboundLine = {
  readonly sku: Sku;
  readonly expected: number;
  /** Units that came, damaged ones among them. */
  readonly received: number;
  readonly damaged: number;
  /** Of a transfer: what left the other warehouse. */
  readonly lots?: readonly LotSaid[] | undefined;
};

/** A count of some skus in one warehouse while orders flow. */
export type StockTake = Common & {
  readonly kind: "stock_take";
  readonly state: "open" | "approved";
  readonly warehouse: WarehouseCode;
  readonly lines: readonly TakeLine[];
};

export type TakeLine = {
  readonly sku: Sku;
  /** null until somebody has counted. */
  readonly count: {
    readonly counted: number;
    /** When the goods were counted; sales after that instant stay as they are. */
    readonly at: string;
    /** What the hub had on hand at that instant. */
    readonly expected: number;
    readonly by: string;
    /** Where lots were counted: by how much each differs from what the hub had. */
    readonly lots?: readonly LotSaid[] | undefined;
  } | null;
};

export type StockDocument = Adjustment | Inbound | StockTake;

/** A movement and the position it concerns; its cause is the document. */
export type PlaceMovement = Units & {
  readonly sku: Sku;
  readonly warehouse: WarehouseCode;
  readonly kind: MovementKind;
  readonly quantity: number;
  /** Nothing that is promised or not for sale may be taken: the units must be available. */
  readonly mustBeFree?: boolean;
  /** Of a count: when the goods were counted. Only the newest count of a position can tell what is there. */
  readonly countedAt?: string;
};

/** What a call does to a document; without movements nothing but the document changes. `repeated`: it was done before. */
export type DocumentDecision<D extends StockDocument = StockDocument> =
  | { readonly kind: "changed"; readonly document: D; readonly movements: readonly PlaceMovement[] }
  | { readonly kind: "repeated"; readonly document: D };

/** A sentence for the caller. */
export type Refusal = { readonly code: RefusalCode; readonly says: string };

export type RefusalCode =
  | "unknown_document"
  | "other_content"
  | "unknown_warehouse"
  | "not_open"
  | "too_many_lines"
  | "repeated_sku"
  | "not_on_the_list"
  | "not_available"
  | "too_long_ago"
  | "counted_since"
  | "goods_refused"
  | "busy";

export type Decided<D extends StockDocument = StockDocument> = Result<DocumentDecision<D>, Refusal>;

/** Every position of a document is written in one transaction of at most 100 writes. */
export const MAX_LINES = 90;

/** Common checks of new lines; null when they are fine. */
export function refusedLines(lines: readonly { readonly sku: string; readonly warehouse?: string }[]): Refusal | null {
  if (lines.length > MAX_LINES)
    return {
      code: "too_many_lines",
      says: `${lines.length} lines; at most ${MAX_LINES} fit into one document: make several`,
    };
  const seen = new Set<string>();
  for (const { sku, warehouse = "" } of lines) {
    const place = `${sku}#${warehouse}`;
    if (seen.has(place)) return { code: "repeated_sku", says: `${sku} stands in two lines: add them up` };
    seen.add(place);
  }
  return null;
}
