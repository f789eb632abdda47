import { describe, expect, it } from "vitest";
import { type Editable, normaliseEdited, orderIn } from "../../../tests/contract/edited-sample.ts";
import type { IncomingOrder } from "../../orders/facts.ts";
import { pulledTopic } from "../channel.ts";
import { normaliseContract } from "../normalise.contract.ts";
import { pinduoduo } from "./pinduoduo.ts";
import { samples } from "./samples.ts";

const expected: Readonly<Record<string, string>> = {
  "order-forming":
    "order 261120-301122334455667 | 261120-301122334455667 CNY 4670 = 4980 - 710 + 400 + 0 + tax 0 inside | pending | open (1/1/0/0) | NOODLE-CHILI-6x2 | to CN/四川省/成都市",
  "order-paid":
    "order 261120-301122334455667 | 261120-301122334455667 CNY 4670 = 4980 - 710 + 400 + 0 + tax 0 inside | paid | open (1/1/1/1) | NOODLE-CHILI-6x2 | to CN/四川省/成都市",
  "order-risk-control":
    "order 261120-301122334455667 | 261120-301122334455667 CNY 4670 = 4980 - 710 + 400 + 0 + tax 0 inside | paid | held (1/1/1/1) | NOODLE-CHILI-6x2 | to CN/四川省/成都市",
  "order-released":
    "order 261120-301122334455667 | 261120-301122334455667 CNY 4670 = 4980 - 710 + 400 + 0 + tax 0 inside | paid | open (1/1/1/1) | NOODLE-CHILI-6x2 | to CN/四川省/成都市",
  "order-shipped":
    "order 261120-301122334455667 | 261120-301122334455667 CNY 4670 = 4980 - 710 + 400 + 0 + tax 0 inside | paid | fulfilled (2/1/1/1) | NOODLE-CHILI-6x2 | parcel success 85 43200000000001",
  "order-received":
    "order 261120-301122334455667 | 261120-301122334455667 CNY 4670 = 4980 - 710 + 400 + 0 + tax 0 inside | paid | closed+fulfilled (3/1/1/1) | NOODLE-CHILI-6x2 | parcel success 85 43200000000001",
  "order-refund-asked":
    "order 261120-401122334455660 | 261120-401122334455660 CNY 1990 = 1990 - 0 + 0 + 0 + tax 0 inside | paid | held (1/2/1/1) | MUG-TIN-01x1 | to CN/四川省/成都市",
  "order-refunded-unshipped":
    "order 261120-401122334455660 | 261120-401122334455660 CNY 1990 = 1990 - 0 + 0 + 0 + tax 0 inside | refunded | closed (1/4/1/1) | MUG-TIN-01x1-1 | to CN/四川省/成都市 | refund 261120-401122334455660 1990",
  "order-refunded-after-shipping":
    "order 261120-401122334455661 | 261120-401122334455661 CNY 1990 = 1990 - 0 + 0 + 0 + tax 0 inside | refunded | closed+fulfilled (2/4/1/1) | MUG-TIN-01x1 | refund 261120-401122334455661 1990 | parcel success 85 43200000000002",
  "order-group-failed":
    "order 261120-401122334455662 | 261120-401122334455662 CNY 1990 = 1990 - 0 + 0 + 0 + tax 0 inside | refunded | cancelled (1/1/2/2) | MUG-TIN-01x1-1 | to CN/四川省/成都市",
  "order-deposit-paid":
    "order 261120-401122334455663 | 261120-401122334455663 CNY 1990 = 1990 - 0 + 0 + 0 + tax 0 inside | partially_paid | open (1/1/1/1) | MUG-TIN-01x1 | to CN/四川省/成都市",
  "order-with-gift":
    "order 261120-401122334455664 | 261120-401122334455664 CNY 1990 = 1990 - 0 + 0 + 0 + tax 0 inside | paid | open (1/1/1/1) | MUG-TIN-01x1 COASTER-01x1 | to CN/四川省/成都市",
  "order-price-changed":
    "order 261120-401122334455665 | 261120-401122334455665 CNY 1790 = 1990 - 200 + 0 + 0 + tax 0 inside | paid | open (1/1/1/1) | MUG-TIN-01x1 | to CN/四川省/成都市",
  "order-missing-sku":
    "order 261120-401122334455666 | 261120-401122334455666 CNY 1990 = 1990 - 0 + 0 + 0 + tax 0 inside | paid | open (1/1/1/1) | ?x1 | to CN/四川省/成都市",
  "order-unknown-status": "refused: unknown_status at order_info_get_response.order_info.order_status",
  "order-not-adding-up":
    "order 261120-401122334455668 | 261120-401122334455668 CNY 1890 = 1990 - 0 + 0 + 0 + tax 0 inside off by -100 | paid | open (1/1/1/1) | MUG-TIN-01x1 | to CN/四川省/成都市",
};

normaliseContract(pinduoduo, { samples, expected, bigId: /("order_sn":\s*")[\d-]+/ });

/** A sample after a change of its `order_info`. */
function edited(name: string, edit: (order: Editable) => void) {
  return normaliseEdited(pinduoduo, name, {
    topic: pulledTopic,
    edit: (body) => edit(body.order_info_get_response.order_info),
  });
}

const orderOf = (name: string, said: object = {}): IncomingOrder =>
  orderIn(edited(name, (order) => Object.assign(order, said)));

describe("Pinduoduo statuses", () => {
  it.each([
    ["pending", { confirm_status: 0 }],
    ["pending", { group_status: 0 }],
    ["paid", { confirm_status: null, group_status: null }],
    ["voided", { confirm_status: 2, pay_time: "" }],
    ["refunded", { group_status: 2 }],
    ["refunded", { refund_status: 4 }],
    ["paid", { refund_status: 3 }],
    ["pending", { step_order_info: { step_trade_status: 0 } }],
    ["partially_paid", { step_order_info: { step_trade_status: 1 } }],
    ["paid", { step_order_info: { step_trade_status: 2 } }],
  ])("are %s for %j", (state, said) => {
    expect(orderOf("order-paid", said).payment?.state).toBe(state);
  });

  it.each([
    { refund_status: 5 },
    { confirm_status: 3 },
    { group_status: 3 },
    { step_order_info: { step_trade_status: 3 } },
  ])("park the order for %j", (said) => {
    const result = edited("order-paid", (order) => Object.assign(order, said));
    expect(result).toMatchObject({ ok: false, error: { kind: "unknown_status" } });
  });

  it("put the further status of one second last", () => {
    const told = [
      { confirm_status: 0 },
      {},
      { order_status: 2 },
      { order_status: 3 },
      { order_status: 3, refund_status: 4 },
      { confirm_status: 2 },
    ];
    const ties = told.map((said) => orderOf("order-paid", said).clock.tie);
    expect(ties).toEqual([...ties].sort());
  });
});

describe("Pinduoduo holds", () => {
  it.each([
    ["risk control", { risk_control_status: 1 }],
    ["a refund is asked for", { refund_status: 2 }],
    ["a refund is asked for", { refund_status: 3 }],
    [undefined, { refund_status: 2, order_status: 2 }],
    [undefined, {}],
  ])("%s for %j", (hold, said) => {
    expect(orderOf("order-paid", said).status?.shipHold).toBe(hold);
  });
});

describe("Pinduoduo amounts", () => {
  it("are the same as numbers and as text", () => {
    const asText = { pay_amount: "46.70", goods_amount: "49.80", discount_amount: "7.1", postage: "4" };
    expect(orderOf("order-paid", asText).header).toEqual(orderOf("order-paid").header);
    expect(orderOf("order-paid").lines?.[0]).toMatchObject({ discountMinor: 710, totalMinor: 4_270 });
  });

  it("count services at the door as fees", () => {
    const { header } = orderOf("order-paid", { home_install_value: 30, pay_amount: 76.7 });
    expect(header).toMatchObject({ discrepancyMinor: 0, amounts: { feesMinor: 3_000 } });
  });
});

describe("Pinduoduo addresses", () => {
  it("are ciphertext while there is some, masked under risk control, and unsaid once shipped", () => {
    const namesOf = ["order-paid", "order-risk-control", "order-shipped"].map((name) => orderOf(name).address?.name);
    expect(namesOf).toEqual(["~AgAAAAInventedNameCipher~", "陈**", undefined]);
  });
});

describe("Pinduoduo times", () => {
  it("are those of China", () => {
    const order = orderOf("order-shipped");
    expect(order.header?.placedAt).toBe("2026-11-20T13:04:10.000Z");
    expect(order.fulfilments?.[0]?.at).toBe("2026-11-21T02:00:31.000Z");
  });
});
