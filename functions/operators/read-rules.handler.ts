import { fail, ok } from "../../shared/kernel/result.ts";
import { warehouseView } from "../../shared/operators/network-view.ts";
import { publishedView, rulesView } from "../../shared/operators/rule-view.ts";
import { dynamoTable } from "../../shared/platform/dynamo-table.ts";
import { json, notFound } from "../../shared/platform/http-answer.ts";
import { httpHandler } from "../../shared/platform/http-handler.ts";
import { type Route, route } from "../../shared/platform/http-route.ts";
import { roles } from "../../shared/platform/principal.ts";
import { fromCarrierItem } from "../../shared/routing/costs/carrier.ts";
import { fromWarehouseItem, readPlainRules } from "../../shared/routing/settings-store.ts";
import { listRuleSets, readRuleDraft, readRuleSchedule, readRuleSets } from "../../shared/rules/rule-store.ts";
import { fromMerchantItem } from "../../shared/settings/merchant-settings.ts";
import { merchantKey, settingsPk, sortKeys } from "../../shared/table/keys.ts";
import { queryAll, type Table } from "../../shared/table/port.ts";

type Services = { readonly table: Table; readonly now: () => Date };

/** What is in force, what comes next, what somebody works on, and every version there was. */
const showRules = route<Services>({
  roles,
  handle: async ({ principal: { merchantId } }, { table, now }) => {
    const schedule = await readRuleSchedule(table, merchantId);
    const sets = await listRuleSets(table, merchantId);
    const draft = await readRuleDraft(table, merchantId);
    const merchant = await table.get(merchantKey(merchantId));
    const currency = merchant === null ? null : fromMerchantItem(merchant).currency;
    const basis = { currency, plain: await readPlainRules(table, merchantId) };
    return ok(json(200, rulesView(basis, schedule, sets, draft, now().toISOString())));
  },
});

const showVersion = route<Services>({
  roles,
  handle: async ({ principal: { merchantId }, params }, { table }) => {
    const version = /^[1-9]\d{0,5}$/.test(params["version"] ?? "") ? Number(params["version"]) : 0;
    const [set] = await readRuleSets(table, merchantId, [version]);
    return set === undefined ? fail(notFound("rule set")) : ok(json(200, publishedView(set)));
  },
});

const listCarriers = route<Services>({
  roles,
  handle: async ({ principal: { merchantId } }, { table }) => {
    const sk = { kind: "beginsWith", prefix: sortKeys.carrier } as const;
    const items = await queryAll(table, { pk: settingsPk(merchantId), sk });
    return ok(json(200, { items: items.map(fromCarrierItem), cursor: null }));
  },
});

const listWarehouses = route<Services>({
  roles,
  handle: async ({ principal: { merchantId } }, { table }) => {
    const sk = { kind: "beginsWith", prefix: sortKeys.warehouse } as const;
    const items = await queryAll(table, { pk: settingsPk(merchantId), sk });
    return ok(json(200, { items: items.map(fromWarehouseItem).map(warehouseView), cursor: null }));
  },
});

export const routes: Readonly<Record<string, Route<Services>>> = {
  "GET /v1/rules": showRules,
  "GET /v1/rules/versions/{version}": showVersion,
  "GET /v1/carriers": listCarriers,
  "GET /v1/warehouses": listWarehouses,
};

export const handler = httpHandler({
  name: "read-rules",
  build: ({ settings, clock }) => ({ table: dynamoTable(settings.TABLE_NAME), now: clock }),
  routes,
});
