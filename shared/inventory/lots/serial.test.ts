import { describe, expect, it } from "vitest";
import {
  merchantId,
  type OrderId,
  orderIdOf,
  type ShipmentId,
  shipmentIdOf,
  sku,
  warehouseCode,
} from "../../kernel/ids.ts";
import type { Result } from "../../kernel/result.ts";
import type { Write } from "../../table/port.ts";
import { makeMemoryTable } from "../../table/table.memory.ts";
import {
  bookedSerial,
  readSerial,
  type SerialRefused,
  type SerialStep,
  shippedSerial,
  takenBackSerial,
} from "./serial.ts";

const merchant = merchantId("cam");
const warehouse = warehouseCode("SHA");
const name = { merchantId: merchant, sku: sku("CAM"), serial: "SN 1" };
const orderId: OrderId = orderIdOf("shop" as Parameters<typeof orderIdOf>[0], "1");
const shipmentId: ShipmentId = shipmentIdOf(orderId, "p1");
const at = "2026-11-22T01:00:00.000Z";

function shelf() {
  const table = makeMemoryTable();
  const known = async () => (await readSerial(table, merchant, name.serial))[0] ?? null;
  const write = async (decided: Result<Write, SerialRefused>): Promise<boolean> =>
    decided.ok && (await table.transact([decided.value])).ok;
  return {
    table,
    known,
    write,
    ship: async () => write(shippedSerial(await known(), name, { orderId, shipmentId, warehouse, at })),
    book: async (what: SerialStep["what"]) =>
      write(bookedSerial(await known(), name, { at, by: "d1", what, warehouse })),
  };
}

describe("a unit with a number", () => {
  it("leaves once, until it comes back", async () => {
    const { ship, book, known } = shelf();
    expect([await book("received"), await ship(), await ship()]).toEqual([true, true, false]);
    expect(await known()).toMatchObject({ state: "shipped", shippedIn: { orderId, shipmentId } });
    expect([await book("received"), await book("moved"), await book("gone")]).toEqual([false, false, false]);
    expect([await book("returned"), await book("returned"), await ship()]).toEqual([true, false, true]);
    const steps = (await known())?.steps.map(({ what }) => what);
    expect(steps).toEqual(["received", "shipped", "returned", "shipped"]);
  });

  it("leaves in one of two parcels that are recorded at once", async () => {
    const { known, write } = shelf();
    const one = shippedSerial(await known(), name, { orderId, shipmentId, warehouse, at });
    const other = shippedSerial(await known(), name, {
      orderId,
      shipmentId: shipmentIdOf(orderId, "p2"),
      warehouse,
      at,
    });
    expect([await write(one), await write(other)]).toEqual([true, false]);
  });

  it("comes back with the parcel it left in, and not with another", async () => {
    const { ship, known, table } = shelf();
    await ship();
    expect(takenBackSerial(await known(), shipmentIdOf(orderId, "p2"), at)).toBeNull();
    const back = takenBackSerial(await known(), shipmentId, at);
    if (back !== null) await table.transact([back]);
    expect(await known()).toMatchObject({ state: "in_stock", shippedIn: null });
  });
});
