import { describe, expect, it } from "vitest";
import { type EditedSample, normaliseEdited, orderIn } from "../../../tests/contract/edited-sample.ts";
import { generic } from "./generic.ts";

const edited = (name: string, edit: NonNullable<EditedSample["edit"]>, topic = "order.upsert") =>
  normaliseEdited(generic, name, { topic, edit });

const orderOf = (edit: NonNullable<EditedSample["edit"]>) => orderIn(edited("order-paid-usd", edit));

/** What is done to the order of two lines → the problem's kind and place. */
const wrong: readonly (readonly [string, NonNullable<EditedSample["edit"]>, kind: string, at: string])[] = [
  ["no id", (o) => delete o.id, "missing_field", "id"],
  ["a blank id", (o) => (o.id = "  "), "bad_value", "id"],
  ["an id as a number", (o) => (o.id = 20031), "bad_value", "id"],
  ["no time of change", (o) => (o.updated_at = null), "missing_field", "updated_at"],
  ["a time without an offset", (o) => (o.placed_at = "2026-11-18T09:21:47"), "bad_value", "placed_at"],
  ["a day that is none", (o) => (o.placed_at = "2026-02-30T09:21:47Z"), "bad_value", "placed_at"],
  ["no currency", (o) => delete o.currency, "missing_field", "currency"],
  ["a currency that is none", (o) => (o.currency = "RMB"), "unknown_currency", "currency"],
  ["no lines", (o) => delete o.lines, "missing_field", "lines"],
  ["lines as an object", (o) => (o.lines = {}), "bad_value", "lines"],
  ["half a piece", (o) => (o.lines[1].quantity = 1.5), "bad_value", "lines[1].quantity"],
  ["no piece", (o) => (o.lines[1].quantity = 0), "bad_value", "lines[1].quantity"],
  ["a quantity as text", (o) => (o.lines[1].quantity = "4"), "bad_value", "lines[1].quantity"],
  ["a price as a number", (o) => (o.lines[0].unit_price = 58.0), "bad_value", "lines[0].unit_price"],
  ["a price below zero", (o) => (o.lines[0].unit_price = "-1.00"), "bad_value", "lines[0].unit_price"],
  ["a price with a comma", (o) => (o.lines[0].unit_price = "58,00"), "bad_value", "lines[0].unit_price"],
  ["tenths of a cent", (o) => (o.lines[0].unit_price = "58.005"), "bad_value", "lines[0].unit_price"],
  ["yen with decimals", (o) => Object.assign(o, { currency: "JPY" }), "bad_value", "totals.total"],
  ["more removed than sold", (o) => (o.lines[1].removed_quantity = 5), "bad_value", "lines[1].removed_quantity"],
  ["one line id twice", (o) => (o.lines[1].id = o.lines[0].id), "bad_value", "lines[1].id"],
  ["no total", (o) => delete o.totals.total, "missing_field", "totals.total"],
  ["no payment", (o) => delete o.payment, "missing_field", "payment"],
  ["no payment state", (o) => delete o.payment.state, "missing_field", "payment.state"],
  ["an unknown payment state", (o) => (o.payment.state = "settled"), "unknown_status", "payment.state"],
  ["a country's name", (o) => (o.address.country = "United States"), "bad_value", "address.country"],
  ["yes for true", (o) => (o.test = "yes"), "bad_value", "test"],
  ["a misspelt field", (o) => (o.adress = o.address), "bad_value", "adress"],
  ["tags as one text", (o) => (o.tags = "a,b"), "bad_value", "tags"],
  [
    "a refund of nobody knows when",
    (o) => (o.refunds = [{ id: "r", amount: "1.00" }]),
    "missing_field",
    "refunds[0].at",
  ],
  [
    "amounts beyond exact numbers",
    (o) => (o.lines[0].unit_price = "90000000000000"),
    "bad_value",
    "lines[0].unit_price",
  ],
  [
    "a product of amounts beyond exact numbers",
    (o) => Object.assign(o.lines[0], { unit_price: "999999999999.99", quantity: 1_000_000 }),
    "bad_value",
    "lines",
  ],
];

describe("the own shop's format", () => {
  it.each(wrong)("refuses %s by name and path", (_what, edit, kind, at) => {
    const result = edited("order-paid-usd", edit);
    expect(result).toMatchObject({ ok: false, error: { kind, at } });
  });

  it("never repeats what stood in a wrong field", () => {
    for (const field of ["note", "currency", "updated_at", "payment", "lines", "totals"]) {
      const result = edited(
        "order-paid-usd",
        (order) => (order[field] = field === "note" ? 5 : "Harriet Wells, Alder St"),
      );
      expect(result).toMatchObject({ ok: false, error: { at: field } });
      expect(field === "currency" || !JSON.stringify(result).includes("Harriet")).toBe(true);
    }
  });

  it("takes null for a field that may be left out", () => {
    const optional = [
      "number",
      "prices_include_tax",
      "status",
      "address",
      "refunds",
      "fulfilments",
      "note",
      "tags",
      "test",
    ];
    const left = orderOf((order) => {
      for (const field of optional) delete order[field];
    });
    const nulls = orderOf((order) => Object.assign(order, Object.fromEntries(optional.map((field) => [field, null]))));
    expect({ ...nulls, clock: null }).toEqual({ ...left, clock: null });
    expect(Object.keys(left).sort()).toEqual(["channelOrderId", "clock", "header", "lines", "payment"]);
  });

  it("adds discounts and taxes of the lines where the totals do not say them", () => {
    const order = orderOf((body) => {
      delete body.totals.discount;
      delete body.totals.tax;
    });
    expect(order.header).toMatchObject({ discrepancyMinor: 0, amounts: { discountMinor: 740, taxMinor: 537 } });
  });

  it("keeps every digit of an amount, and zeros beyond the currency's digits", () => {
    const order = orderOf((body) => (body.lines[0].unit_price = "9007199254.7400"));
    expect(order.lines?.[0]?.unitPriceMinor).toBe(900_719_925_474);
  });

  it("reads fields of the sender's own only to leave them out", () => {
    const extra = { anything: [{ deep: 1.5 }], __order: null };
    const with_ = orderOf((body) => Object.assign(body, { extra }) && Object.assign(body.lines[0], { extra }));
    expect(with_.lines).toEqual(orderOf(() => undefined).lines);
  });

  it("takes blanks around a text away, and half characters out of it", () => {
    const order = orderOf((body) => Object.assign(body, { number: "  A-1 ", note: "ab\ud800" }));
    expect(order.header).toMatchObject({ channelOrderNo: "A-1", note: "ab\ufffd" });
  });

  it("reads an order of 1,000 lines", () => {
    const order = orderOf((body) => {
      const [line] = body.lines;
      const each = { ...line, unit_price: "0.10", discount: null, tax: null };
      body.lines = Array.from({ length: 1000 }, (_, index) => ({ ...each, id: `l${index}` }));
      body.totals = { total: "100.00" };
    });
    expect(order.lines).toHaveLength(1000);
    expect(order.header).toMatchObject({ discrepancyMinor: 0, amounts: { itemsMinor: 10_000 } });
  });
});

describe("the own shop's clock", () => {
  const at = "2026-11-18T17:22:10Z";
  const upsert = (edit: NonNullable<EditedSample["edit"]>) =>
    orderOf((body) => {
      body.updated_at = at;
      edit(body);
    });

  it("is updated_at, to the millisecond", () => {
    expect(upsert((body) => (body.updated_at = "2026-11-18T09:22:10.125-08:00")).clock.at).toBe(Date.parse(at) + 125);
  });

  it("lets the further message of one instant win: paid, fulfilled, closed, cancelled, deleted", () => {
    const same = (body: { updated_at: string }): string => (body.updated_at = at);
    const ties = [
      upsert((body) => (body.payment.state = "pending")),
      upsert(() => undefined),
      orderIn(edited("order-fulfilled", same, "order.fulfilled")),
      upsert((body) => (body.status = { closed_at: at, fulfilled: true })),
      orderIn(edited("order-cancelled", same, "order.cancelled")),
      orderIn(edited("order-deleted", same, "order.deleted")),
    ].map(({ clock }) => [clock.at, clock.tie.slice(0, 2)]);
    const digits = ties.map(([, tie]) => tie);
    expect(new Set(ties.map(([ms]) => ms)).size).toBe(1);
    expect(digits).toEqual([...digits].sort());
    expect(new Set(digits).size).toBe(digits.length);
  });
});

describe("the own shop's short messages", () => {
  it("have the fields of their topic only, so that one topic is never taken for another", () => {
    const asDeleted = edited("order-cancelled", () => undefined, "order.deleted");
    const asCancelled = edited("order-deleted", () => undefined, "order.cancelled");
    const whole = edited("order-paid-usd", () => undefined, "order.deleted");
    expect(asDeleted).toMatchObject({ ok: false, error: { at: "cancelled_at" } });
    expect(asCancelled).toMatchObject({ ok: false, error: { kind: "missing_field", at: "cancelled_at" } });
    expect(whole.ok).toBe(false);
  });

  it("speak of nothing but their own group", () => {
    const groups = (name: string, topic: string): readonly string[] =>
      Object.keys(orderIn(edited(name, () => undefined, topic))).filter((key) => !/^(channelOrderId|clock)$/.test(key));
    expect(groups("order-cancelled", "order.cancelled")).toEqual(["status"]);
    expect(groups("order-partly-fulfilled", "order.fulfilled")).toEqual(["fulfilments"]);
    expect(groups("order-fulfilled", "order.fulfilled").toSorted()).toEqual(["fulfilments", "status"]);
    expect(groups("order-refunded", "order.refunded").toSorted()).toEqual(["payment", "refunds"]);
  });

  it("need at least one refund or parcel", () => {
    const refunds = edited("order-refunded", (body) => (body.refunds = []), "order.refunded");
    const parcels = edited("order-fulfilled", (body) => (body.fulfilments = []), "order.fulfilled");
    expect([refunds, parcels]).toMatchObject([{ error: { at: "refunds" } }, { error: { at: "fulfilments" } }]);
  });
});
