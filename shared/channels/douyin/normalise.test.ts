import { describe, expect, it } from "vitest";
import { type EditedSample, normaliseEdited, orderIn } from "../../../tests/contract/edited-sample.ts";
import { pulledTopic } from "../channel.ts";
import { douyin } from "./douyin.ts";

const edited = (name: string, edit: NonNullable<EditedSample["edit"]>) =>
  normaliseEdited(douyin, name, { topic: name.startsWith("push") ? "push" : pulledTopic, edit });
const detail = (body: { detail: { data: { shop_order_detail: unknown } } }) =>
  // biome-ignore lint/suspicious/noExplicitAny: a test edits foreign JSON by path
  body.detail.data.shop_order_detail as any;

describe("a body of several Douyin messages", () => {
  it("is parked whole when one of them cannot be read: none may be lost", () => {
    const torn = edited("push-paid", (messages) => (messages[1].data = "{"));
    const nameless = edited("push-paid", (messages) => (messages[2].data = '{"s_ids":[]}'));
    const tagless = edited("push-paid", (messages) => delete messages[0].tag);
    expect(torn).toMatchObject({ ok: false, error: { kind: "bad_value", at: "messages[1].data" } });
    expect(nameless).toMatchObject({ ok: false, error: { kind: "missing_field", at: "messages[2].data.p_id" } });
    expect(tagless).toMatchObject({ ok: false, error: { kind: "missing_field", at: "messages[0].tag" } });
  });

  it("leaves messages out that are not of an order", () => {
    const result = edited("push-paid", (messages) => {
      messages[0].tag = "400";
      messages[1].tag = "401";
    });
    expect(result).toEqual({ ok: true, value: { kind: "pull", channelOrderIds: ["6941230000000000202"] } });
  });

  it("may be empty", () => {
    const result = edited("push-refund", (messages) => messages.splice(0));
    expect(result).toMatchObject({ ok: true, value: { kind: "ignored" } });
  });
});

describe("a Douyin order", () => {
  it("needs the price of each line and what the buyer pays", () => {
    const priceless = edited("order-paid", (body) => delete detail(body).sku_order_list[1].origin_amount);
    const free = edited("order-paid", (body) => delete detail(body).pay_amount);
    expect(priceless).toMatchObject({ error: { kind: "missing_field" } });
    expect(free).toMatchObject({ error: { kind: "missing_field", at: "detail.data.shop_order_detail.pay_amount" } });
  });

  it("reads numbers of status that come as text", () => {
    const order = orderIn(edited("order-shipped", (body) => (detail(body).order_status = "3")));
    expect(order.status).toMatchObject({ isFulfilled: true, raw: "3" });
  });

  it("is not held for a refund once it is decided or everything has left", () => {
    const refused = edited("order-refund-asked", (body) => {
      detail(body).sku_order_list[0].after_sale_info.after_sale_status = 27;
    });
    const shipped = edited("order-refund-asked", (body) => (detail(body).order_status = 3));
    expect(orderIn(refused).status).not.toHaveProperty("shipHold");
    expect(orderIn(shipped).status).not.toHaveProperty("shipHold");
  });

  it("keeps tax that is inside the prices apart from tax that comes on top", () => {
    const taxed = (isInside: boolean) =>
      orderIn(
        edited("order-paid", (body) => {
          const order = detail(body);
          order.tax_amount = 300;
          for (const line of order.sku_order_list) line.has_tax = isInside;
          order.sku_order_list[0].tax_amount = 300;
        }),
      );
    expect(taxed(true)).toMatchObject({ header: { discrepancyMinor: 0 }, lines: [{ totalMinor: 24_800 }, {}] });
    expect(taxed(false)).toMatchObject({ header: { discrepancyMinor: -300 }, lines: [{ totalMinor: 25_100 }, {}] });
  });

  it("is as new as the last of its after-sales, whose changes need not move the order's own time", () => {
    const clockAt = (changedS: number): number =>
      orderIn(
        edited("order-partly-refunded", (body) => {
          body.aftersales.data.items[0].aftersale_info.update_time = changedS;
        }),
      ).clock.at;
    expect([clockAt(1_763_713_500), clockAt(1_763_700_000)]).toEqual([1_763_713_500_000, 1_763_713_000_000]);
  });

  it("read twice is the same order, whatever else the answer says", () => {
    const again = orderIn(edited("order-paid", (body) => (body.detail.log_id = "20251121093000")));
    expect(again).toEqual(orderIn(edited("order-paid", () => undefined)));
  });
});
