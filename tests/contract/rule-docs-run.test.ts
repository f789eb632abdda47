import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { sku, warehouseCode } from "../../shared/kernel/ids.ts";
import type { HeaderFacts, LineFacts } from "../../shared/orders/facts.ts";
import { orderForRules } from "../../shared/orders/order-for-rules.ts";
import type { Carrier } from "../../shared/routing/costs/carrier.ts";
import { planBySet } from "../../shared/routing/plan-for-order.ts";
import { defaultRules } from "../../shared/routing/rules.ts";
import { checkRuleSet } from "../../shared/rules/check-rule-set.ts";
import { evaluateRules } from "../../shared/rules/evaluate-rules.ts";
import type { RuleSet } from "../../shared/rules/rule-set.ts";
import { aLine, aMerchant, aMerchantId, aMoment, anAddress, anOrder } from "../support/builders.ts";

const operators = readFileSync(new URL("../../docs/operators.md", import.meta.url), "utf8");
const [near, batteries, fast] = [...operators.matchAll(/```json rules\n([\s\S]*?)```/g)].map(([, text = ""]) => text);

const places = [
  ["SHA", "上海", "CN", 4],
  ["CAN", "广东", "CN", 1],
  ["WUH", "湖北", "CN", 2],
  ["STORE-1", "上海", "CN", 5],
  ["BER", "BE", "DE", 3],
] as const;
const clock = { at: Date.parse(aMoment), tie: "a" };

type Asked = {
  readonly lines: readonly (readonly [article: string, quantity: number])[];
  readonly stock: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly to?: Parameters<typeof anAddress>[0];
  readonly header?: Partial<HeaderFacts>;
  readonly line?: Partial<LineFacts>;
  readonly connection?: string;
  readonly isCod?: boolean;
};

/** What a rule set of the documents does with an order: from where each unit leaves, by which carrier, and what else it says. */
function sent(text: string | undefined, asked: Asked) {
  const known = {
    warehouses: places.map(([code]) => code),
    carriers: ["SF", "ZTO"],
    connections: ["flagship", "outlet"],
  };
  const read = checkRuleSet(JSON.parse(text ?? ""), known);
  if (!read.ok) throw new Error(read.error.map(({ says }) => says).join("; "));
  const set = { ...read.value, version: 1 } as unknown as RuleSet;
  const facts = asked.lines.map(([article, quantity], at) => {
    return aLine({ lineId: `${at}`, sku: article, quantity, weightGrams: 400, unitPriceMinor: 2_000, ...asked.line });
  });
  const base = anOrder();
  const order = anOrder({
    connectionId: (asked.connection ?? "outlet") as typeof base.connectionId,
    lines: { clock, facts },
    address: { clock, facts: anAddress({ country: "CN", region: "31", regionName: "上海市", ...asked.to }) },
    ...(base.header === null || base.header === undefined
      ? {}
      : { header: { ...base.header, facts: { ...base.header.facts, ...asked.header } } }),
    ...(base.payment === null || base.payment === undefined
      ? {}
      : { payment: { ...base.payment, facts: { ...base.payment.facts, payOnDelivery: asked.isCod === true } } }),
  });
  const subject = orderForRules(order);
  if (subject === null) throw new Error("rules cannot ask the order");
  const { plan } = planBySet(
    {
      order,
      stocks: Object.entries(asked.stock).flatMap(([article, byPlace]) =>
        Object.entries(byPlace).map(([code, available]) => aStock(article, code, available)),
      ),
      settings: { merchant: aMerchant(), warehouses: places.map(aWarehouse), rules: defaultRules, connections: [] },
      now: aMoment,
    },
    set,
    carriers,
  );
  return {
    from: plan.note.plan.map((each) => `${each.quantity} ${each.sku} ${each.warehouse}`),
    short: plan.short.map(({ sku: article }) => article),
    carriers: (plan.note.parcels ?? []).map(({ carrier }) => carrier),
    leftAside: plan.note.leftAside ?? [],
    actions: evaluateRules(set, subject, aMoment).map(({ action }) => action.do),
  };
}

function aWarehouse([code, regionName, country, priority]: (typeof places)[number]) {
  return {
    code: warehouseCode(code),
    name: code,
    country,
    region: country === "CN" ? "" : regionName,
    regionName,
    serves: [],
    priority,
    isActive: true,
    ...(code === "STORE-1" ? { kind: "store" as const } : {}),
  };
}

function aStock(article: string, code: string, available: number) {
  return {
    merchantId: aMerchantId,
    sku: sku(article),
    warehouse: warehouseCode(code),
    onHand: available,
    allocated: 0,
    available,
    damaged: 0,
    onHold: 0,
    safetyStock: 0,
    lowStockThreshold: null,
    incoming: 0,
    version: 1,
    changedAt: aMoment,
  };
}

/** SF is fast and dear, ZTO slow and cheap. */
const carriers: readonly Carrier[] = [["SF", 2_000, 1] as const, ["ZTO", 500, 4] as const].map(
  ([code, firstMinor, days]) => ({
    code,
    name: code,
    isActive: true,
    volumetricDivisor: null,
    tariffs: [
      {
        zone: ["*"],
        from: [],
        rate: { kind: "first_and_steps", firstGrams: 1_000, firstMinor, stepGrams: 1_000, stepMinor: 100 },
        days,
        maxGrams: null,
      },
    ],
  }),
);

const everywhere = { SHA: 9, CAN: 9, WUH: 9, BER: 9 };

describe("near first, as in docs/operators.md", () => {
  it.each([
    ["浙江省", "33", "SHA"],
    ["广东省", "44", "CAN"],
  ])("an order to %s leaves from near by", (regionName, region, from) => {
    const made = sent(near, { lines: [["TEA", 1]], stock: { TEA: everywhere }, to: { region, regionName } });
    expect(made.from).toEqual([`1 TEA ${from}`]);
  });

  it("an order within the country never leaves from abroad", () => {
    expect(sent(near, { lines: [["TEA", 1]], stock: { TEA: { BER: 9 } } })).toMatchObject({ from: [], short: ["TEA"] });
    const abroad = { country: "DE", region: "BE", regionName: "Berlin" };
    expect(sent(near, { lines: [["TEA", 1]], stock: { TEA: { BER: 9 } }, to: abroad }).from).toEqual(["1 TEA BER"]);
  });

  it("it leaves in more than two parcels only where goods would stay behind", () => {
    const lines = [
      ["A", 1],
      ["B", 1],
      ["C", 1],
    ] as const;
    const two = sent(near, { lines, stock: { A: { SHA: 1, WUH: 1 }, B: { CAN: 1 }, C: { WUH: 1 } } });
    expect([new Set(two.from.map((each) => each.split(" ")[2])).size, two.leftAside]).toEqual([2, []]);
    const three = sent(near, { lines, stock: { A: { SHA: 1 }, B: { CAN: 1 }, C: { WUH: 1 } } });
    expect([three.from.length, three.leftAside]).toEqual([3, ["At most two parcels"]]);
  });
});

describe("batteries by road, as in docs/operators.md", () => {
  it.each([
    ["BAT-7", "WUH", "ZTO"],
    ["PWR-01", "WUH", "ZTO"],
    ["PWR-11", "CAN", "ZTO"],
  ])("%s leaves from %s with %s", (article, from, carrier) => {
    const made = sent(batteries, { lines: [[article, 1]], stock: { [article]: everywhere } });
    expect([made.from, made.carriers]).toEqual([[`1 ${article} ${from}`], [carrier]]);
  });

  it("a battery that Wuhan has not waits", () => {
    const made = sent(batteries, { lines: [["BAT-7", 1]], stock: { "BAT-7": { SHA: 9 } } });
    expect([made.from, made.short]).toEqual([[], ["BAT-7"]]);
  });

  it.each([
    ["a tag", { tags: ["gift"] }],
    ["a note", { note: "这是礼物" }],
  ])("a gift by %s leaves whole or not at all, and is tagged", (_, header) => {
    const asked = {
      lines: [
        ["A", 1],
        ["B", 1],
      ] as const,
      stock: { A: { SHA: 1 }, B: { CAN: 1 } },
    };
    const gift = sent(batteries, { ...asked, header });
    expect([gift.from, gift.actions]).toEqual([[], ["no_split", "tag"]]);
    expect(sent(batteries, asked).from).toHaveLength(2);
  });

  it.each([
    ["2,000.00 on delivery", 200_000, true, [], ["hold"]],
    ["1,999.99 on delivery", 199_999, true, [], []],
    ["2,000.00 paid before", 200_000, false, [], []],
    ["2,000.00 of a trusted buyer", 200_000, true, ["trusted"], []],
  ] as const)("%s is looked at or not", (_, totalMinor, isCod, tags, actions) => {
    const amounts = { ...(anOrder().header?.facts.amounts as HeaderFacts["amounts"]), totalMinor };
    const asked = { lines: [["A", 1]] as const, stock: { A: everywhere }, isCod };
    expect(sent(batteries, { ...asked, header: { amounts, tags: [...tags] } }).actions).toEqual(actions);
  });
});

describe("VIPs fast, as in docs/operators.md", () => {
  it("a VIP gets the fast carrier, everyone else the cheap one", () => {
    const asked = { lines: [["A", 1]] as const, stock: { A: everywhere } };
    expect(sent(fast, { ...asked, header: { tags: ["VIP"] } }).carriers).toEqual(["SF"]);
    expect(sent(fast, asked).carriers).toEqual(["ZTO"]);
  });

  it("five of each stay in Shanghai for the flagship shop", () => {
    const asked = { lines: [["A", 1]] as const, stock: { A: { SHA: 5 } } };
    expect(sent(fast, { ...asked, connection: "outlet" }).short).toEqual(["A"]);
    expect(sent(fast, { ...asked, connection: "flagship" }).from).toEqual(["1 A SHA"]);
  });

  it("the shop window sends only what nobody else has", () => {
    expect(sent(fast, { lines: [["A", 1]], stock: { A: { "STORE-1": 1, WUH: 1 } } }).from).toEqual(["1 A WUH"]);
    const last = sent(fast, { lines: [["A", 1]], stock: { A: { "STORE-1": 1 } } });
    expect(last.from).toEqual(["1 A STORE-1"]);
  });

  it("no parcel below 30 yuan leaves beside another", () => {
    const lines = [
      ["A", 2],
      ["B", 1],
    ] as const;
    const stock = { A: { CAN: 2 }, B: { WUH: 1 } };
    expect(sent(fast, { lines, stock }).from).toEqual([]);
    expect(sent(fast, { lines, stock, line: { unitPriceMinor: 3_000 } }).from).toHaveLength(2);
  });
});
