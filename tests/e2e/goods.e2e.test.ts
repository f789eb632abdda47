import { describe, expect, it } from "vitest";
import { templateWorkbook } from "../../shared/imports/templates/template-workbook.ts";
import { importer, useLocalHub } from "../support/local-hub.ts";

const the = useLocalHub();

const imported = importer(the);

describe("what a merchant tells by workbook", () => {
  it("becomes products, stock, customers, prices and rates, each from its own template", async () => {
    const wanted = { state: "applied", rows: 2, applied: 2, failed: 0 };
    for (const kind of ["products", "stock-adjustments", "customers", "prices", "rates"] as const) {
      expect(await imported(kind, `${kind}.xlsx`, templateWorkbook(kind, "zh")), kind).toMatchObject(wanted);
    }
    expect((await the().get("/v1/products/GIFT-TEA")).body).toMatchObject({
      components: [{ quantity: 2 }, { quantity: 1 }],
    });
    expect((await the().get("/v1/products/TEA-LJ-50")).body).toMatchObject({
      goods: { weightGrams: 85, sizeMm: { length: 120, width: 80, height: 80 } },
      reorder: { point: 48, quantity: 96 },
    });
    expect((await the().get("/v1/stock/TEA-LJ-50")).body).toMatchObject({ onHand: 5 });
    expect((await the().get("/v1/products/TEA-LJ-50")).body["prices"]).toMatchObject([
      { kind: "cost", currency: "CNY", amountMinor: 4150, validFrom: "2026-11-01", validTo: null },
      { kind: "sale", amountMinor: 8800, validFrom: "2026-11-01" },
      { kind: "sale", amountMinor: 7900, validFrom: "2026-11-11", validTo: "2026-11-12" },
    ]);
    const customers = await the().list("/v1/customers?tag=VIP");
    expect(customers.map(({ source, ref }) => `${source} ${ref}`).toSorted()).toEqual([
      "own M-10027",
      "shopify 7311207702",
    ]);
  }, 120_000);

  it("is the same when it comes again, and says so", async () => {
    const again = "customer_no,name,tags\nM-10027,沈雨桐,VIP; wholesale\nM-2,Ada,B2B\n";
    expect(await imported("customers", "more.csv", again)).toMatchObject({ unchanged: 1, applied: 1 });
    expect(await imported("customers", "more-again.csv", again)).toMatchObject({ state: "duplicate", unchanged: 2 });
  }, 60_000);

  it("does not bring back whom an operator has erased", async () => {
    const [mei] = (await the().list("/v1/customers")).filter(({ ref }) => ref === "M-10027");
    const path = `/v1/customers/${mei?.["customerId"]}`;
    expect((await the().send("DELETE", path)).body).toMatchObject({ person: null, ref: "" });
    const job = await imported("customers", "old.csv", "customer_no,name\nM-10027,沈雨桐\n");
    expect(job).toMatchObject({ state: "applied_with_errors", failed: 1 });
    expect((await the().get(path, "operator")).body).toMatchObject({ person: null });
    expect((await the().get(path, "operator", "other")).status).toBe(404);
  }, 60_000);
});
