import { describe, expect, it } from "vitest";
import type { Role } from "../../shared/platform/principal.ts";
import { makeSealDay } from "../../shared/reports/seal-day.ts";
import { toMerchantItem } from "../../shared/settings/merchant-settings.ts";
import { makeMemoryTable } from "../../shared/table/table.memory.ts";
import { aMerchant, aMerchantId } from "../../tests/support/builders.ts";
import { memoryObjects, memoryQueue } from "../../tests/support/memory-ports.ts";
import { routes } from "./manage-reports.handler.ts";

const now = (): Date => new Date("2026-11-23T02:00:00.000Z");
const merchant = aMerchant({ closedThrough: "2026-11-22" });

async function aHub() {
  const [table, seals] = [makeMemoryTable(), memoryQueue()];
  await table.put(toMerchantItem(merchant));
  const call = async (
    key: string,
    { role = "finance" as Role, body = {}, params = {}, query = {} }: Record<string, unknown> & { role?: Role } = {},
  ): Promise<{ readonly status: number; readonly said: Record<string, unknown> }> => {
    const principal = { merchantId: aMerchantId, role, subject: "Mei" };
    const raw = { principal, path: "/", params, query, body: JSON.stringify(body), requestId: "r" };
    const answer = await routes[key]?.(raw as never, { table, seals, now });
    if (answer === undefined) throw new Error(key);
    if (!answer.ok) return { status: answer.error.status, said: { ...answer.error } };
    return { status: answer.value.status, said: JSON.parse(answer.value.body) as Record<string, unknown> };
  };
  const asked = () => seals.sent.map(({ body }) => JSON.parse(body) as unknown);
  return { table, call, asked };
}

describe("finance", () => {
  it("has a closed day looked at again, with the rates stated since", async () => {
    const { call, asked } = await aHub();

    expect(await call("POST /v1/reports/{day}/restate", { params: { day: "2026-11-21" } })).toMatchObject({
      status: 202,
    });

    expect(asked()).toEqual([{ merchantId: "demo", day: "2026-11-21", stamps: true }]);
  });

  it("has a span of closed days sealed, and sees how far they are", async () => {
    const { table, call, asked } = await aHub();
    const span = { from: "2026-11-20", to: "2026-11-22" };
    expect((await call("POST /v1/reports/backfill", { body: span })).said).toEqual({ isAsked: true, days: 3 });
    expect(asked()).toHaveLength(3);
    await makeSealDay({ table, exports: memoryObjects(), now })(merchant, "2026-11-20");

    const { said } = await call("GET /v1/reports/backfill", { query: span, role: "viewer" });

    expect(said["items"]).toMatchObject([
      { day: "2026-11-20", state: "sealed", version: 1 },
      { day: "2026-11-21", state: "waiting" },
      { day: "2026-11-22", state: "waiting" },
    ]);
  });

  it.each([
    [{ from: "2026-11-20", to: "2026-11-23" }, 409, "day_not_closed"],
    [{ from: "2026-11-21", to: "2026-11-20" }, 400, "invalid_body"],
    [{ from: "2025-01-01", to: "2026-11-20" }, 400, "invalid_body"],
    [{ from: "yesterday", to: "2026-11-20" }, 400, "invalid_body"],
  ])("is told why %j cannot be sealed", async (body, status, code) => {
    const { call, asked } = await aHub();
    expect(await call("POST /v1/reports/backfill", { body })).toMatchObject({ status, said: { code } });
    expect(asked()).toEqual([]);
  });

  it("states rates and reads them again", async () => {
    const { call } = await aHub();
    const params = { from: "USD", to: "CNY", day: "2026-11-20" };
    const body = { rate: "7.1234", source: "PBOC" };
    const stated = await Promise.all([call("PUT /v1/rates/{from}/{to}/{day}", { params, body })]);
    expect(stated).toMatchObject([{ status: 201, said: { kind: "created", savedBy: "Mei" } }]);
    expect((await call("PUT /v1/rates/{from}/{to}/{day}", { params, body })).said["kind"]).toBe("unchanged");
    expect((await call("GET /v1/rates/{from}/{to}", { params })).said["items"]).toMatchObject([body]);
    const wrong = await call("PUT /v1/rates/{from}/{to}/{day}", { params, body: { ...body, rate: "7,1" } });
    expect(wrong).toMatchObject({ status: 400 });
  });

  it("alone and operators change anything", async () => {
    const { call } = await aHub();
    expect(
      (await call("POST /v1/reports/{day}/restate", { role: "viewer", params: { day: "2026-11-21" } })).status,
    ).toBe(403);
    expect((await call("PUT /v1/rates/{from}/{to}/{day}", { role: "warehouse" })).status).toBe(403);
  });
});
