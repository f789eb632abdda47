import { describe, expect, it } from "vitest";
import { merchantId } from "../../shared/kernel/ids.ts";
import type { Role } from "../../shared/platform/principal.ts";
import { makeMemoryTable } from "../../shared/table/table.memory.ts";
import { routes } from "./manage-customers.handler.ts";

const now = (): Date => new Date("2026-11-22T06:00:00.000Z");
const person = {
  name: "沈雨桐",
  phone: "13700002468",
  email: "shen@example.com",
  street: "听泉路 66 号",
  country: "CN",
};
const mei = { ref: "M-10027", person, tags: ["VIP", "B2B"], note: "rings twice" };

function hub() {
  const table = makeMemoryTable();
  return async (
    key: string,
    role: Role,
    over: { body?: object; query?: Record<string, string>; id?: unknown } = {},
  ) => {
    const answer = await routes[key]?.(
      {
        principal: { merchantId: merchantId("demo"), role, subject: "test" },
        path: "/",
        params: over.id === undefined ? {} : { customerId: String(over.id) },
        query: over.query ?? {},
        body: over.body === undefined ? "" : JSON.stringify(over.body),
        requestId: "r",
      },
      { table, now },
    );
    if (answer === undefined) throw new Error(`there is no ${key}`);
    if (!answer.ok) return { status: answer.error.status, code: answer.error.code, body: {} };
    return { status: answer.value.status, code: "", body: JSON.parse(answer.value.body) as Record<string, unknown> };
  };
}

describe("the customers of a merchant", () => {
  it("are stated by who they are, and found again by an id that does not say it", async () => {
    const call = hub();
    const made = await call("PUT /v1/customers", "service", { body: mei });
    expect(made).toMatchObject({
      status: 201,
      body: { source: "own", ref: "M-10027", tags: ["B2B", "VIP"], version: 1 },
    });
    const again = await call("PUT /v1/customers", "operator", { body: mei });
    expect(again).toMatchObject({ status: 200, body: { version: 1 } });
    const id = made.body["customerId"];
    expect(id).toMatch(/^cus_[0-9a-z]{26}$/);
    expect((await call("GET /v1/customers/{customerId}", "warehouse", { id })).body).toMatchObject({ person });
  });

  it("are masked for those who do not speak to buyers", async () => {
    const call = hub();
    await call("PUT /v1/customers", "operator", { body: mei });
    const { body } = await call("GET /v1/customers", "finance");
    expect(body["items"]).toMatchObject([
      { ref: "", note: "", tags: ["B2B", "VIP"], person: { name: "沈***", phone: "***2468", street: "***" } },
    ]);
    expect(JSON.stringify(body)).not.toMatch(/13700002468|听泉|shen@|M-10027|rings/);
  });

  it("are listed by tag", async () => {
    const call = hub();
    await call("PUT /v1/customers", "operator", { body: mei });
    await call("PUT /v1/customers", "operator", { body: { ...mei, ref: "M-2", tags: [] } });
    const { body } = await call("GET /v1/customers", "operator", { query: { tag: "VIP" } });
    expect(body["items"]).toMatchObject([{ ref: "M-10027" }]);
  });

  it("are erased by operators, leave every list, and come back only when they say so", async () => {
    const call = hub();
    const { body } = await call("PUT /v1/customers", "operator", { body: mei });
    const id = body["customerId"];
    expect((await call("DELETE /v1/customers/{customerId}", "service", { id })).status).toBe(403);
    const erased = await call("DELETE /v1/customers/{customerId}", "operator", { id });
    expect(erased.body).toMatchObject({ person: null, ref: "", tags: [], note: "", erasedAt: now().toISOString() });
    expect((await call("GET /v1/customers", "operator")).body["items"]).toEqual([]);
    expect(await call("PUT /v1/customers", "operator", { body: mei })).toMatchObject({
      status: 409,
      code: "customer_erased",
    });
    const back = { ...mei, takeBack: true };
    expect((await call("PUT /v1/customers", "service", { body: back })).status).toBe(409);
    expect((await call("PUT /v1/customers", "operator", { body: back })).status).toBe(201);
    expect((await call("DELETE /v1/customers/{customerId}", "operator", { id: "cus_nobody" })).status).toBe(404);
  });
});
