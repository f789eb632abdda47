import { makeEvent } from "../../../events/catalog.ts";
import { driftKey } from "../../table/keys.ts";
import type { Item, Value } from "../../table/port.ts";
import type { Stock } from "../stock.ts";

export type FoundDrift = {
  readonly numbers: readonly { readonly name: string; readonly expected: number; readonly found: number }[];
  readonly unrecordedWrites: number;
  /** Its lots, or else the numbers of the position itself. */
  readonly of?: "lots";
};

/** What a proof found wrong, with the event that tells it: written in the transaction that sets it right. */
export function driftItem(
  stock: Pick<Stock, "merchantId" | "sku" | "warehouse" | "version">,
  { numbers, unrecordedWrites, of }: FoundDrift,
  { proofId, at }: { readonly proofId: string; readonly at: string },
): Item {
  const { merchantId, sku, warehouse, version } = stock;
  const detail = { sku, warehouse, proofId, numbers: [...numbers], unrecordedWrites };
  const place = `${sku}@${warehouse}`;
  const event = makeEvent({
    type: "stock.drifted.v1",
    merchantId,
    subject: of === undefined ? place : `${place}@${of}`,
    subjectVersion: version,
    occurredAt: at,
    recordedAt: at,
    detail,
  });
  const key = driftKey(merchantId, proofId, sku, warehouse);
  return {
    ...(of === undefined ? key : { ...key, sk: `${key.sk}#${of}` }),
    schemaVersion: 1,
    ...detail,
    at,
    outbox: [event as unknown as Value],
  };
}
