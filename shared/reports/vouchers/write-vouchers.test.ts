import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { aMerchantId } from "../../../tests/support/builders.ts";
import { memoryObjects } from "../../../tests/support/memory-ports.ts";
import { makeMemoryTable } from "../../table/table.memory.ts";
import { accountMapSchema } from "./account-map.ts";
import { readAccounts, saveAccounts } from "./account-store.ts";
import { writeVouchers } from "./write-vouchers.ts";

const page = readFileSync(new URL("../../../docs/finance.md", import.meta.url), "utf8");
const ofTheDocs = accountMapSchema.parse(
  JSON.parse(/```json\n(\{\n {2}"accounts"[\s\S]*?\n\})\n```/.exec(page)?.[1] ?? "null"),
);

describe("the accounts of a ledger", () => {
  it("are kept as they were said, in the form that the documents show", async () => {
    const table = makeMemoryTable();
    expect(await readAccounts(table, aMerchantId)).toBeNull();
    await saveAccounts(table, aMerchantId, ofTheDocs);
    expect(await readAccounts(table, aMerchantId)).toEqual(ofTheDocs);
  });

  it("and a sealed day are needed before vouchers can be written", async () => {
    const services = { table: makeMemoryTable(), exports: memoryObjects() };
    const asked = { day: "2026-11-21", ledger: "xero" } as const;
    expect(await writeVouchers(services, aMerchantId, asked)).toEqual({ ok: false, error: { kind: "no_accounts" } });
    await saveAccounts(services.table, aMerchantId, ofTheDocs);
    expect(await writeVouchers(services, aMerchantId, asked)).toEqual({ ok: false, error: { kind: "not_sealed" } });
  });
});
