import { describe, expect, it } from "vitest";
import { aLine, aMerchant, anOrder } from "../../tests/support/builders.ts";
import { importTools, makeImporter } from "../../tests/support/importer.ts";
import { memoryObjects } from "../../tests/support/memory-ports.ts";
import { can, sha, shippingHub } from "../../tests/support/shipping-hub.ts";
import { makeApplyParcel } from "./apply-parcels.ts";
import type { ImportJob } from "./import-job.ts";

const twoLines = {
  lines: [aLine({ quantity: 3 }), aLine({ lineId: "l2", sku: "MUG-1", quantity: 1 })],
  allocations: [
    { lineId: "l1", sku: "TEA-250", warehouse: sha, quantity: 3 },
    { lineId: "l2", sku: "MUG-1", warehouse: sha, quantity: 1 },
  ],
};

type Hub = Awaited<ReturnType<typeof shippingHub>>;

/** Uploads a file of tracking numbers; the fate of each row is `status code → result`. */
async function upload(
  hub: Hub,
  lines: readonly string[],
  name = "parcels.csv",
): Promise<{ job: ImportJob; fates: string[] }> {
  const files = memoryObjects();
  const merchant = aMerchant({ locale: "en" });
  const key = `demo/order-updates/${name}`;
  const body = ["订单号,快递公司,快递单号,商家编码,数量,仓库", ...lines].join("\n");
  await files.put(key, body, { contentType: "text/csv" });
  const etag = (await files.get(key))?.etag ?? "";
  const now = (): Date => new Date("2026-11-22T06:00:00.000Z");
  const tools = importTools(hub.table, now, merchant);
  const toolsOn = (): typeof tools => ({
    ...tools,
    applyOrder: () => Promise.reject(new Error("no orders here")),
    applyParcel: makeApplyParcel({ table: hub.table, shipOrder: (request) => hub.ship(request) }),
  });
  const { run } = makeImporter({ table: hub.table, files, now, merchant, toolsOn });
  const answer = await run({ key, version: etag, etag, bytes: body.length, at: "2026-11-22T06:00:00.000Z" });
  if (answer.kind !== "finished") throw new Error(`the import is ${answer.kind}`);
  const receipt = new TextDecoder().decode((await files.get(answer.job.receiptKey))?.body);
  const fates = receipt
    .trim()
    .split(/\r?\n/)
    .slice(1)
    .map((line) => line.split(",").slice(6, 8).join(" ").trim());
  return { job: answer.job, fates };
}

describe("importing tracking numbers", () => {
  it("ships what is allocated, once, however often the row comes", async () => {
    const hub = await shippingHub(twoLines);
    const row = `${hub.orderId},顺丰速运,SF1234567890123,,,`;

    const first = await upload(hub, [row]);
    const same = await upload(hub, [row], "again.csv");
    const longer = await upload(hub, [row, "A-404,YTO,YT1,,,"], "more.csv");

    expect(first.job).toMatchObject({ state: "applied", applied: 1 });
    expect(same.job).toMatchObject({ state: "duplicate", applied: 0, unchanged: 1 });
    expect(longer.fates).toEqual(["unchanged", "FAILED order_no: unknown_order"]);
    const order = await hub.read();
    expect(order.status).toBe("shipped");
    expect(Object.values(order.fulfilments).map(({ facts }) => [facts.carrier, facts.hub?.carrierCode])).toEqual([
      ["顺丰速运", "SF"],
    ]);
  });

  it("makes one parcel of the rows that name its articles, and leaves the rest for the next", async () => {
    const hub = await shippingHub(twoLines);
    const id = hub.orderId;

    const { fates } = await upload(hub, [`${id},YTO,YT1,TEA-250,2,SHA`, `${id},YTO,YT1,MUG-1,1,SHA`]);
    const next = await upload(hub, [`${id},YTO,YT2,TEA-250,,`], "next.csv");

    expect([...fates, ...next.fates]).toEqual(["applied", "applied", "applied"]);
    expect((await hub.read()).status).toBe("shipped");
  });

  it("names what is wrong with each row and ships nothing for it", async () => {
    const hub = await shippingHub({
      allocations: [
        { lineId: "l1", sku: "TEA-250", warehouse: can, quantity: 1 },
        { lineId: "l1", sku: "TEA-250", warehouse: sha, quantity: 2 },
      ],
    });
    const id = hub.orderId;

    const { fates } = await upload(hub, [
      `${id},SF,SF1,,,`,
      `${id},SF,SF2,NOPE,,`,
      `${id},SF,SF3,TEA-250,9,SHA`,
      `${id},SF,,,,`,
      `${id},SF,SF5,,,XXX`,
      `${id},SF,1.23457E+18,,,`,
      `${id},SF,SF7,TEA-250,0,`,
      `${id},SF,SF7,TEA-250,0,`,
    ]);

    expect(fates).toEqual([
      "FAILED warehouse: warehouse_needed",
      "FAILED sku: sku_not_in_order",
      "FAILED quantity: more_than_allocated",
      "FAILED tracking_no: required",
      "FAILED warehouse: unknown_warehouse",
      "FAILED tracking_no: id_as_number",
      "FAILED quantity: zero_quantity",
      "FAILED quantity: zero_quantity; repeated_row",
    ]);
    expect(Object.keys((await hub.read()).fulfilments)).toEqual([]);
  });

  it("takes a parcel whole or not at all: what has left could not be added to when its bad row is mended", async () => {
    const hub = await shippingHub(twoLines);
    const id = hub.orderId;
    const { fates } = await upload(hub, [`${id},YTO,YT1,TEA-250,2,SHA`, `${id},YTO,YT1,MUG-1,one,SHA`]);
    expect(fates).toEqual(["FAILED parcel_has_bad_row", "FAILED quantity: not_a_count"]);
    expect(Object.keys((await hub.read()).fulfilments)).toEqual([]);

    const mended = await upload(hub, [`${id},YTO,YT1,TEA-250,2,SHA`, `${id},YTO,YT1,MUG-1,1,SHA`], "mended.csv");
    expect(mended.fates).toEqual(["applied", "applied"]);
  });

  it("does not take a row without an article for the whole order where other rows of the parcel name theirs", async () => {
    const hub = await shippingHub(twoLines);
    const id = hub.orderId;
    const { fates } = await upload(hub, [`${id},YTO,YT1,TEA-250,2,SHA`, `${id},YTO,YT1,,,SHA`]);
    expect(fates).toEqual(["FAILED parcel_has_bad_row", "FAILED sku: required"]);
    expect(Object.keys((await hub.read()).fulfilments)).toEqual([]);
  });

  it.each([
    [
      "carriers",
      ["YTO,YT1,TEA-250,2,SHA", "SF,YT1,MUG-1,1,SHA"],
      ["carrier: parcel_rows_disagree", "carrier: parcel_rows_disagree"],
    ],
    [
      "warehouses",
      ["YTO,YT1,TEA-250,2,SHA", "YTO,YT1,MUG-1,1,CAN"],
      ["warehouse: parcel_rows_disagree", "warehouse: parcel_rows_disagree"],
    ],
    [
      "units of an article",
      ["YTO,YT1,MUG-1,1,SHA", "YTO,YT1,MUG-1,1,SHA"],
      ["parcel_has_bad_row", "repeated_row; quantity: parcel_rows_disagree"],
    ],
  ])("refuses a parcel whose rows say different %s", async (_, rows, reasons) => {
    const hub = await shippingHub(twoLines);
    const { fates } = await upload(
      hub,
      rows.map((row) => `${hub.orderId},${row}`),
    );
    expect(fates).toEqual(reasons.map((reason) => `FAILED ${reason}`));
    expect(Object.keys((await hub.read()).fulfilments)).toEqual([]);
  });

  it("takes a row that says the very same again for one too many, and the warehouse from whichever row says it", async () => {
    const hub = await shippingHub(twoLines);
    const { fates } = await upload(hub, [`${hub.orderId},SF,SF1,,,`, `${hub.orderId},SF,SF1,,,`]);
    expect(fates).toEqual(["applied", "FAILED repeated_row"]);

    const other = await shippingHub(twoLines);
    const later = await upload(other, [`${other.orderId},SF,SF1,TEA-250,2,`, `${other.orderId},SF,SF1,MUG-1,1,SHA`]);
    expect(later.fates).toEqual(["applied", "applied"]);
  });

  it("does not ship an order that is held, and says why", async () => {
    const holds = [{ reason: "held_by_channel" as const, note: "risk control" }];
    const hub = await shippingHub({ order: { holds } });
    expect(anOrder().orderId).toBe(hub.orderId);

    const { fates } = await upload(hub, [`${hub.orderId},SF,SF1,,,`]);

    expect(fates).toEqual(["FAILED order_not_shippable"]);
  });
});
