import { describe, expect, it } from "vitest";
import { type Editable, normaliseEdited, orderIn } from "../../../tests/contract/edited-sample.ts";
import type { IncomingOrder } from "../../orders/facts.ts";
import { pulledTopic } from "../channel.ts";
import { normaliseContract } from "../normalise.contract.ts";
import { samples } from "./samples.ts";
import { taobao } from "./taobao.ts";

const expected: Readonly<Record<string, string>> = {
  "message-trade-created": "pull 3180045566778899001",
  "message-refund-succeeded": "pull 3180045566778899001",
  "trade-unpaid":
    "order 3180045566778899001 | 3180045566778899001 CNY 16760 = 18100 - 2140 + 800 + 0 + tax 0 inside | pending | open (WAIT_BUYER_PAY) | TEA-LJ-100x2 CUP-CEL-01x1 | to CN/浙江省/杭州市",
  "trade-paid":
    "order 3180045566778899001 | 3180045566778899001 CNY 16760 = 18100 - 2140 + 800 + 0 + tax 0 inside | paid | open (WAIT_SELLER_SEND_GOODS) | TEA-LJ-100x2 CUP-CEL-01x1 | to CN/浙江省/杭州市",
  "trade-partly-shipped":
    "order 3180045566778899001 | 3180045566778899001 CNY 16760 = 18100 - 2140 + 800 + 0 + tax 0 inside | paid | open (SELLER_CONSIGNED_PART) | TEA-LJ-100x2 CUP-CEL-01x1 | to CN/浙江省/杭州市 | parcel success 中通快递 78120000000001",
  "trade-shipped":
    "order 3180045566778899001 | 3180045566778899001 CNY 16760 = 18100 - 2140 + 800 + 0 + tax 0 inside | paid | fulfilled (WAIT_BUYER_CONFIRM_GOODS) | TEA-LJ-100x2 CUP-CEL-01x1 | to CN/浙江省/杭州市 | parcel success 中通快递 78120000000001 parcel success 中通快递 78120000000002",
  "trade-finished-partly-refunded":
    "order 3180045566778899001 | 3180045566778899001 CNY 16760 = 18100 - 2140 + 800 + 0 + tax 0 inside | partially_refunded | closed+fulfilled (TRADE_FINISHED) | TEA-LJ-100x2 CUP-CEL-01x1 | to CN/浙江省/杭州市 | refund 20460011223344556 4200 | parcel success 中通快递 78120000000001 parcel success 中通快递 78120000000002",
  "trade-closed-unpaid":
    "order 3180045566778899102 | 3180045566778899102 CNY 6170 = 5970 - 600 + 800 + 0 + tax 0 inside | voided | cancelled (TRADE_CLOSED_BY_TAOBAO) | FILTER-V60x3-3 | to CN/河南省/济源市",
  "trade-shipping-forbidden":
    "order 3180045566778899103 | 3180045566778899103 CNY 6170 = 5970 - 600 + 800 + 0 + tax 0 inside | paid | held (PAID_FORBID_CONSIGN) | FILTER-V60x3 | to CN/河南省/济源市",
  "trade-shipping-allowed":
    "order 3180045566778899103 | 3180045566778899103 CNY 6170 = 5970 - 600 + 800 + 0 + tax 0 inside | paid | open (WAIT_SELLER_SEND_GOODS) | FILTER-V60x3 | to CN/河南省/济源市",
  "trade-deposit-paid":
    "order 3180045566778899104 | 3180045566778899104 CNY 6170 = 5970 - 600 + 800 + 0 + tax 0 inside | partially_paid | open (WAIT_BUYER_PAY) | FILTER-V60x3 | to CN/河南省/济源市",
  "trade-refund-asked":
    "order 3180045566778899105 | 3180045566778899105 CNY 6170 = 5970 - 600 + 800 + 0 + tax 0 inside | paid | held (WAIT_SELLER_SEND_GOODS) | FILTER-V60x3 | to CN/河南省/济源市",
  "trade-refunded-unshipped":
    "order 3180045566778899105 | 3180045566778899105 CNY 6170 = 5970 - 600 + 800 + 0 + tax 0 inside | refunded | closed (TRADE_CLOSED) | FILTER-V60x3-3 | to CN/河南省/济源市 | refund 20460011223344999 6170",
  "trade-cash-on-delivery":
    "order 3180045566778899106 | 3180045566778899106 CNY 6170 = 5970 - 600 + 800 + 0 + tax 0 inside | pending on delivery | open (WAIT_SELLER_SEND_GOODS) | FILTER-V60x3 | to CN/河南省/济源市",
  "trade-virtual":
    "order 3180045566778899107 | 3180045566778899107 CNY 5370 = 5970 - 600 + 0 + 0 + tax 0 inside | paid | open (WAIT_SELLER_SEND_GOODS) | COURSE-01x3(stays)",
  "trade-abroad":
    "order 3180045566778899108 | 3180045566778899108 CNY 6170 = 5970 - 600 + 800 + 0 + tax 0 inside | paid | open (WAIT_SELLER_SEND_GOODS) | FILTER-V60x3 | to /海外/多伦多",
  "trade-unknown-status": "refused: unknown_status at fullinfo.trade_fullinfo_get_response.trade.status",
  "trade-not-adding-up":
    "order 3180045566778899110 | 3180045566778899110 CNY 6070 = 5970 - 600 + 800 + 0 + tax 0 inside off by -100 | paid | open (WAIT_SELLER_SEND_GOODS) | FILTER-V60x3 | to CN/河南省/济源市",
};

normaliseContract(taobao, { samples, expected, bigId: /("tid":\s*)\d+/ });

/** A sample after a change of its trade. */
function edited(name: string, edit: (trade: Editable, body: Editable) => void) {
  return normaliseEdited(taobao, name, {
    topic: pulledTopic,
    edit: (body) => edit(body.fullinfo.trade_fullinfo_get_response.trade, body),
  });
}

const orderOf = (name: string, edit: Parameters<typeof edited>[1] = () => undefined): IncomingOrder =>
  orderIn(edited(name, edit));

describe("Taobao messages", () => {
  it("name their trade, whatever happened to it, and leave articles and ratings alone", () => {
    const kindOf = (topic: string) => normaliseEdited(taobao, "message-trade-created", { topic });
    expect(kindOf("taobao_trade_TradeLogisticsAddressChanged")).toMatchObject({ value: { kind: "pull" } });
    expect(kindOf("taobao_refund_RefundClosed")).toMatchObject({ value: { kind: "pull" } });
    expect(kindOf("taobao_trade_TradeRated")).toMatchObject({ value: { kind: "ignored" } });
    expect(kindOf("taobao_item_ItemUpdate")).toMatchObject({ value: { kind: "ignored" } });
  });
});

describe("Taobao times", () => {
  it("are those of China, whose clocks stand eight hours ahead", () => {
    const order = orderOf("trade-shipped");
    expect(order.header?.placedAt).toBe("2026-11-20T02:02:11.000Z");
    expect(order.payment?.paidAt).toBe("2026-11-20T02:03:40.000Z");
    expect(order.fulfilments?.map(({ at }) => at)).toEqual(["2026-11-20T08:20:05.000Z", "2026-11-21T01:11:30.000Z"]);
    expect(new Date(order.clock.at).toISOString()).toBe("2026-11-21T01:11:30.000Z");
  });

  it("put the further status of one second last, and do not see the ids of requests", () => {
    const tieOf = (status: string): string =>
      orderOf("trade-paid", (trade) => Object.assign(trade, { status })).clock.tie;
    const ties = ["WAIT_BUYER_PAY", "WAIT_SELLER_SEND_GOODS", "WAIT_BUYER_CONFIRM_GOODS", "TRADE_CLOSED"].map(tieOf);
    expect(ties).toEqual([...ties].sort());
    const again = orderOf("trade-paid", (_trade, body) => {
      body.fullinfo.trade_fullinfo_get_response.request_id = "another";
    });
    expect(again.clock).toEqual(orderOf("trade-paid").clock);
  });
});

describe("Taobao money", () => {
  it("takes the postage out of an only line, by its share as by its payment", () => {
    const totalOf = (said: object): number | undefined =>
      orderOf("trade-shipping-allowed", (trade) => Object.assign(trade.orders.order[0], said)).lines?.[0]?.totalMinor;
    expect(totalOf({})).toBe(5370);
    expect(totalOf({ divide_order_fee: "61.70" })).toBe(5370);
    expect(totalOf({ divide_order_fee: "53.70" })).toBe(5370);
  });

  it("falls back to the documented sum where a line has no share", () => {
    const order = orderOf("trade-paid", (trade) => {
      for (const line of trade.orders.order) delete line.divide_order_fee;
      trade.orders.order[1].adjust_fee = "-1.00";
    });
    expect(order.lines?.map(({ totalMinor }) => totalMinor)).toEqual([11_760, 4_100]);
    expect(order.header?.discrepancyMinor).toBe(100);
  });

  it("counts as refunded what was paid back whole, and in part what a line says without an amount", () => {
    const stateOf = (edit: Parameters<typeof edited>[1]) =>
      orderOf("trade-finished-partly-refunded", edit).payment?.state;
    expect(
      stateOf((_trade, body) => {
        body.refunds[0].refund_get_response.refund.refund_fee = "167.60";
      }),
    ).toBe("refunded");
    expect(stateOf((_trade, body) => (body.refunds = []))).toBe("partially_refunded");
    expect(
      stateOf((trade, body) => {
        body.refunds[0].refund_get_response.refund.status = "WAIT_SELLER_AGREE";
        trade.orders.order[1].refund_status = "WAIT_SELLER_AGREE";
      }),
    ).toBe("paid");
  });
});

describe("Taobao payment", () => {
  it.each([
    ["partially_paid", { step_trade_status: "FRONT_PAID_FINAL_NOPAID" }],
    ["pending", { step_trade_status: "FRONT_NOPAID_FINAL_NOPAID" }],
    ["paid", { step_trade_status: "FRONT_PAID_FINAL_PAID" }],
    ["pending", { type: "cod" }],
    ["paid", { type: "cod", status: "TRADE_BUYER_SIGNED" }],
    ["paid", { type: "cod", status: "TRADE_FINISHED" }],
    ["pending", { status: "PAY_PENDING" }],
  ])("is %s for %j", (state, said) => {
    expect(orderOf("trade-paid", (trade) => Object.assign(trade, said)).payment?.state).toBe(state);
  });

  it("parks a step it has never heard of", () => {
    const result = edited("trade-paid", (trade) => (trade.step_trade_status = "HALF_A_STEP"));
    expect(result).toMatchObject({ ok: false, error: { kind: "unknown_status" } });
  });
});

describe("Taobao lines", () => {
  const skuOf = (said: object): string | undefined =>
    orderOf("trade-paid", (trade) => Object.assign(trade.orders.order[0], said)).lines?.[0]?.sku;

  it("take the article's number for the sku only where the article has none of its own", () => {
    expect(skuOf({ outer_sku_id: "", outer_iid: "TEA" })).toBe("");
    expect(skuOf({ outer_sku_id: "", outer_iid: "TEA", sku_id: "" })).toBe("TEA");
    expect(skuOf({ outer_sku_id: "", outer_iid: "TEA", sku_id: 0 })).toBe("TEA");
  });

  it("leave by themselves, and a number that is corrected makes no second parcel", () => {
    const ids = (edit: Parameters<typeof edited>[1]) =>
      orderOf("trade-shipped", edit).fulfilments?.map(({ fulfilmentId }) => fulfilmentId);
    expect(ids((trade) => (trade.orders.order[0].invoice_no = "78120000009999"))).toEqual(ids(() => undefined));
  });

  it("are refused when they share an id, and when there are none", () => {
    const twice = edited("trade-paid", (trade) => (trade.orders.order[1].oid = trade.orders.order[0].oid));
    const none = edited("trade-paid", (trade) => delete trade.orders);
    expect(twice).toMatchObject({ ok: false, error: { kind: "bad_value" } });
    expect(none).toMatchObject({ ok: false, error: { kind: "missing_field" } });
  });
});

describe("Taobao holds", () => {
  it("let go of what has left, however the refund stands", () => {
    const order = orderOf("trade-shipped", (trade) => (trade.orders.order[0].refund_status = "WAIT_SELLER_AGREE"));
    expect(order.status?.shipHold).toBeUndefined();
    expect(orderOf("trade-refund-asked").status?.shipHold).toBe("a refund is asked for");
    expect(orderOf("trade-shipping-forbidden").status?.shipHold).toBe("PAID_FORBID_CONSIGN");
  });
});

describe("Chinese addresses", () => {
  const addressOf = (said: object) => orderOf("trade-paid", (trade) => Object.assign(trade, said)).address;

  it("know Hong Kong, Macao and Taiwan by their province", () => {
    const states = ["香港特别行政区", "澳门特别行政区", "台湾省", "广东省"];
    expect(states.map((receiver_state) => addressOf({ receiver_state })?.country)).toEqual(["HK", "MO", "TW", "CN"]);
  });

  it("name the town once", () => {
    expect(addressOf({})?.street).toBe("灵隐街道梅家坞路***号");
    expect(addressOf({ receiver_address: "梅家坞路***号" })?.street).toBe("灵隐街道梅家坞路***号");
  });

  it("say nothing when nothing is said", () => {
    expect(orderOf("trade-virtual").address).toBeUndefined();
  });
});
