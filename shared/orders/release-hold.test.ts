import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  aConnectionId,
  aHeader,
  aLine,
  aMerchant,
  aMerchantId,
  aMoment,
  anAddress,
  anIncomingOrder,
  aStatus,
} from "../../tests/support/builders.ts";
import { orderIdOf } from "../kernel/ids.ts";
import { checkRuleSet } from "../rules/check-rule-set.ts";
import type { RuleSet } from "../rules/rule-set.ts";
import { makeMemoryTable } from "../table/table.memory.ts";
import { makeChangeOrder } from "./change-order.ts";
import { isRoutable } from "./derive-status.ts";
import type { IncomingOrder } from "./facts.ts";
import type { Order } from "./order.ts";
import { readOrder } from "./order-store.ts";
import { makeReleaseHold, type ReleaseHold } from "./release-hold.ts";
import { makeUpsertOrder } from "./upsert-order.ts";

const orderId = orderIdOf(aConnectionId, "1001");
const start = Date.parse(aMoment);

function rulesThat(hold: string): RuleSet {
  const rules = [{ name: "Large", when: "order.total >= 100", actions: [{ do: "hold", reason: hold }] }];
  const read = checkRuleSet({ rules }, {});
  if (!read.ok) throw new Error(read.error[0]?.says);
  return { ...read.value, version: 1, effectiveFrom: aMoment, publishedAt: aMoment, publishedBy: "mei" };
}

function aHub(rules: RuleSet | null) {
  const table = makeMemoryTable();
  let minutes = 0;
  const deps = {
    table,
    readMerchant: async () => aMerchant(),
    now: () => new Date(start),
    pause: async () => undefined,
  };
  const upsert = makeUpsertOrder({ ...deps, readRules: async () => rules });
  const releaseHold = makeReleaseHold(makeChangeOrder(deps));
  return {
    table,
    say: async (over: Partial<IncomingOrder> = {}): Promise<void> => {
      minutes += 1;
      const incoming = anIncomingOrder({ ...over, clock: { at: start + minutes * 60_000, tie: "a" } });
      await upsert({ merchantId: aMerchantId, connectionId: aConnectionId, channel: "shopify", incoming }, () => []);
    },
    release: (reason: string): ReturnType<ReleaseHold> =>
      releaseHold({ merchantId: aMerchantId, orderId, reason, by: "mei", note: "called the buyer" }),
    read: async (): Promise<Order> => {
      const stored = await readOrder(table, aMerchantId, orderId);
      if (stored === null) throw new Error("the order is gone");
      return stored.order;
    },
    events: async (): Promise<readonly string[]> =>
      ((await readOrder(table, aMerchantId, orderId))?.outbox ?? []).map(({ type }) => type),
  };
}

describe("releasing a hold by hand", () => {
  it("sends the order on, and says who did it and why", async () => {
    const hub = aHub(rulesThat("call first"));
    await hub.say();
    expect((await hub.read()).status).toBe("on_hold");

    const released = await hub.release("held_by_rule");

    expect(released).toMatchObject({ ok: true, value: { kind: "released" } });
    const order = await hub.read();
    expect(order).toMatchObject({ status: "approved", holds: [], released: [{ reason: "held_by_rule", by: "mei" }] });
    expect(order.timeline.slice(-2)).toEqual([
      { at: aMoment, what: "hold released", note: "held_by_rule by mei: called the buyer" },
      { at: aMoment, what: "approved" },
    ]);
    expect(await hub.events()).toEqual(["order.approved.v1"]);
  });

  it("is kept over later changes, and ends where the hold says something else", async () => {
    const hub = aHub(null);
    const lacking = (part: "city" | "region") => ({ address: anAddress({ [part]: "" }) });
    await hub.say(lacking("city"));
    await hub.release("address_incomplete");
    await hub.say({ ...lacking("city"), header: aHeader({ note: "please hurry" }) });
    expect((await hub.read()).status).toBe("approved");

    await hub.say(lacking("region"));
    expect(await hub.read()).toMatchObject({ status: "on_hold", holds: [{ reason: "address_incomplete" }] });
    expect((await hub.read()).released).toBeUndefined();
  });

  it("does not count for a hold that went away and came back", async () => {
    const hub = aHub(null);
    await hub.say({ address: anAddress({ city: "" }) });
    await hub.release("address_incomplete");
    await hub.say();
    expect((await hub.read()).released).toBeUndefined();
    await hub.say({ address: anAddress({ city: "" }) });
    expect((await hub.read()).status).toBe("on_hold");
  });

  it("may be repeated, and is refused for what only the shop or the channel can lift", async () => {
    const hub = aHub(rulesThat("call first"));
    await hub.say({ status: aStatus({ shipHold: "risk" }) });
    await hub.release("held_by_rule");
    expect(await hub.release("held_by_rule")).toMatchObject({ ok: true, value: { kind: "repeated" } });
    expect(await hub.release("held_by_channel")).toMatchObject({ ok: false, error: { kind: "not_releasable" } });
    const refused = { ok: false, error: { kind: "not_held", holds: ["held_by_channel"] } };
    expect(await hub.release("address_incomplete")).toMatchObject(refused);
    expect((await hub.read()).status).toBe("on_hold");
  });

  it("never ships an order that another hold keeps", async () => {
    const fact = fc.record({
      city: fc.boolean(),
      sku: fc.boolean(),
      addsUp: fc.boolean(),
      channelAllows: fc.boolean(),
      total: fc.constantFrom(50, 20_000),
    });
    const step = fc.oneof(
      fc.record({ say: fact }),
      fc.record({
        release: fc.constantFrom(
          "held_by_rule",
          "address_incomplete",
          "amounts_do_not_add_up",
          "sku_missing",
          "held_by_channel",
        ),
      }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 8 }), async (steps) => {
        const hub = aHub(rulesThat("call first"));
        await hub.say();
        /** Reasons that stand, by what was said last, and those that were released since they arose. */
        let standing = new Set(["held_by_rule"]);
        let lifted = new Set<string>();
        for (const each of steps) {
          if ("release" in each) {
            const done = await hub.release(each.release);
            if (done.ok && done.value.kind === "released") lifted.add(each.release);
          } else {
            standing = reasonsOf(each.say);
            lifted = new Set([...lifted].filter((reason) => standing.has(reason)));
            await hub.say(said(each.say));
          }
          const order = await hub.read();
          const kept = [...standing].filter((reason) => !lifted.has(reason)).sort();
          expect([...new Set(order.holds.map(({ reason }) => reason as string))].sort()).toEqual(kept);
          expect(isRoutable(order)).toBe(kept.length === 0);
          if (kept.length > 0) expect(await hub.events()).not.toContain("order.approved.v1");
        }
      }),
      { numRuns: 200 },
    );
  });
});

type Said = {
  readonly city: boolean;
  readonly sku: boolean;
  readonly addsUp: boolean;
  readonly channelAllows: boolean;
  readonly total: number;
};

function said({ city, sku, addsUp, channelAllows, total }: Said): Partial<IncomingOrder> {
  const header = aHeader({ discrepancyMinor: addsUp ? 0 : 999 });
  return {
    header: { ...header, amounts: { ...header.amounts, totalMinor: total } },
    address: anAddress(city ? {} : { city: "" }),
    lines: [aLine(sku ? {} : { sku: "" })],
    status: aStatus(channelAllows ? {} : { shipHold: "risk" }),
  };
}

function reasonsOf({ city, sku, addsUp, channelAllows, total }: Said): Set<string> {
  return new Set([
    ...(total >= 100 ? ["held_by_rule"] : []),
    ...(city ? [] : ["address_incomplete"]),
    ...(addsUp ? [] : ["amounts_do_not_add_up"]),
    ...(sku ? [] : ["sku_missing"]),
    ...(channelAllows ? [] : ["held_by_channel"]),
  ]);
}
