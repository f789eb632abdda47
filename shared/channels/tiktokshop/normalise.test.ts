import { describe, expect, it } from "vitest";
import { type Editable, type EditedSample, normaliseEdited, orderIn } from "../../../tests/contract/edited-sample.ts";
import { pulledTopic } from "../channel.ts";
import { tiktokshop } from "./tiktokshop.ts";

const edited = (name: string, edit: (order: Editable) => void) => {
  const inside: NonNullable<EditedSample["edit"]> = (body) => edit(body.order.data.orders[0]);
  return normaliseEdited(tiktokshop, name, { topic: pulledTopic, edit: inside });
};

describe("pieces of a TikTok order", () => {
  it("make one line for each variant and price, whatever their order and their discounts", () => {
    const usual = orderIn(edited("order-partly-shipped", () => undefined));
    const turned = orderIn(edited("order-partly-shipped", (order) => order.line_items.reverse()));
    const [shirts] = usual.lines ?? [];
    expect(shirts).toMatchObject({
      lineId: "577100000000010101",
      quantity: 3,
      unitPriceMinor: 2990,
      discountMinor: 1100,
    });
    expect(turned.lines?.map(({ lineId }) => lineId).sort()).toEqual(usual.lines?.map(({ lineId }) => lineId));
    expect(turned.lines?.find(({ lineId }) => lineId === shirts?.lineId)).toEqual(shirts);
  });

  it("stand apart at another price, and as a gift", () => {
    const prices = orderIn(edited("order-paid", (order) => (order.line_items[1].original_price = "30")));
    const gifts = orderIn(edited("order-paid", (order) => (order.line_items[1].is_gift = true)));
    expect([prices.lines?.length, gifts.lines?.length]).toEqual([3, 3]);
  });

  it("keep their line when one of them is cancelled", () => {
    const before = orderIn(edited("order-released", () => undefined)).lines ?? [];
    const after = orderIn(edited("order-unit-cancelled", () => undefined)).lines ?? [];
    expect(after).toEqual([{ ...before[0], removedQuantity: 1 }]);
  });

  it("are refused when two share an id", () => {
    const result = edited("order-paid", (order) => (order.line_items[1].id = order.line_items[0].id));
    expect(result).toMatchObject({ error: { kind: "bad_value", at: "order.data.orders[0].line_items[1].id" } });
  });

  it("are in the parcel they went with, counted by line", () => {
    const { fulfilments } = orderIn(edited("order-partly-shipped", () => undefined));
    expect(fulfilments).toMatchObject([{ state: "success", lines: [{ lineId: "577100000000010101", quantity: 2 }] }]);
  });

  it("leave a parcel that was lost before it left", () => {
    const lost = orderIn(
      edited("order-label-made", (order) => {
        for (const unit of order.line_items) unit.display_status = "CANCELLED";
      }),
    );
    expect(lost.fulfilments).toMatchObject([{ state: "cancelled" }]);
  });
});

describe("a TikTok order", () => {
  it("needs its payment and its currency", () => {
    expect(edited("order-paid", (order) => delete order.payment)).toMatchObject({ ok: false });
    const foreign = edited("order-paid", (order) => (order.payment.currency = "XYZ"));
    expect(foreign).toMatchObject({ error: { kind: "unknown_currency", at: "order.data.orders[0].payment.currency" } });
  });

  it("is not held for a cancellation once it has left", () => {
    const order = orderIn(edited("order-shipped", (body) => (body.is_buyer_request_cancel = true)));
    expect(order.status).not.toHaveProperty("shipHold");
  });

  it("read twice is the same order, whatever else the answer says", () => {
    const read = (requestId: string) =>
      orderIn(
        normaliseEdited(tiktokshop, "order-paid", {
          topic: pulledTopic,
          edit: (body) => (body.order.request_id = requestId),
        }),
      );
    expect(read("1")).toEqual(read("2"));
  });

  it("counts pieces and money of a return by line, and is as new as that return", () => {
    const order = orderIn(normaliseEdited(tiktokshop, "order-returned", { topic: pulledTopic, edit: () => undefined }));
    const [refund] = order.refunds ?? [];
    expect(refund).toMatchObject({
      amountMinor: 5180,
      lines: [{ lineId: "577100000000010101", quantity: 2, amountMinor: 5180 }],
    });
    expect(order.clock.at).toBe(1_764_500_000_000);
  });

  it("tells no refund that is only asked for, nor a replacement", () => {
    const change = (edit: (found: Editable) => void) =>
      orderIn(
        normaliseEdited(tiktokshop, "order-returned", {
          topic: pulledTopic,
          edit: (body) => edit(body.returns.data.return_orders[0]),
        }),
      );
    const asked = change((found) => (found.return_status = "RETURN_OR_REFUND_REQUEST_PENDING"));
    const replaced = change((found) => (found.refund_amount.refund_total = "0"));
    expect([asked.refunds, replaced.refunds]).toEqual([undefined, undefined]);
    expect(asked.payment?.state).toBe("paid");
  });

  it("asked for and not there is refused by name", () => {
    const none = normaliseEdited(tiktokshop, "order-paid", {
      topic: pulledTopic,
      edit: (body) => (body.order.data.orders = []),
    });
    expect(none).toMatchObject({ error: { kind: "missing_field", at: "order.data.orders" } });
  });
});
