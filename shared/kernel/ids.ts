import { hash } from "node:crypto";
import { remembered } from "./remembered.ts";

/** A string that only its own maker can produce, so that an order id cannot be passed where a sku is wanted. */
export type Brand<T extends string> = string & { readonly __brand: T };

export type MerchantId = Brand<"MerchantId">;
export type ConnectionId = Brand<"ConnectionId">;
export type OrderId = Brand<"OrderId">;
export type DeliveryId = Brand<"DeliveryId">;
export type EventId = Brand<"EventId">;
export type ImportId = Brand<"ImportId">;
export type ShipmentId = Brand<"ShipmentId">;
export type Sku = Brand<"Sku">;
export type WarehouseCode = Brand<"WarehouseCode">;

const SHORT_NAME = /^[a-z0-9](?:[a-z0-9-]{0,46}[a-z0-9])?$/;

/** Lower-case letters, digits and inner hyphens, at most 48: safe in keys, paths, S3 prefixes and secret names. */
export function isShortName(text: string): boolean {
  return SHORT_NAME.test(text);
}

export function merchantId(text: string): MerchantId {
  if (!isShortName(text)) throw new Error(`merchant id "${text}" is not a short name`);
  return text as MerchantId;
}

export function connectionId(text: string): ConnectionId {
  if (!isShortName(text)) throw new Error(`connection id "${text}" is not a short name`);
  return text as ConnectionId;
}

/** Any text a merchant uses for an article, trimmed; "#" is kept out of it because keys are joined with "#". */
export function sku(text: string): Sku {
  return withoutSeparator(text.trim()) as Sku;
}

export function warehouseCode(text: string): WarehouseCode {
  return withoutSeparator(text.trim()) as WarehouseCode;
}

function withoutSeparator(text: string): string {
  return text.includes("#") ? text.replaceAll("#", "＃") : text;
}

/** The same shop and channel order id always give the same order id: an upsert needs no look-up. */
export function orderIdOf(connection: ConnectionId, channelOrderId: string): OrderId {
  return `ord_${shortHash(`${connection}\n${channelOrderId}`)}` as OrderId;
}

/** The same parcel told twice of one order has the same id: `key` is the sender's own name for it. */
export function shipmentIdOf(order: OrderId, key: string): ShipmentId {
  return `shp_${shortHash(`${order}\n${key}`)}` as ShipmentId;
}

export function isOrderId(text: string): text is OrderId {
  return /^ord_[0-9a-z]+$/.test(text);
}

/** Names one delivery by its shop and dedupe key. It carries the merchant, so that a sender can ask for its fate. */
export function deliveryIdOf(merchant: MerchantId, connection: ConnectionId, dedupeKey: string): DeliveryId {
  return `dlv_${merchant}_${shortHash(`${connection}\n${dedupeKey}`)}` as DeliveryId;
}

/** The merchant inside a delivery id, or null when the text was not made by `deliveryIdOf`. */
export function merchantOfDeliveryId(text: string): MerchantId | null {
  const match = /^dlv_([a-z0-9-]{1,48})_[0-9a-z]{26}$/.exec(text);
  return match?.[1] === undefined ? null : (match[1] as MerchantId);
}

/** Stable: the same fact of the same version of the same thing has the same id however often it is published. */
export function eventIdOf(subject: string, version: number, type: string): EventId {
  return `evt_${shortHash(`${subject}\n${version}\n${type}`)}` as EventId;
}

/** One upload of one object version; a repeated notification of it gives the same import. */
export function importIdOf(merchant: MerchantId, objectKey: string, objectVersion: string): ImportId {
  return `imp_${shortHash(`${merchant}\n${objectKey}\n${objectVersion}`)}` as ImportId;
}

function hashOf(text: string): string {
  return BigInt(`0x${hash("sha256", text)}`)
    .toString(36)
    .padStart(50, "0")
    .slice(0, 26);
}

const HASHES_KEPT = 1_000;
/** Texts that are no ids may be whole orders: a thousand of them would not fit in memory. */
const LONGEST_KEPT = 256;
const knownHash = /* @__PURE__ */ remembered(HASHES_KEPT, hashOf);

/** 26 characters of base 36 from SHA-256: about 130 bits, so that two different inputs never meet. */
export function shortHash(text: string): string {
  return text.length > LONGEST_KEPT ? hashOf(text) : knownHash(text);
}
