import { describe, expect, it } from "vitest";
import { type Editable, normaliseEdited, orderIn } from "../../../tests/contract/edited-sample.ts";
import type { IncomingOrder } from "../../orders/facts.ts";
import { pulledTopic } from "../channel.ts";
import { normaliseContract } from "../normalise.contract.ts";
import { jd } from "./jd.ts";
import { samples } from "./samples.ts";
import { states } from "./statuses.ts";

const expected: Readonly<Record<string, string>> = {
  "order-paid":
    "order 274900112233 | 274900112233 CNY 36100 = 38900 - 3400 + 600 + 0 + tax 0 inside | paid | open (WAIT_SELLER_STOCK_OUT) | LAMP-DESK-Wx2 BULB-E27-9Wx2 BULB-E27-9Wx1 | to CN/广东/深圳市",
  "order-locked":
    "order 274900112233 | 274900112233 CNY 36100 = 38900 - 3400 + 600 + 0 + tax 0 inside | paid | held (LOCKED) | LAMP-DESK-Wx2 BULB-E27-9Wx2 BULB-E27-9Wx1 | to CN/广东/深圳市",
  "order-unlocked":
    "order 274900112233 | 274900112233 CNY 36100 = 38900 - 3400 + 600 + 0 + tax 0 inside | paid | open (WAIT_SELLER_STOCK_OUT) | LAMP-DESK-Wx2 BULB-E27-9Wx2 BULB-E27-9Wx1 | to CN/广东/深圳市",
  "order-shipped":
    "order 274900112233 | 274900112233 CNY 36100 = 38900 - 3400 + 600 + 0 + tax 0 inside | paid | fulfilled (WAIT_GOODS_RECEIVE_CONFIRM) | LAMP-DESK-Wx2 BULB-E27-9Wx2 BULB-E27-9Wx1 | to CN/广东/深圳市 | parcel success 2087 JDVA00000000001, JDVA00000000002",
  "order-finished":
    "order 274900112233 | 274900112233 CNY 36100 = 38900 - 3400 + 600 + 0 + tax 0 inside | paid | closed+fulfilled (FINISHED_L) | LAMP-DESK-Wx2 BULB-E27-9Wx2 BULB-E27-9Wx1 | to CN/广东/深圳市 | parcel success 2087 JDVA00000000001, JDVA00000000002",
  "order-cash-on-delivery":
    "order 274900112240 | 274900112240 CNY 5900 = 5900 - 0 + 0 + 0 + tax 0 inside | pending on delivery | open (WAIT_SELLER_STOCK_OUT) | KETTLE-1Lx1 | to CN/北京/朝阳区",
  "order-cash-on-delivery-finished":
    "order 274900112240 | 274900112240 CNY 5900 = 5900 - 0 + 0 + 0 + tax 0 inside | paid on delivery | closed+fulfilled (FINISHED_L) | KETTLE-1Lx1 | to CN/北京/朝阳区 | parcel success 2087 JDVA00000000009",
  "order-cancelled":
    "order 274900112241 | 274900112241 CNY 5900 = 5900 - 0 + 0 + 0 + tax 0 inside | refunded | cancelled (TRADE_CANCELED) | KETTLE-1Lx1 | to CN/北京/朝阳区",
  "order-split-parent":
    "order 274900112250 | 274900112250 CNY 11800 = 11800 - 0 + 0 + 0 + tax 0 inside | cancelled (PARENT_TRADE_CANCELED) | KETTLE-1Lx2 | to CN/北京/朝阳区",
  "order-split-child":
    "order 274900112251 | 274900112251 CNY 5900 = 5900 - 0 + 0 + 0 + tax 0 inside | paid | open (WAIT_SELLER_STOCK_OUT) | KETTLE-1Lx1 | to CN/北京/朝阳区",
  "order-overseas-waiting":
    "order 274900112252 | 274900112252 CNY 5900 = 5900 - 0 + 0 + 0 + tax 0 inside | paid | open (WAIT_SELLER_DELIVERY) | KETTLE-1Lx1 | to CN/北京/朝阳区",
  "order-missing-sku":
    "order 274900112253 | 274900112253 CNY 5900 = 5900 - 0 + 0 + 0 + tax 0 inside | paid | open (WAIT_SELLER_STOCK_OUT) | ?x1 | to CN/北京/朝阳区",
  "order-unknown-state":
    "refused: unknown_status at jingdong_pop_order_enGet_responce.orderDetailInfo.orderInfo.orderState",
  "order-not-adding-up":
    "order 274900112255 | 274900112255 CNY 5800 = 5900 - 0 + 0 + 0 + tax 0 inside off by -100 | paid | open (WAIT_SELLER_STOCK_OUT) | KETTLE-1Lx1 | to CN/北京/朝阳区",
};

normaliseContract(jd, { samples, expected, bigId: /("orderId":\s*")\d+/ });

/** A sample after a change of its `orderInfo`. */
function edited(name: string, edit: (order: Editable) => void) {
  return normaliseEdited(jd, name, {
    topic: pulledTopic,
    edit: (body) => edit(body.jingdong_pop_order_enGet_responce.orderDetailInfo.orderInfo),
  });
}

const orderOf = (name: string, said: object = {}): IncomingOrder =>
  orderIn(edited(name, (order) => Object.assign(order, said)));

describe("JD dates", () => {
  it("take the year 1 and the first day of 1970 for no date at all", () => {
    for (const none of ["0001-01-01 00:00:00", "1970-01-01 08:00:00", "", null]) {
      const order = orderOf("order-finished", { paymentConfirmTime: none, orderEndTime: none, outBoundDate: none });
      expect(order.payment?.paidAt).toBeNull();
      expect(order.status?.closedAt).toBe("2026-11-24T04:00:00.000Z");
      expect(order.fulfilments?.[0]?.at).toBe("2026-11-24T04:00:00.000Z");
    }
  });

  it("are those of China", () => {
    const order = orderOf("order-shipped");
    expect(order.header?.placedAt).toBe("2026-11-20T12:11:09.000Z");
    expect(new Date(order.clock.at).toISOString()).toBe("2026-11-21T00:31:02.000Z");
  });

  it("put the further state of one second last", () => {
    const ties = states.map((orderState) => orderOf("order-paid", { orderState }).clock.tie);
    expect(ties).toEqual([...ties].sort());
  });
});

describe("JD lines", () => {
  it("join rows of one sku and price, and tell a gift from what was bought", () => {
    expect(orderOf("order-paid").lines?.map((line) => [line.lineId, line.quantity, line.totalMinor])).toEqual([
      ["10081110000011", 2, 33_900 - 2_000],
      ["10081110000012", 2, 5_000],
      ["10081110000012-0", 1, 0],
    ]);
  });

  it("keep their names, in whatever order the rows come", () => {
    const turned = orderIn(edited("order-paid", (order) => order.itemInfoList.reverse()));
    const idsOf = (order: IncomingOrder) => order.lines?.map(({ lineId }) => lineId).sort();
    expect(idsOf(turned)).toEqual(idsOf(orderOf("order-paid")));
  });
});

describe("JD payment", () => {
  const none = "0001-01-01 00:00:00";

  it.each([
    ["pending", { payType: "1-货到付款", paymentConfirmTime: none }],
    ["pending", { payType: "1", paymentConfirmTime: none }],
    ["paid", { payType: "1-货到付款", paymentConfirmTime: none, orderState: "FINISHED_L" }],
    ["voided", { payType: "1-货到付款", paymentConfirmTime: none, orderState: "TRADE_CANCELED" }],
    ["refunded", { orderState: "TRADE_CANCELED" }],
    ["paid", { paymentConfirmTime: none }],
    ["paid", { payType: "10-other", paymentConfirmTime: none }],
    ["paid", { orderState: "LOCKED" }],
    [undefined, { orderState: "LOCKED", paymentConfirmTime: none }],
    [undefined, { orderState: "PARENT_TRADE_CANCELED" }],
  ])("is %s for %j", (state, said) => {
    expect(orderOf("order-paid", said).payment?.state).toBe(state);
  });
});

describe("JD states", () => {
  it.each(["LOCKED", "PAUSE", "POP_ORDER_PAUSE"])("hold the order: %s", (orderState) => {
    expect(orderOf("order-paid", { orderState }).status?.shipHold).toBe(orderState);
  });

  it("say why a split parent is gone", () => {
    expect(orderOf("order-split-parent").status).toMatchObject({ cancelReason: "split into other orders" });
  });
});

describe("JD amounts", () => {
  it("take the shop's discount where no discounts are listed", () => {
    const { header } = orderOf("order-paid", { couponDetailList: [], orderPayment: "350.00" });
    expect(header).toMatchObject({ discrepancyMinor: 0, amounts: { discountMinor: 2_000, totalMinor: 37_500 } });
  });
});
