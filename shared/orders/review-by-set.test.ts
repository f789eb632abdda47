import { describe, expect, it } from "vitest";
import {
  aConnectionId,
  aHeader,
  aMerchant,
  aMerchantId,
  aMoment,
  anIncomingOrder,
  anOrder,
  aPayment,
  aStatus,
} from "../../tests/support/builders.ts";
import { makeCachedRules } from "../rules/cached-rules.ts";
import { checkRuleSet } from "../rules/check-rule-set.ts";
import { publishRuleSet } from "../rules/rule-store.ts";
import type { Table } from "../table/port.ts";
import { makeMemoryTable } from "../table/table.memory.ts";
import type { IncomingOrder } from "./facts.ts";
import type { Order } from "./order.ts";
import { orderForRules } from "./order-for-rules.ts";
import { readOrder } from "./order-store.ts";
import { makeUpsertOrder } from "./upsert-order.ts";

const rules = [
  {
    name: "Large cash on delivery",
    when: 'order.isCod && order.totalDecimal >= 200.0 && !("trusted" in order.tags)',
    actions: [{ do: "hold", reason: "call the buyer first" }],
  },
  {
    name: "VIP",
    when: '"VIP" in order.tags',
    actions: [
      { do: "tag", tag: "fast" },
      { do: "priority", level: 1 },
    ],
  },
];

/** Each message is newer than all before it. */
let calls = 0;

async function publish(table: Table, some: readonly object[]): Promise<void> {
  const draft = checkRuleSet({ rules: some }, {});
  if (!draft.ok) throw new Error(draft.error[0]?.says);
  await publishRuleSet(table, aMerchantId, draft.value, { by: "mei", from: aMoment, now: aMoment });
}

async function applied(...messages: readonly Partial<IncomingOrder>[]): Promise<Order | undefined> {
  const table = makeMemoryTable();
  await publish(table, rules);
  return applyTo(table, messages);
}

async function applyTo(
  table: Table,
  messages: readonly Partial<IncomingOrder>[],
  told: unknown[] = [],
): Promise<Order | undefined> {
  const now = (): Date => new Date(aMoment);
  const upsert = makeUpsertOrder({
    table,
    readMerchant: async () => aMerchant(),
    readRules: makeCachedRules(table, now),
    now,
    pause: async () => undefined,
  });
  let order: Order | undefined;
  for (const [at, message] of messages.entries()) {
    calls += 1;
    const clock = { at: Date.parse(aMoment) + calls * 100 + at, tie: "" };
    const incoming = anIncomingOrder({ clock, ...message });
    const request = { merchantId: aMerchantId, connectionId: aConnectionId, channel: "shopify", incoming };
    const result = await upsert(request, () => []);
    if (result.kind === "decided" && result.upsert.kind === "stored") {
      told.push(...result.upsert.events.filter(({ type }) => type === "order.noticed.v1").map(({ detail }) => detail));
    }
    if (result.kind === "decided" && result.order !== null) {
      order = (await readOrder(table, aMerchantId, result.order.orderId))?.order;
    }
  }
  return order;
}

const cod = { payment: aPayment({ state: "pending", payOnDelivery: true }) };

describe("an order under a merchant's rules", () => {
  it("is held by a rule, with the rule's name and reason", async () => {
    expect(await applied(cod)).toMatchObject({
      status: "on_hold",
      holds: [{ reason: "held_by_rule", note: "rule “Large cash on delivery”: call the buyer first" }],
    });
  });

  it("is released when the shop changes what the rule asks for", async () => {
    const order = await applied(cod, { ...cod, header: aHeader({ tags: ["trusted"] }) });
    expect(order).toMatchObject({ status: "approved", holds: [] });
  });

  it("keeps the marks of its rules as long as they hold", async () => {
    const vip = { header: aHeader({ tags: ["VIP"] }) };
    expect((await applied(vip))?.marks).toEqual({ tags: ["fast"], priority: 1 });
    expect(await applied(vip, { header: aHeader() })).not.toHaveProperty("marks");
    expect(await applied({})).not.toHaveProperty("marks");
  });

  it("is not held when nothing of it ships, or it is a trial", async () => {
    expect((await applied({ ...cod, header: aHeader({ isTest: true }) }))?.holds).toEqual([]);
    expect((await applied({ ...cod, lines: [] }))?.holds).toEqual([]);
  });
});

describe("a notice of a rule", () => {
  const vip = { header: aHeader({ tags: ["VIP"] }) };
  const later = { header: aHeader({ tags: ["VIP"], note: "call first" }) };
  const says = (text: string): object => ({
    name: "Ice",
    when: '"fast" in order.tags',
    actions: [{ do: "notify", to: "warehouse", text }],
  });

  it("is given once for an order, and again only when the rule says something else", async () => {
    const table = makeMemoryTable();
    const told: unknown[] = [];
    await publish(table, [...rules, says("pack with ice")]);
    const order = await applyTo(table, [vip, later], told);
    expect(told).toMatchObject([
      { rulesVersion: 1, notices: [{ rule: "Ice", to: "warehouse", text: "pack with ice" }] },
    ]);
    expect(order?.timeline).toContainEqual(
      expect.objectContaining({ what: "notice", note: "to warehouse: pack with ice" }),
    );

    await publish(table, [...rules, says("pack with ice")]);
    await applyTo(table, [vip], told);
    expect(told).toHaveLength(1);
    await publish(table, [...rules, says("pack with much ice")]);
    await applyTo(table, [later], told);
    expect(told).toHaveLength(2);
    expect(told[1]).toMatchObject({ rulesVersion: 3, notices: [{ text: "pack with much ice" }] });
    await applyTo(table, [vip, later], told);
    expect(told).toHaveLength(2);
  });

  it("is not given of an order that its rule does not speak about, of a trial, or of one that is cancelled", async () => {
    const table = makeMemoryTable();
    const told: unknown[] = [];
    await publish(table, [...rules, says("pack with ice")]);
    await applyTo(table, [{}, { header: aHeader({ tags: ["VIP"], isTest: true }) }], told);
    await applyTo(table, [{ ...vip, status: aStatus({ cancelledAt: aMoment }) }], told);
    expect(told).toEqual([]);
  });
});

describe("rules that ask for what the merchant knows", () => {
  const wholesale = {
    name: "Wholesale by truck",
    when: '"wholesale" in order.customerTags && order.volumeCm3 > 1000 && "battery" in order.hazards',
    actions: [{ do: "tag", tag: "truck" }],
  };

  async function asked(some: readonly object[]) {
    const table = makeMemoryTable();
    await publish(table, some);
    const reads: string[] = [];
    const now = (): Date => new Date(aMoment);
    const upsert = makeUpsertOrder({
      table,
      readMerchant: async () => aMerchant(),
      readRules: makeCachedRules(table, now),
      readBuyerTags: async (_, { buyerRef }) => {
        reads.push(`tags of ${buyerRef}`);
        return ["wholesale"];
      },
      readGoods: async (_, skus) => {
        reads.push(`goods ${skus.join()}`);
        return { "TEA-250": { grams: 250, cm3: 600, hazard: "battery" } };
      },
      now,
      pause: async () => undefined,
    });
    const incoming = anIncomingOrder({ header: aHeader({ buyerRef: "b-1" }) });
    const request = { merchantId: aMerchantId, connectionId: aConnectionId, channel: "shopify", incoming };
    const result = await upsert(request, () => []);
    const order = result.kind === "decided" ? result.order : null;
    return { order, reads };
  }

  it("are given it, and keep it with the order for routing", async () => {
    const { order, reads } = await asked([wholesale]);
    expect(reads).toEqual(["tags of b-1", "goods TEA-250"]);
    expect(order?.marks?.tags).toEqual(["truck"]);
    expect(order && orderForRules(order)).toMatchObject({
      customerTags: ["wholesale"],
      lines: [{ sku: "TEA-250", volumeCm3: 600, hazard: "battery" }],
    });
  });

  it("cost nothing where no rule asks", async () => {
    const { order, reads } = await asked(rules);
    expect(reads).toEqual([]);
    expect(order).not.toHaveProperty("master");
    expect((await asked([])).reads).toEqual([]);
  });
});

describe("orderForRules", () => {
  it("tells what rules may know and nothing of the buyer", () => {
    const asked = orderForRules(anOrder());
    expect(asked).toMatchObject({ totalMinor: 20_000, isPaid: true, isCod: false, channel: "shopify" });
    expect(asked?.lines).toMatchObject([{ sku: "TEA-250", quantity: 2 }]);
    expect(JSON.stringify(asked)).not.toMatch(/Buyer|555-0100|Example Road/);
    expect(orderForRules(anOrder({ header: null }))).toBeNull();
  });
});
