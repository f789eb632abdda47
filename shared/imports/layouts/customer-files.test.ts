import { describe, expect, it } from "vitest";
import { aMerchant, aMerchantId } from "../../../tests/support/builders.ts";
import { makeImporter } from "../../../tests/support/importer.ts";
import { memoryObjects } from "../../../tests/support/memory-ports.ts";
import type { Customer } from "../../customers/customer.ts";
import { customerIdOf } from "../../customers/customer.ts";
import { readCustomer } from "../../customers/customer-store.ts";
import { connectionId } from "../../kernel/ids.ts";
import { toConnectionItem } from "../../settings/connection.ts";
import { makeMemoryTable } from "../../table/table.memory.ts";

const now = new Date("2026-11-22T06:00:00.000Z");

/** Imports a file of buyers for a merchant with these shops; `read` gives one of them as it stands then. */
async function imported(body: string, shops: readonly (readonly [string, string])[] = []) {
  const table = makeMemoryTable();
  const files = memoryObjects();
  const merchant = aMerchant({ locale: "en" });
  for (const [id, channel] of shops) {
    const shop = { connectionId: connectionId(id), channel, title: id, zone: merchant.zone, state: "active" } as const;
    await table.put(toConnectionItem(aMerchantId, shop));
  }
  const { run } = makeImporter({ table, files, now: () => now, merchant });
  const key = "demo/customers/a.csv";
  await files.put(key, body, { contentType: "text/csv" });
  const etag = (await files.get(key))?.etag ?? "";
  const answer = await run({ key, version: etag, etag, bytes: body.length, at: now.toISOString() });
  if (answer.kind !== "finished") throw new Error(`the import is ${answer.kind}`);
  const receipt = new TextDecoder().decode((await files.get(answer.job.receiptKey))?.body);
  const read = async (source: string, ref: string): Promise<Customer | null> =>
    readCustomer(table, aMerchantId, customerIdOf(aMerchantId, { source, ref }));
  return { job: answer.job, read, receipt };
}

/** Headings, and rows of the cells that are filled. */
function sheet(headings: string, ...rows: readonly Readonly<Record<string, string>>[]): string {
  const names = headings.split(",");
  return [headings, ...rows.map((row) => names.map((name) => `"${row[name] ?? ""}"`).join(","))].join("\n");
}

const shopify =
  "Customer ID,First Name,Last Name,Email,Accepts Email Marketing,Default Address Company,Default Address Address1,Default Address Address2,Default Address City,Default Address Province Code,Default Address Country Code,Default Address Zip,Default Address Phone,Phone,Accepts SMS Marketing,Total Spent,Total Orders,Note,Tax Exempt,Tags";
const olderShopify =
  "First Name,Last Name,Email,Accepts Email Marketing,Company,Address1,Address2,City,Province,Province Code,Country,Country Code,Zip,Phone,Accepts SMS Marketing,Total Spent,Total Orders,Tags,Note,Tax Exempt";
const suite =
  "ID,customer_id,user_login,user_pass,user_nicename,user_email,user_url,user_registered,display_name,first_name,last_name,roles,billing_first_name,billing_last_name,billing_company,billing_email,billing_phone,billing_address_1,billing_address_2,billing_postcode,billing_city,billing_state,billing_country";
const report =
  "Name,Username,Last Active,Sign Up,Email,Orders,Total Spend,AOV,Country / Region,City,Region,Postal Code";

const ada = {
  "Customer ID": "'7210448301122",
  "First Name": "Ada",
  "Last Name": "Lovelace",
  Email: "ada@example.com",
  "Accepts Email Marketing": "yes",
  "Default Address Company": "Engines",
  "Default Address Address1": "12 St James Square",
  "Default Address Address2": "Flat 3",
  "Default Address City": "Boston",
  "Default Address Province Code": "MA",
  "Default Address Country Code": "US",
  "Default Address Zip": "'02134",
  "Default Address Phone": "'(617) 555-0154",
  Phone: "'+16175550155",
  "Accepts SMS Marketing": "no",
  "Total Spent": "7790.44",
  "Total Orders": "6",
  Note: "rings twice",
  "Tax Exempt": "yes",
  Tags: "wholesale, VIP",
};

const consent = ["Accepts Email Marketing", "Accepts SMS Marketing", "Total Spent", "Total Orders", "Tax Exempt"];

describe("Shopify's customers", () => {
  it("are those of the shop, by the number that its orders have, and what is not kept is told", async () => {
    const phoneOnly = {
      "Customer ID": "'7210448301123",
      "First Name": "雨桐",
      "Last Name": "沈",
      Phone: "'+8613700002468",
    };
    const { job, read } = await imported(sheet(shopify, ada, phoneOnly), [["my-shop", "shopify"]]);
    expect(job).toMatchObject({ state: "applied", layout: "shopify-customers", rows: 2, applied: 2, failed: 0 });
    expect(job.unusedColumns).toEqual(expect.arrayContaining([...consent, "Default Address Company"]));
    expect(await read("my-shop", "7210448301122")).toMatchObject({
      person: {
        name: "Ada Lovelace",
        phone: "+16175550155",
        email: "ada@example.com",
        country: "US",
        region: "MA",
        city: "Boston",
        street: "12 St James Square, Flat 3",
        postalCode: "02134",
      },
      tags: ["VIP", "wholesale"],
      note: "rings twice",
    });
    expect((await read("my-shop", "7210448301123"))?.person.name).toBe("沈雨桐");
  });

  it("have fields of the merchant's own, an address without a country, and no shop that is connected yet", async () => {
    const headings = `${shopify},Birthday (customer.metafields.facts.birth_date)`;
    const row = { ...ada, "Default Address Country Code": "", "Default Address Zip": "1010" };
    const { job, read } = await imported(sheet(headings, row));
    expect(job).toMatchObject({ state: "applied", applied: 1 });
    expect(job.unusedColumns).toContain("Birthday (customer.metafields.facts.birth_date)");
    expect(await read("shopify", "7210448301122")).not.toBeNull();
  });

  it("have the same numbers in all shops", async () => {
    const shops = [
      ["one", "shopify"],
      ["two", "shopify"],
    ] as const;
    const { job, read } = await imported(sheet(shopify, ada), shops);
    expect(job).toMatchObject({ state: "applied", applied: 1 });
    expect(await read("shopify", "7210448301122")).not.toBeNull();
  });

  it("of an older file are known by their address of mail", async () => {
    const row = {
      "First Name": "Ada",
      "Last Name": "Lovelace",
      Email: "Ada@Example.com",
      Address1: "12 St James Square",
    };
    const { job, read } = await imported(
      sheet(
        olderShopify,
        { ...row, "Country Code": "GB", "Province Code": "LND", Zip: "SW1Y 4JU" },
        { "First Name": "Nobody" },
      ),
      [["my-shop", "shopify"]],
    );
    expect(job).toMatchObject({ layout: "shopify-customers", rows: 2, applied: 1, failed: 1 });
    expect(await read("my-shop", "ada@example.com")).toMatchObject({
      person: {
        name: "Ada Lovelace",
        country: "GB",
        region: "LND",
        street: "12 St James Square",
        email: "Ada@Example.com",
      },
    });
  });
});

describe("WooCommerce's customers", () => {
  const bob = {
    ID: "12",
    customer_id: "12",
    user_login: "bob",
    user_pass: "$P$B",
    user_email: "bob@example.com",
    display_name: "Bob",
    roles: "customer",
    billing_first_name: "Bob",
    billing_last_name: "Ross",
    billing_phone: "+49 30 555",
    billing_address_1: "Hauptstr. 1",
    billing_postcode: "01067",
    billing_city: "Dresden",
    billing_state: "DE-SN",
    billing_country: "DE",
  };
  const person = { name: "Bob Ross", country: "DE", street: "Hauptstr. 1", postalCode: "01067", city: "Dresden" };

  it("of the Import Export Suite are those of the shop, by the number that its orders have", async () => {
    const { job, read } = await imported(sheet(suite, bob), [["woo", "woocommerce"]]);
    expect(job).toMatchObject({ state: "applied", layout: "woocommerce-customers", applied: 1 });
    expect(await read("woo", "12")).toMatchObject({ person });
  });

  it("must say their shop where there are several, since their numbers are others in each", async () => {
    const shops = [
      ["woo-a", "woocommerce"],
      ["woo-b", "woocommerce"],
    ] as const;
    const { job, receipt } = await imported(sheet(suite, bob), shops);
    expect(job).toMatchObject({ applied: 0, failed: 1 });
    expect(receipt).toContain("shop_needed");
    expect(receipt).toContain("woo-a, woo-b");
    const named = await imported(sheet(`${suite},shop`, { ...bob, shop: "woo-b" }), shops);
    expect(named.job).toMatchObject({ state: "applied", applied: 1 });
    expect(await named.read("woo-b", "12")).toMatchObject({ person });
  });

  it("of Analytics have no numbers, guests no user name", async () => {
    const row = { Name: "Bob Ross", Username: "bob", "Last Active": "2026-11-20 10:00:00", Email: "Bob@example.com" };
    const place = { "Country / Region": "DE", City: "Dresden", Region: "DE-SN", "Postal Code": "01067" };
    const guest = { Name: "Eve", Email: "eve@example.com", Orders: "1", "Total Spend": "9.90", AOV: "9.90" };
    const { job, read } = await imported(sheet(report, { ...row, ...place }, guest), [["woo", "woocommerce"]]);
    expect(job).toMatchObject({ state: "applied", layout: "woocommerce-customer-report", applied: 2 });
    expect(job.unusedColumns).toEqual(["Username", "Last Active", "Sign Up", "Orders", "Total Spend", "AOV"]);
    expect(await read("woo", "bob@example.com")).toMatchObject({ person: { name: "Bob Ross", postalCode: "01067" } });
    expect(await read("woo", "eve@example.com")).toMatchObject({ person: { name: "Eve" } });
  });
});
