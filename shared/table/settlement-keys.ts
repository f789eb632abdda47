import type { ImportId, MerchantId } from "../kernel/ids.ts";
import { importKey, settingsPk } from "./keys.ts";
import type { Key } from "./port.ts";

export const settlementSortKeys = {
  head: "SETTLEMENT",
  order: "ORDER#",
  alone: "NONE#",
  closing: "CLOSED#",
  matched: "MATCHED#",
  touched: "SETTLEMENT#",
} as const;

/** One payout of one shop: its head, the lines of its orders, and what finance has closed, in one partition. */
export const settlementPk = (merchant: MerchantId, settlement: string): string =>
  `${settingsPk(merchant)}#STL#${settlement}`;
export const settlementKey = (merchant: MerchantId, settlement: string): Key => ({
  pk: settlementPk(merchant, settlement),
  sk: settlementSortKeys.head,
});
/** The lines of one order in one settlement. */
export const settledOrderKey = (merchant: MerchantId, settlement: string, orderNo: string): Key => ({
  pk: settlementPk(merchant, settlement),
  sk: `${settlementSortKeys.order}${orderNo}`,
});
/** A line that names no order. */
export const settledAloneKey = (merchant: MerchantId, settlement: string, line: string): Key => ({
  pk: settlementPk(merchant, settlement),
  sk: `${settlementSortKeys.alone}${line}`,
});
/** That finance has closed an entry, with its note. */
export const closingKey = (merchant: MerchantId, settlement: string, entry: string): Key => ({
  pk: settlementPk(merchant, settlement),
  sk: `${settlementSortKeys.closing}${entry}`,
});

/** What became of the lines of an order when it was matched again. */
export const matchedKey = (merchant: MerchantId, settlement: string, orderNo: string): Key => ({
  pk: settlementPk(merchant, settlement),
  sk: `${settlementSortKeys.matched}${orderNo}`,
});

/** What each settlement holds of one order, by settlement. `#1001` and `1001` are one order: platforms write either. */
export const orderSettledPk = (merchant: MerchantId, shop: string, orderNo: string): string =>
  `${settingsPk(merchant)}#SETTLED#${shop}#${orderNo.replace(/^#/, "")}`;
export const orderSettledKey = (merchant: MerchantId, shop: string, orderNo: string, settlement: string): Key => ({
  pk: orderSettledPk(merchant, shop, orderNo),
  sk: settlement,
});

/** What a shop is usually charged, and since when its settlements are known. */
export const usualRatesKey = (merchant: MerchantId, shop: string, currency: string): Key => ({
  pk: `${settingsPk(merchant)}#FEERATES`,
  sk: `${shop}#${currency}`,
});

/** Which settlements an import has brought lines of. */
export const touchedSettlementKey = (merchant: MerchantId, importId: ImportId, settlement: string): Key => ({
  pk: importKey(merchant, importId).pk,
  sk: `${settlementSortKeys.touched}${settlement}`,
});
