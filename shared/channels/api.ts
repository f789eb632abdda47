import type { Result } from "../kernel/result.ts";

/**
 * What a channel's own API is asked for: orders that were only named or never told, messages that wait there, and what the
 * hub tells the channel (parcels, stock). One file `api.ts` in the channel's folder; `api-registry.ts` lists them. Every
 * function signs and sends requests through `call.http` and reads the answers; nothing else. The port keeps the channel's
 * rate limit, repeats what is safe to repeat, and gives up after a time.
 */
export type ChannelApi = {
  readonly name: string;
  /** What a connection must be given to use the API, in the words of the channel's own console. */
  readonly credentials: readonly CredentialField[];
  /** For one shop: sustained calls a second and how many at once. The channel's README says where the figure is from. */
  readonly limit: { readonly perSecond: number; readonly burst: number };
  /** How the channel lists orders by time; null where it cannot. */
  readonly listing: Listing | null;
  /** One page of order ids of a window of time. Only called when `listing` says so. */
  listOrders(call: ApiCall, query: ListQuery): Promise<Result<OrderPage, ApiProblem>>;
  /** One order whole, in the shape that the channel's `normalise` reads under `pulledTopic`; raw bytes, no number rounded. */
  readOrder(call: ApiCall, channelOrderId: string): Promise<Result<Uint8Array, ApiProblem>>;
  /** Messages that wait at the channel until they are confirmed (Taobao TMC, Shopee's lost pushes). */
  readonly messages?: {
    consume(call: ApiCall): Promise<Result<readonly ChannelMessage[], ApiProblem>>;
    confirm(call: ApiCall, messageIds: readonly string[]): Promise<Result<null, ApiProblem>>;
  };
  /** New credentials before the old expire; `expiresAt` among them says when. Absent where tokens last. */
  refreshCredentials?(call: ApiCall): Promise<Result<Credentials, ApiProblem>>;
  /** Tells the channel that a parcel has left. */
  sendShipment?(call: ApiCall, shipment: ShipmentNews): Promise<Result<Written, ApiProblem>>;
  /** Sets absolute sellable quantities, at most `stockBatch` at once. */
  setStock?(call: ApiCall, levels: readonly StockLevel[]): Promise<Result<readonly StockAnswer[], ApiProblem>>;
  readonly stockBatch?: number;
};

export type CredentialField = {
  readonly name: string;
  /** For people: what it is and where it is found. */
  readonly about: string;
  readonly isSecret: boolean;
  readonly isOptional?: boolean;
};

/** By `CredentialField.name`. `expiresAt` (instant) is kept with refreshed tokens; `apiUrl` overrides the address (sandboxes). */
export type Credentials = Readonly<Record<string, string>>;

export type ApiCall = {
  readonly http: Http;
  readonly credentials: Credentials;
  readonly now: Date;
};

export type HttpRequest = {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array | string;
  /** Sending it twice does no harm: only then is it repeated after a failure whose outcome is unknown. GETs always are. */
  readonly isRepeatable?: boolean;
};

export type HttpResponse = {
  readonly status: number;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
};

/** Answers of any status are values; only what never became an answer is a problem. */
export interface Http {
  send(request: HttpRequest): Promise<Result<HttpResponse, ApiProblem>>;
}

/** "Their no" (`refused`, `not_found`, `unauthorised`) and failures that pass are told apart, so that each is handled once. */
export type ApiProblem =
  /** The channel understood and said no; the same request will be refused again. */
  | { readonly kind: "refused"; readonly code: string; readonly detail: string }
  | { readonly kind: "not_found"; readonly detail: string }
  /** The token is expired, revoked or lacks a scope: refresh once, then someone has to sign in again. */
  | { readonly kind: "unauthorised"; readonly detail: string }
  | { readonly kind: "rate_limited"; readonly retryAfterMs: number | null }
  /** 5xx, no connection, no answer in time: later. */
  | { readonly kind: "unavailable"; readonly detail: string }
  /** A write was sent and no answer came: it may or may not have been done. */
  | { readonly kind: "in_doubt"; readonly detail: string }
  /** An answer that is not what the channel documents. */
  | { readonly kind: "unreadable"; readonly at: string; readonly detail: string };

export type Listing = {
  /** By what time windows can be asked: when orders changed, when they were created, or both. */
  readonly by: readonly ("changed" | "created")[];
  /** The longest window of one query. */
  readonly maxWindowMs: number;
  /** Rows may appear late: a window may end only this long before now, and begins again this long before the last end. */
  readonly settleMs: number;
  readonly overlapMs: number;
  /** How far back the channel answers. */
  readonly historyDays: number;
};

export type ListQuery = {
  readonly by: "changed" | "created";
  /** Instants; from inclusive, until exclusive as far as the channel keeps it: boundary duplicates are absorbed. */
  readonly from: string;
  readonly until: string;
  /** null for the first page, then `next` of the page before. */
  readonly page: string | null;
};

export type OrderPage = {
  readonly orders: readonly {
    readonly channelOrderId: string;
    /** When the channel says it changed and was created, where the list tells. */
    readonly changedAt: string | null;
    readonly createdAt: string | null;
  }[];
  readonly next: string | null;
  /** What the channel counts for the whole window, where it tells. */
  readonly total: number | null;
};

export type ChannelMessage = {
  readonly messageId: string;
  /** Read by the channel's `normalise` under this topic. */
  readonly topic: string;
  readonly body: Uint8Array;
};

/** One parcel for the channel. Lines without a channel line id are not told. */
export type ShipmentNews = {
  /** Stable over retries: an idempotency key where the channel takes one. */
  readonly shipmentId: string;
  readonly channelOrderId: string;
  readonly carrier: { readonly code: string; readonly name: string };
  readonly trackingNo: string;
  readonly shippedAt: string;
  readonly lines: readonly { readonly lineId: string; readonly sku: string; readonly quantity: number }[];
  /** Whether everything of the order that ships has left with this parcel and those before. */
  readonly isLast: boolean;
};

/** `already`: the channel knew it, so nothing was changed. `reference` is the channel's own id of what was written. */
export type Written = { readonly kind: "done" | "already"; readonly reference: string | null };

export type StockLevel = {
  readonly sku: string;
  /** The channel's own ids of the listing, as the merchant mapped them: `{ "inventoryItemId": "…", "locationId": "…" }`. */
  readonly listing: Readonly<Record<string, string>>;
  readonly quantity: number;
  /** What the hub set last, for channels that compare before they set; null when unknown. */
  readonly previous: number | null;
  /** Stable over retries of this very level. */
  readonly idempotencyKey: string;
};

/** One answer for each level, in their order. `conflict`: the channel held another quantity than `previous`. */
export type StockAnswer =
  | { readonly kind: "set" }
  | { readonly kind: "conflict"; readonly found: number | null }
  | { readonly kind: "refused"; readonly code: string; readonly detail: string };
