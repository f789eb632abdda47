import type * as z from "zod/mini";
import { fail, ok } from "../../shared/kernel/result.ts";
import { readKnownNames } from "../../shared/operators/known-names.ts";
import { draftView, publishProblem, ruleSetBody, ruleSetView, wrongRules } from "../../shared/operators/rule-view.ts";
import { dynamoTable } from "../../shared/platform/dynamo-table.ts";
import { json } from "../../shared/platform/http-answer.ts";
import { httpHandler } from "../../shared/platform/http-handler.ts";
import { type Nothing, type Route, route } from "../../shared/platform/http-route.ts";
import { roles } from "../../shared/platform/principal.ts";
import { checkRuleSet } from "../../shared/rules/check-rule-set.ts";
import { saveRuleDraft } from "../../shared/rules/rule-store.ts";
import {
  type JointRules,
  jointRulesSchema,
  readJointRules,
  toJointRulesItem,
} from "../../shared/settings/joint-rules.ts";
import type { Table } from "../../shared/table/port.ts";

type Services = { readonly table: Table; readonly now: () => Date };
type Written = z.infer<typeof ruleSetBody>;

/** Every mistake, or the rules as they would be kept; nothing is stored. */
const check = route<Services, Nothing, Written>({
  roles: ["operator", "service"],
  body: ruleSetBody,
  handle: async ({ principal: { merchantId }, body }, { table }) => {
    const read = checkRuleSet(body, await readKnownNames(table, merchantId));
    return ok(
      json(200, read.ok ? { ok: true, mistakes: [], ...ruleSetView(read.value) } : { ok: false, mistakes: read.error }),
    );
  },
});

const saveDraft = route<Services, Nothing, Written>({
  roles: ["operator"],
  body: ruleSetBody,
  handle: async ({ principal: { merchantId, subject }, body }, { table, now }) => {
    const read = checkRuleSet(body, await readKnownNames(table, merchantId));
    if (!read.ok) return fail(wrongRules(read.error));
    const saved = { draft: read.value, savedAt: now().toISOString(), savedBy: subject };
    const kept = await saveRuleDraft(table, merchantId, saved);
    return kept.ok ? ok(json(200, draftView(saved))) : fail(publishProblem(kept.error));
  },
});

/** Which orders of one recipient may share a parcel. */
const showJointRules = route<Services>({
  roles,
  handle: async ({ principal: { merchantId } }, { table }) => ok(json(200, await readJointRules(table, merchantId))),
});

const setJointRules = route<Services, Nothing, JointRules>({
  roles: ["operator"],
  body: jointRulesSchema,
  handle: async ({ principal: { merchantId }, body }, { table }) => {
    await table.put(toJointRulesItem(merchantId, body));
    return ok(json(200, body));
  },
});

export const routes: Readonly<Record<string, Route<Services>>> = {
  "POST /v1/rules/check": check,
  "PUT /v1/rules/draft": saveDraft,
  "GET /v1/joint-parcels/rules": showJointRules,
  "PUT /v1/joint-parcels/rules": setJointRules,
};

/** The one function that knows the language of rules: those that are in force are asked as stored programs. */
export const handler = httpHandler({
  name: "manage-rules",
  build: ({ settings, clock }) => ({ table: dynamoTable(settings.TABLE_NAME), now: clock }),
  routes,
});
