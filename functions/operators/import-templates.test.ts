import { describe, expect, it } from "vitest";
import { templateWorkbook } from "../../shared/imports/templates/template-workbook.ts";
import type { RawCall } from "../../shared/platform/http-route.ts";
import { makeMemoryTable } from "../../shared/table/table.memory.ts";
import { aMerchantId } from "../../tests/support/builders.ts";
import { routes } from "./manage-mappings.handler.ts";

const services = { table: makeMemoryTable(), now: () => new Date("2026-11-21T08:00:00.000Z") };

async function asked(kind: string, query: Readonly<Record<string, string>> = {}) {
  const call: RawCall = {
    principal: { merchantId: aMerchantId, role: "viewer", subject: "v" },
    path: `/v1/import-templates/${kind}`,
    params: { kind },
    query,
    body: "",
    requestId: "r",
  };
  return routes["GET /v1/import-templates/{kind}"]?.(call, services);
}

describe("the template of a kind of import", () => {
  it.each([
    [{}, "en"],
    [{ language: "zh" }, "zh"],
  ] as const)("comes as a workbook in the language that was asked for: %j", async (query, language) => {
    const answer = await asked("orders", query);
    expect(answer).toMatchObject({
      ok: true,
      value: {
        status: 200,
        isBase64: true,
        headers: { "content-disposition": `attachment; filename="orders-template-${language}.xlsx"` },
      },
    });
    const bytes = answer?.ok === true ? Buffer.from(answer.value.body, "base64") : Buffer.alloc(0);
    expect(bytes.equals(templateWorkbook("orders", language))).toBe(true);
  });

  it("is not there for kinds and languages that are none", async () => {
    expect(await asked("horoscopes")).toMatchObject({ ok: false, error: { status: 404 } });
    expect(await asked("orders", { language: "de" })).toMatchObject({ ok: false, error: { status: 400 } });
  });
});
