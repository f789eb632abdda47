import { describe, expect, it } from "vitest";
import { type Editable, type EditedSample, normaliseEdited, orderIn } from "../../../tests/contract/edited-sample.ts";
import { pulledTopic } from "../channel.ts";
import { summarise } from "../summarise.ts";
import { wechat } from "./wechat.ts";

const pushed = (text: string): string => {
  const body = new TextEncoder().encode(text);
  return summarise(wechat.normalise({ topic: "push", body, headers: {}, receivedAt: "2026-11-21T00:00:00.000Z" }));
};
const edited = (name: string, edit: (order: Editable) => void) => {
  const inside: NonNullable<EditedSample["edit"]> = (body) => edit(body.answer.order);
  return normaliseEdited(wechat, name, { topic: pulledTopic, edit: inside });
};

describe("a WeChat event", () => {
  const xml = (event: string, inner: string): string =>
    `<xml><ToUserName><![CDATA[gh]]></ToUserName><CreateTime>1763700060</CreateTime><MsgType><![CDATA[event]]></MsgType><Event><![CDATA[${event}]]></Event>${inner}</xml>`;

  it("may be XML, as the console has it", () => {
    const info = "<order_info><order_id>3705115058471208928</order_id></order_info>";
    expect(pushed(xml("channels_ec_order_pay", info))).toBe("pull 3705115058471208928");
    expect(pushed(xml("channels_ec_order_pay", ""))).toBe("refused: missing_field at order_id");
    expect(pushed(xml("product_spu_audit", info))).toBe("ignored");
  });

  it("of the older shop component is refused by name", () => {
    const info = "<order_info><order_id>1234567</order_id></order_info>";
    expect(pushed(xml("open_product_order_pay", info))).toBe("refused: unknown_topic at Event");
  });

  it("of an order must name it", () => {
    expect(pushed('{"Event":"channels_ec_order_pay"}')).toBe("refused: missing_field at order_info");
    expect(pushed('{"Event":"channels_ec_order_pay","order_info":{}}')).toBe(
      "refused: missing_field at order_info.order_id",
    );
    expect(pushed('{"Encrypt":"x"}')).toBe("refused: missing_field at Event");
  });

  it("is read in time that grows with its length only", () => {
    const long = `<xml><Event>${" ".repeat(400_000)}<Event>${"</xml> ".repeat(100_000)}`;
    const started = performance.now();
    expect(pushed(long)).toMatch(/^refused: not_json/);
    expect(performance.now() - started).toBeLessThan(500);
  });
});

describe("a WeChat order", () => {
  it("counts units as removed only as far as they did not leave", () => {
    const removed = (parcel: number, finished: number): number | undefined =>
      orderIn(
        edited("order-partly-shipped", (order) => {
          const { delivery_info, product_infos } = order.order_detail;
          delivery_info.delivery_product_info[0].product_infos[0].product_cnt = parcel;
          product_infos[0].finish_aftersale_sku_cnt = finished;
        }),
      ).lines?.[0]?.removedQuantity;
    expect([removed(0, 1), removed(1, 1), removed(2, 1), removed(1, 2), removed(2, 2)]).toEqual([1, 1, 0, 1, 0]);
  });

  it("is waiting for its money while a group or a gift is, unless a time of payment is told", () => {
    const unpaid = orderIn(edited("order-gift", (order) => (order.order_detail.pay_info.pay_time = 0)));
    expect(unpaid).toMatchObject({ payment: { state: "pending" }, status: { shipHold: "12 gift not accepted yet" } });
  });

  it("keeps two rows of one article apart", () => {
    const { lines = [] } = orderIn(edited("order-repriced-with-gift", () => undefined));
    expect(lines.map(({ lineId, totalMinor }) => [lineId, totalMinor])).toEqual([
      ["10000141308102-2451833102", 15_800],
      ["10000141308102-2451833102-2", 0],
    ]);
  });

  it("needs the price of each line and what the buyer pays", () => {
    const priceless = edited("order-paid", (order) => delete order.order_detail.product_infos[1].sale_price);
    const free = edited("order-paid", (order) => delete order.order_detail.price_info.order_price);
    const bare = edited("order-paid", (order) => delete order.order_detail);
    expect(priceless).toMatchObject({ error: { at: "answer.order.order_detail.product_infos[1].sale_price" } });
    expect(free).toMatchObject({ error: { at: "answer.order.order_detail.price_info.order_price" } });
    expect(bare).toMatchObject({ error: { kind: "missing_field", at: "answer.order.order_detail" } });
  });

  it("is as new as the last of its after-sales, whose changes need not move the order's own time", () => {
    const clockAt = (changedS: number): number =>
      orderIn(
        normaliseEdited(wechat, "order-partly-refunded", {
          topic: pulledTopic,
          edit: (body) => (body.aftersales[0].after_sale_order.update_time = changedS),
        }),
      ).clock.at;
    expect([clockAt(1_763_707_500), clockAt(1_763_700_000)]).toEqual([1_763_707_500_000, 1_763_707_000_000]);
  });

  it("tells no refund before the money is back", () => {
    expect(orderIn(edited("order-refund-asked", () => undefined)).refunds).toBeUndefined();
  });
});
