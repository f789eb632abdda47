import type { MerchantId, OrderId, ShipmentId, Sku, WarehouseCode } from "../../kernel/ids.ts";
import { fail, ok, type Result } from "../../kernel/result.ts";
import { serialKey, serialPk } from "../../table/lot-keys.ts";
import { type Condition, type Item, queryAll, type Table, type Value, type Write } from "../../table/port.ts";

/** One unit with a number of its own: where it is, or who got it. */
export type Serial = {
  readonly merchantId: MerchantId;
  readonly sku: Sku;
  readonly serial: string;
  /** `gone`: taken out of stock by hand. */
  readonly state: "in_stock" | "shipped" | "gone";
  /** Where it is, or left from. */
  readonly warehouse: WarehouseCode;
  /** Who got it; null unless it is shipped. */
  readonly shippedIn: { readonly orderId: OrderId; readonly shipmentId: ShipmentId } | null;
  /** Its way, oldest first; the last twenty steps. */
  readonly steps: readonly SerialStep[];
  readonly version: number;
};

/** `by` is the document or the parcel. */
export type SerialStep = {
  readonly at: string;
  readonly what: "received" | "shipped" | "taken back" | "returned" | "moved" | "gone";
  readonly by: string;
};

export type SerialName = { readonly merchantId: MerchantId; readonly sku: Sku; readonly serial: string };

/** The unit is not where somebody says: it has left already, or is in stock already. */
export type SerialRefused = { readonly kind: "serial_elsewhere"; readonly serial: string; readonly says: string };

const STEPS_KEPT = 20;

/** Who got units with this number; of most numbers one sku. */
export async function readSerial(table: Table, merchant: MerchantId, serial: string): Promise<readonly Serial[]> {
  return (await queryAll(table, { pk: serialPk(merchant, serial) })).map(fromItem);
}

/** Those of which something is known, by sku and number. */
export async function readSerials(
  table: Table,
  names: readonly SerialName[],
): Promise<(name: Pick<SerialName, "sku" | "serial">) => Serial | null> {
  const items = names.length === 0 ? [] : await table.getMany(names.map(keyOf));
  const known = new Map(items.map(fromItem).map((serial) => [`${serial.sku}#${serial.serial}`, serial]));
  return ({ sku, serial }) => known.get(`${sku}#${serial}`) ?? null;
}

/** A unit leaves once, wherever it was believed to be; only a return brings it back. */
export function shippedSerial(
  known: Serial | null,
  name: SerialName,
  to: NonNullable<Serial["shippedIn"]> & { readonly warehouse: WarehouseCode; readonly at: string },
): Result<Write, SerialRefused> {
  const { orderId, shipmentId, warehouse, at } = to;
  if (known?.state === "shipped") return fail(elsewhere(known, `it left for order ${known.shippedIn?.orderId}`));
  const shippedIn = { orderId, shipmentId };
  return ok(written(known, name, { state: "shipped", warehouse, shippedIn }, { at, what: "shipped", by: shipmentId }));
}

/** Null when the unit has gone another way since. */
export function takenBackSerial(known: Serial | null, shipmentId: ShipmentId, at: string): Write | null {
  if (known?.shippedIn?.shipmentId !== shipmentId) return null;
  const { warehouse } = known;
  const step = { at, what: "taken back", by: shipmentId } as const;
  return written(known, known, { state: "in_stock", warehouse, shippedIn: null }, step);
}

/**
 * What a document says of a unit: `received` and `moved` (a transfer has come) units are not out at a buyer's; a `returned` one is
 * not in stock; one that is `gone` is in stock.
 */
export function bookedSerial(
  known: Serial | null,
  name: SerialName,
  { warehouse, ...step }: SerialStep & { readonly warehouse: WarehouseCode },
): Result<Write, SerialRefused> {
  const state = known?.state ?? null;
  if (step.what === "received" && state === "in_stock" && known !== null)
    return fail(elsewhere(known, `it is in ${known.warehouse} already`));
  if (step.what === "returned" && state === "in_stock" && known !== null)
    return fail(elsewhere(known, `it never left ${known.warehouse}`));
  if (step.what !== "returned" && state === "shipped" && known !== null)
    return fail(elsewhere(known, `it left for order ${known.shippedIn?.orderId}`));
  const after = step.what === "gone" ? "gone" : "in_stock";
  return ok(written(known, name, { state: after, warehouse, shippedIn: null }, step));
}

function elsewhere({ serial }: Serial, why: string): SerialRefused {
  return { kind: "serial_elsewhere", serial, says: `unit ${serial}: ${why}` };
}

function written(
  known: Serial | null,
  { merchantId, sku, serial }: SerialName,
  to: Pick<Serial, "state" | "warehouse" | "shippedIn">,
  step: SerialStep,
): Extract<Write, { kind: "put" }> {
  const steps = [...(known?.steps ?? []), step].slice(-STEPS_KEPT);
  const condition: Condition =
    known === null
      ? { kind: "absent", path: "pk" }
      : { kind: "compare", path: "version", op: "=", value: known.version };
  const after: Serial = { merchantId, sku, serial, ...to, steps, version: (known?.version ?? 0) + 1 };
  const item = { ...keyOf(after), schemaVersion: 1, ...(after as unknown as Record<string, Value>) };
  return { kind: "put", item, condition };
}

function keyOf({ merchantId, serial, sku }: SerialName) {
  return serialKey(merchantId, serial, sku);
}

/** Only our own code writes it. */
function fromItem({ pk: _pk, sk: _sk, schemaVersion: _, ...serial }: Item): Serial {
  return serial as unknown as Serial;
}
