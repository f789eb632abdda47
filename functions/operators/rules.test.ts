import { describe, expect, it } from "vitest";
import { merchantId } from "../../shared/kernel/ids.ts";
import type { RawCall } from "../../shared/platform/http-route.ts";
import type { Role } from "../../shared/platform/principal.ts";
import { makeChangeNetwork } from "../../shared/routing/change-network.ts";
import { makePutInForce } from "../../shared/routing/put-in-force.ts";
import { toWarehouseItem } from "../../shared/routing/settings-store.ts";
import { sweepMessage } from "../../shared/routing/sweep-waiting.ts";
import { toMerchantItem } from "../../shared/settings/merchant-settings.ts";
import type { Table } from "../../shared/table/port.ts";
import { makeMemoryTable } from "../../shared/table/table.memory.ts";
import { aMerchant, aMerchantId } from "../../tests/support/builders.ts";
import { memoryQueue } from "../../tests/support/memory-ports.ts";
import { twoMerchants } from "../../tests/support/merchants.ts";
import { routes as manageNetwork } from "./manage-network.handler.ts";
import { routes as manageRules } from "./manage-rules.handler.ts";
import { routes as publishRules } from "./publish-rules.handler.ts";
import { routes as readRules } from "./read-rules.handler.ts";

const withClock = { ...readRules, ...manageRules, ...publishRules };
const noon = "2026-11-21T12:00:00.000Z";

type Answer = { readonly status: number; readonly code?: string; readonly body: Record<string, unknown> };

async function aHub(): Promise<{ table: Table; call: (key: string, over?: CallOver) => Promise<Answer> }> {
  const table = makeMemoryTable();
  await table.put(toMerchantItem(aMerchant()));
  for (const warehouse of twoMerchants().merchants[0]?.warehouses ?? []) {
    await table.put(toWarehouseItem(aMerchantId, warehouse));
  }
  return { table, call: (key, over = {}) => call(table, key, over) };
}

type CallOver = { readonly body?: unknown; readonly params?: RawCall["params"]; readonly role?: Role };

const reroutes = memoryQueue();
const backorders = memoryQueue();

async function call(table: Table, key: string, { body, params = {}, role = "operator" }: CallOver): Promise<Answer> {
  const principal = { merchantId: merchantId("demo"), role, subject: "mei" };
  const raw: RawCall = {
    principal,
    path: "/",
    params,
    query: {},
    body: body === undefined ? "" : JSON.stringify(body),
    requestId: "r1",
  };
  const clocked = withClock[key];
  const network = manageNetwork[key];
  const now = (): Date => new Date(noon);
  const answer = await (clocked?.(raw, { table, inForce: makePutInForce({ table, backorders }), now }) ??
    network?.(raw, makeChangeNetwork({ table, reroutes, backorders, now })));
  if (answer === undefined) throw new Error(`there is no ${key}`);
  if (!answer.ok) return { status: answer.error.status, code: answer.error.code, body: { ...answer.error.facts } };
  return { status: answer.value.status, body: JSON.parse(answer.value.body) as Record<string, unknown> };
}

const right = { rules: [{ name: "Near", when: 'inRegion("华东")', actions: [{ do: "prefer", warehouses: ["SHA"] }] }] };
const wrong = {
  rules: [
    { name: "Near", when: "order.totl >= 5", actions: [{ do: "hold", reason: "look" }] },
    { name: "Far", when: "true", actions: [{ do: "prefer", warehouses: ["SHH"] }] },
  ],
};

describe("the rules of a merchant over the API", () => {
  it("are checked without being stored, each mistake with its place and what to write instead", async () => {
    const { call: ask } = await aHub();
    const { status, body } = await ask("POST /v1/rules/check", { body: wrong });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      ok: false,
      mistakes: [
        { rule: "Near", path: "rules[0].when", line: 1, column: 7, found: "totl", suggestion: "order.total" },
        { rule: "Far", path: "rules[1].actions[0].warehouses[0]", found: "SHH", suggestion: "SHA" },
      ],
    });
    expect((await ask("GET /v1/rules")).body).toMatchObject({
      currency: "CNY",
      plain: { version: 0 },
      inForce: null,
      scheduled: [],
      draft: null,
      versions: [],
    });
  });

  it("are drafted, published, scheduled, taken back and brought back", async () => {
    const { call: ask } = await aHub();
    backorders.sent.length = 0;
    expect(await ask("POST /v1/rules/publish", { body: {} })).toMatchObject({ status: 409, code: "no_draft" });
    expect(await ask("PUT /v1/rules/draft", { body: wrong })).toMatchObject({ status: 400, code: "wrong_rules" });
    expect((await ask("PUT /v1/rules/draft", { body: right })).body).toMatchObject({ savedBy: "mei", savedAt: noon });
    expect((await ask("POST /v1/rules/publish", { body: {} })).body).toMatchObject({ version: 1, publishedBy: "mei" });

    const later = "2026-12-01T00:00:00.000Z";
    await ask("PUT /v1/rules/draft", { body: { ...right, note: "for December" } });
    await ask("POST /v1/rules/publish", { body: { from: "2026-12-01T08:00:00+08:00" } });
    const woken = backorders.sent.splice(0).map(({ delaySeconds = 0, body: sent }) => {
      const { notBefore } = sweepMessage.parse(JSON.parse(sent));
      return [notBefore, delaySeconds];
    });
    expect(woken, "of the set in force now, and of the one in force later").toEqual([
      [noon, 0],
      ["2026-11-21T12:02:00.000Z", 120],
      [later, 900],
      ["2026-12-01T00:02:00.000Z", 900],
    ]);
    const shown = (await ask("GET /v1/rules")).body;
    expect(shown).toMatchObject({
      inForce: { version: 1, since: noon, rules: [{ name: "Near", when: 'inRegion("华东")' }] },
      scheduled: [{ version: 2, from: later }],
      draft: { note: "for December" },
      versions: [{ version: 2 }, { version: 1, ruleCount: 1 }],
    });
    expect(JSON.stringify(shown)).not.toContain("program");

    const params = { version: "2" };
    expect((await ask("DELETE /v1/rules/schedule/{version}", { params })).body).toEqual({
      schedule: [{ version: 1, from: noon }],
    });
    const back = "POST /v1/rules/versions/{version}/bring-back";
    expect((await ask(back, { params, body: {} })).body).toEqual({ schedule: [{ version: 2, from: noon }] });
    expect(await ask(back, { params: { version: "9" }, body: {} })).toMatchObject({ status: 404 });
    await ask(back, { params: { version: "0" }, body: {} });
    expect((await ask("GET /v1/rules")).body).toMatchObject({ inForce: null });
    expect((await ask("GET /v1/rules/versions/{version}", { params })).body).toMatchObject({ note: "for December" });
  });

  it("are changed by operators only", async () => {
    const { call: ask } = await aHub();
    const writes = [...Object.keys(publishRules), "PUT /v1/rules/draft", ...Object.keys(manageNetwork)];
    for (const key of writes) {
      for (const role of ["service", "viewer", "warehouse", "finance"] as const) {
        expect((await ask(key, { role, body: {} })).status, `${key} ${role}`).toBe(403);
      }
    }
  });
});

describe("what plans are weighed by", () => {
  const carrier = {
    name: "顺丰",
    isActive: true,
    volumetricDivisor: null,
    tariffs: [
      {
        zone: ["*"],
        from: [],
        rate: { kind: "first_and_steps", firstGrams: 1_000, firstMinor: 1_200, stepGrams: 500, stepMinor: 200 },
        days: 2,
        maxGrams: null,
      },
    ],
  };

  it("is a carrier with its rate table", async () => {
    const { call: ask } = await aHub();
    const params = { carrier: "SF" };
    expect((await ask("PUT /v1/carriers/{carrier}", { params, body: carrier })).body).toEqual({
      code: "SF",
      ...carrier,
    });
    expect((await ask("GET /v1/carriers")).body).toMatchObject({ items: [{ code: "SF" }] });
    expect(await ask("PUT /v1/carriers/{carrier}", { params, body: { name: "x" } })).toMatchObject({ status: 400 });
    const draft = { rules: [{ name: "r", when: "true", actions: [{ do: "carrier", carriers: ["SG"] }] }] };
    expect((await ask("POST /v1/rules/check", { body: draft })).body).toMatchObject({ ok: false });
    expect(await ask("DELETE /v1/carriers/{carrier}", { params })).toMatchObject({ status: 200 });
    expect(await ask("DELETE /v1/carriers/{carrier}", { params })).toMatchObject({ status: 404 });
  });

  it("is no carrier that would not fit where carriers are kept", async () => {
    const { call: ask } = await aHub();
    const rows = Array.from({ length: 100 }, (_, at) => ({ upToGrams: at + 1, minor: 1_000_000 + at }));
    const [tariff] = carrier.tariffs;
    const tariffs = Array.from({ length: 200 }, () => ({ ...tariff, rate: { kind: "brackets", rows } }));
    const answer = await ask("PUT /v1/carriers/{carrier}", {
      params: { carrier: "SF" },
      body: { ...carrier, tariffs },
    });
    expect(answer).toMatchObject({ status: 400, code: "invalid_body" });
  });

  it("is a warehouse with its hours and capacity, part by part", async () => {
    const { call: ask } = await aHub();
    const params = { warehouse: "SHA" };
    const hours = { zone: "Asia/Shanghai", cutoffMinutes: 960, workingDays: [1, 2, 3, 4, 5], holidays: ["2026-10-01"] };
    const change = "PATCH /v1/warehouses/{warehouse}";
    await ask(change, { params, body: { hours, dailyCapacity: 500, handlingMinor: 80 } });
    expect((await ask(change, { params, body: { dailyCapacity: null } })).body).toMatchObject({
      code: "SHA",
      hours,
      dailyCapacity: null,
      handlingMinor: 80,
      country: "CN",
    });
    expect(reroutes.sent).toEqual([]);
    backorders.sent.length = 0;
    await ask(change, { params, body: { isActive: false } });
    expect(reroutes.sent.map(({ delaySeconds = 0 }) => delaySeconds)).toEqual([0, 120]);
    expect(backorders.sent, "nobody can be served by a closed warehouse").toEqual([]);
    await ask(change, { params, body: { isActive: true } });
    expect(backorders.sent.map(({ delaySeconds = 0 }) => delaySeconds)).toEqual([0, 120]);
    expect(backorders.sent.map(({ body: sent }) => sweepMessage.parse(JSON.parse(sent)))).toMatchObject([
      { merchantId: "demo", after: null, notBefore: noon },
      { merchantId: "demo", after: null, notBefore: "2026-11-21T12:02:00.000Z" },
    ]);
    const { body } = await ask("GET /v1/warehouses");
    expect((body["items"] as { code: string }[]).map(({ code }) => code)).toEqual(["CAN", "CTU", "SHA"]);
    expect(await ask(change, { params: { warehouse: "X" }, body: {} })).toMatchObject({ status: 404 });
  });
});
