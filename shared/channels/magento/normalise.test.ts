import { describe, expect, it } from "vitest";
import { type EditedSample, normaliseEdited, orderIn } from "../../../tests/contract/edited-sample.ts";
import { magento } from "./magento.ts";

const saved = "com.adobe.commerce.observer.sales_order_save_commit_after";
type Edit = NonNullable<EditedSample["edit"]>;
const edited = (name: string, edit: Edit, topic = saved) =>
  normaliseEdited(magento, name, { topic, edit: (body) => edit(body.data.value) });
const orderOf = (name: string, edit: Edit = () => undefined) => orderIn(edited(name, edit));

describe("Magento events", () => {
  it("are known with and without their prefix", () => {
    const bare = normaliseEdited(magento, "order-paid-cny", { topic: "observer.sales_order_save_commit_after" });
    expect(orderIn(bare)).toEqual(orderOf("order-paid-cny"));
  });

  it("may come in the older envelope", () => {
    const older = normaliseEdited(magento, "order-paid-cny", {
      topic: saved,
      edit: (body) => {
        body.event = { data: body.data };
        delete body.data;
        delete body.type;
      },
    });
    expect(orderIn(older)).toEqual({ ...orderOf("order-paid-cny"), clock: expect.anything() });
  });

  it("are not taken for another: the type inside is signed, the header is not", () => {
    const result = edited(
      "order-paid-cny",
      () => undefined,
      `com.adobe.commerce.observer.sales_order_shipment_save_after`,
    );
    expect(result).toMatchObject({ ok: false, error: { kind: "bad_value", at: "type" } });
  });

  it("without a value are refused", () => {
    const result = normaliseEdited(magento, "order-paid-cny", { topic: saved, edit: (body) => (body.data = {}) });
    expect(result).toMatchObject({ ok: false, error: { kind: "missing_field", at: "data.value" } });
  });
});

describe("Magento subscriptions with few fields", () => {
  const groupsWithout = (...fields: readonly string[]): readonly string[] => {
    const order = orderOf("order-paid-cny", (value) => {
      for (const field of fields) delete value[field];
    });
    return Object.keys(order).filter((key) => key !== "channelOrderId" && key !== "clock");
  };

  it("tell only the groups that can be told", () => {
    expect(groupsWithout()).toEqual(["header", "lines", "payment", "status", "address"]);
    expect(groupsWithout("items", "addresses")).toEqual(["payment", "status"]);
    expect(groupsWithout("grand_total")).toEqual(["status", "address"]);
    expect(groupsWithout("state", "addresses")).toEqual(["header", "lines"]);
  });

  it("must complete a group once it has begun", () => {
    for (const field of ["order_currency_code", "created_at"]) {
      expect(edited("order-paid-cny", (value) => delete value[field])).toMatchObject({
        error: { kind: "missing_field", at: `data.value.${field}` },
      });
    }
    const item = edited("order-paid-cny", (value) => delete value.items[2].qty_ordered);
    expect(item).toMatchObject({ error: { kind: "missing_field", at: "data.value.items[2].qty_ordered" } });
  });

  it("find the order's id wherever it is", () => {
    const idWith = (edit: Edit): string => orderOf("order-paid-cny", edit).channelOrderId;
    const without = (value: Record<string, unknown>): boolean => delete value["entity_id"];
    expect(idWith(without)).toBe("5001");
    expect(idWith((value) => without(value) && delete value.items && delete value.addresses)).toBe("5001");
    expect(idWith((value) => without(value) && delete value.items && delete value.payment)).toBe("5001");
    expect(idWith((value) => without(value) && Object.assign(value, { id: 5001 }))).toBe("5001");
  });
});

describe("Magento amounts", () => {
  it("read JSON numbers digit by digit", () => {
    const order = orderOf("order-paid-kwd", (value) => {
      value.grand_total = 13.876;
      value.items[0].row_total = 12.376;
    });
    expect(order.header).toMatchObject({ discrepancyMinor: 0, amounts: { totalMinor: 13_876 } });
    expect(order.lines?.[0]).toMatchObject({ unitPriceMinor: 4126, discountMinor: 2, totalMinor: 12_376 });
  });

  it("take the noise of PHP's floats away", () => {
    const order = orderOf("order-paid-cny", (value) => (value.grand_total = 287.90000000000003));
    expect(order.header?.amounts.totalMinor).toBe(28_790);
  });

  it("count the tax hidden in a discount", () => {
    const order = orderOf("order-authorized-usd", (value) => {
      value.items[1].discount_tax_compensation_amount = 0.11;
      value.discount_tax_compensation_amount = 0.11;
      value.shipping_discount_tax_compensation_amount = 0.05;
      value.grand_total = 69.37;
    });
    expect(order.header).toMatchObject({ discrepancyMinor: 0, amounts: { taxMinor: 368 } });
    expect(order.lines?.[1]?.taxMinor).toBe(108);
  });

  it("count a bundle once, whether it or its parts have the price", () => {
    const itemsOf = (edit: Edit): number | undefined =>
      orderOf("order-authorized-usd", edit).header?.amounts.itemsMinor;
    const fixedPrice: Edit = (value) => {
      value.items[1].row_total = 0;
      value.items[2].row_total = 0;
    };
    expect([itemsOf(() => undefined), itemsOf(fixedPrice)]).toEqual([6299, 6299]);
  });
});

describe("Magento items", () => {
  const shipsOf = (edit: Edit): readonly boolean[] | undefined =>
    orderOf("order-authorized-usd", edit).lines?.map((line) => line.needsShipping);

  it("ship the parts of a bundle, or the bundle when its parts are not told", () => {
    expect(shipsOf(() => undefined)).toEqual([false, true, true, false]);
    expect(shipsOf((value) => value.items.splice(1, 2))).toEqual([true, false]);
  });

  it("ship a configurable product under the article number that was chosen", () => {
    const order = orderOf("order-paid-cny", (value) => (value.items[0].sku = "SILK-SCARF"));
    expect(order.lines?.map(({ sku, needsShipping }) => [sku, needsShipping])).toEqual([
      ["SILK-SCARF-RED", true],
      ["SILK-SCARF-RED", false],
      ["FAN-BAMBOO", true],
    ]);
    expect(order.lines?.[0]?.variant).toBe("红");
  });

  it.each([
    { what: "nothing happened", shipped: 0, refunded: 0, canceled: 0, removed: 0 },
    { what: "one paid back before shipping", shipped: 0, refunded: 1, canceled: 0, removed: 1 },
    { what: "one cancelled", shipped: 0, refunded: 0, canceled: 1, removed: 1 },
    { what: "came back after shipping", shipped: 2, refunded: 1, canceled: 0, removed: 0 },
    { what: "one shipped, the other paid back", shipped: 1, refunded: 1, canceled: 0, removed: 1 },
  ])("remove what Magento no longer ships: $what", ({ shipped, refunded, canceled, removed }) => {
    const order = orderOf("order-authorized-usd", (value) => {
      Object.assign(value.items[1], { qty_shipped: shipped, qty_refunded: refunded, qty_canceled: canceled });
    });
    expect(order.lines?.[1]?.removedQuantity).toBe(removed);
  });

  it("of a bundle that ships as one parcel move with it", () => {
    const order = orderOf("order-authorized-usd", (value) => (value.items[0].qty_shipped = 1));
    expect(order.status).toMatchObject({ isFulfilled: true, closedAt: null });
  });
});

describe("Magento payments", () => {
  const stateOf = (edit: Edit): string | undefined => orderOf("order-authorized-usd", edit).payment?.state;

  it.each([
    ["authorized", { state: "processing" }],
    ["paid", { state: "processing", total_paid: 69.21 }],
    ["partially_paid", { state: "processing", total_paid: 20 }],
    ["pending", { state: "new" }],
    ["pending", { state: "pending_payment" }],
    ["pending", { state: "payment_review" }],
    ["pending", { state: "processing", payment: { method: "banktransfer" } }],
    ["paid", { state: "processing", grand_total: 0 }],
    ["paid", { state: "complete" }],
    ["partially_refunded", { state: "complete", total_paid: 69.21, total_refunded: 1 }],
    ["refunded", { state: "closed", total_paid: 69.21, total_refunded: 69.21 }],
    ["refunded", { state: "closed" }],
    ["voided", { state: "canceled" }],
    ["paid", { state: "canceled", total_paid: 69.21 }],
  ])("are %s for %j", (expected, said) => {
    expect(stateOf((value) => Object.assign(value, said))).toBe(expected);
  });
});

describe("Magento clocks", () => {
  it("read times without a zone as UTC", () => {
    const order = orderOf("order-created-cny");
    expect(order.header?.placedAt).toBe("2026-11-19T12:14:05.000Z");
    expect(order.clock.at).toBe(Date.parse("2026-11-19T12:14:05Z"));
  });

  it("put the further state of one second last", () => {
    const tieOf = (said: object): string =>
      orderOf("order-created-cny", (value) => Object.assign(value, said)).clock.tie;
    const ties = [
      tieOf({ state: "pending_payment" }),
      tieOf({ state: "new" }),
      tieOf({ state: "processing" }),
      tieOf({ state: "processing", total_paid: 287.9 }),
      tieOf({ state: "complete", total_paid: 287.9 }),
      tieOf({ state: "closed", total_paid: 287.9, total_refunded: 287.9 }),
      tieOf({ state: "canceled" }),
    ];
    expect(ties).toEqual([...ties].sort());
  });
});

describe("Magento parcels and credit memos", () => {
  it("name the lines they hold", () => {
    const parcel = orderIn(
      edited("shipment-created", () => undefined, "com.adobe.commerce.observer.sales_order_shipment_save_after"),
    ).fulfilments?.[0];
    expect(parcel).toMatchObject({
      fulfilmentId: "000000611",
      lines: [{ lineId: "9012", quantity: 2 }, { lineId: "9013" }],
    });
  });

  it("count only money that went back", () => {
    const topic = "com.adobe.commerce.observer.sales_order_creditmemo_save_after";
    const memo = (state: number) => edited("credit-memo-created", (value) => (value.state = state), topic);
    expect(orderIn(memo(2)).refunds?.[0]).toMatchObject({
      amountMinor: 2385,
      taxMinor: 135,
      lines: [{ amountMinor: 2500 }],
    });
    expect([memo(1), memo(3)]).toMatchObject([{ value: { kind: "ignored" } }, { value: { kind: "ignored" } }]);
  });
});
