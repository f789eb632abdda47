import { isDay } from "../../shared/kernel/business-day.ts";
import { fail, ok } from "../../shared/kernel/result.ts";
import { noAccounts, notSealed, vouchersView } from "../../shared/operators/voucher-view.ts";
import { dynamoTable } from "../../shared/platform/dynamo-table.ts";
import { json, notFound } from "../../shared/platform/http-answer.ts";
import { httpHandler } from "../../shared/platform/http-handler.ts";
import { type Nothing, type Route, route } from "../../shared/platform/http-route.ts";
import { s3ObjectFiles } from "../../shared/platform/object-files.s3.ts";
import type { ObjectFiles } from "../../shared/platform/ports.ts";
import { type AccountMap, accountMapSchema } from "../../shared/reports/vouchers/account-map.ts";
import { readAccounts, saveAccounts } from "../../shared/reports/vouchers/account-store.ts";
import { isLedgerName } from "../../shared/reports/vouchers/ledger-formats.ts";
import { writeVouchers } from "../../shared/reports/vouchers/write-vouchers.ts";
import type { Table } from "../../shared/table/port.ts";

type Services = { readonly table: Table; readonly exports: ObjectFiles };

const roles = ["finance", "operator"] as const;

/** The vouchers of a sealed day, as the files that a ledger imports. */
const showVouchers = route<Services>({
  roles,
  handle: async ({ principal: { merchantId }, params: { day = "", ledger = "" } }, services) => {
    if (!isDay(day) || !isLedgerName(ledger)) return fail(notFound("voucher"));
    const written = await writeVouchers(services, merchantId, { day, ledger });
    if (written.ok) return ok(json(200, vouchersView(written.value)));
    return fail(written.error.kind === "no_accounts" ? noAccounts : notSealed(day));
  },
});

const showAccounts = route<Services>({
  roles,
  handle: async ({ principal: { merchantId } }, { table }) => {
    const accounts = await readAccounts(table, merchantId);
    return accounts === null ? fail(noAccounts) : ok(json(200, accounts));
  },
});

const setAccounts = route<Services, Nothing, AccountMap>({
  roles,
  body: accountMapSchema,
  handle: async ({ principal: { merchantId }, body }, { table }) => {
    await saveAccounts(table, merchantId, body);
    return ok(json(200, body));
  },
});

export const routes: Readonly<Record<string, Route<Services>>> = {
  "GET /v1/vouchers/{day}/{ledger}": showVouchers,
  "GET /v1/ledger-accounts": showAccounts,
  "PUT /v1/ledger-accounts": setAccounts,
};

export const handler = httpHandler({
  name: "manage-vouchers",
  build: ({ settings }) => ({
    table: dynamoTable(settings.TABLE_NAME),
    exports: s3ObjectFiles(settings.EXPORTS_BUCKET),
  }),
  routes,
});
