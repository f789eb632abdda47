import type { MerchantId, OrderId, Sku, WarehouseCode } from "../../kernel/ids.ts";
import { lotOutKey, lotOutsPk, lotOutsPrefix } from "../../table/lot-keys.ts";
import { queryAll, type Table, type Write } from "../../table/port.ts";

/** Units of one lot that left for an order: what a recall asks for. */
export type LotOut = {
  readonly orderId: OrderId;
  /** The parcel; null where only the order's channel told that the goods have left. */
  readonly shipmentId: string | null;
  readonly lot: string;
  readonly units: number;
  readonly warehouse: WarehouseCode;
  readonly at: string;
  /** Nobody said which lot it was: what would have left by first expiry. */
  readonly isPresumed: boolean;
  /** The parcel was taken back. */
  readonly isBack: boolean;
};

type Of = { readonly merchantId: MerchantId; readonly sku: Sku };

/** `by` names the parcel or the write of stock; the same again says the same. */
export function lotOutWrite({ merchantId, sku }: Of, out: LotOut, by: string): Extract<Write, { kind: "put" }> {
  const { lot, orderId } = out;
  return { kind: "put", item: { ...lotOutKey(merchantId, sku, { lot, orderId, by }), schemaVersion: 1, ...out } };
}

/** Every order that got units of the lot, in no promised order. */
export async function readLotOuts(table: Table, { merchantId, sku }: Of, lot: string): Promise<readonly LotOut[]> {
  const sk = { kind: "beginsWith", prefix: lotOutsPrefix(lot) } as const;
  const items = await queryAll(table, { pk: lotOutsPk(merchantId, sku), sk });
  return items.map(({ pk: _pk, sk: _sk, schemaVersion: _, ...out }) => out as unknown as LotOut);
}
