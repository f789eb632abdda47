import * as z from "zod/mini";
import type { MerchantId } from "../kernel/ids.ts";
import { ruleDraftKey, ruleSetKey } from "../table/keys.ts";
import type { Item } from "../table/port.ts";
import { actionSchemas } from "./actions.ts";
import type { Program } from "./conditions/program.ts";
import type { RuleSet, RuleSetDraft } from "./rule-set.ts";

const lists = z.record(z.string(), z.array(z.string()));
const draftSchema = z.object({
  rules: z.array(
    z.object({
      name: z.string(),
      when: z.string(),
      program: z.custom<Program>(Array.isArray),
      actions: z.array(z.union(Object.values(actionSchemas))),
      isOff: z.boolean(),
      from: z.nullable(z.string()),
      until: z.nullable(z.string()),
    }),
  ),
  regions: lists,
  skuLists: lists,
  note: z.string(),
});
const publishedSchema = z.object({
  version: z.number(),
  effectiveFrom: z.string(),
  publishedAt: z.string(),
  publishedBy: z.string(),
  body: z.string(),
});
const draftItemSchema = z.object({ savedAt: z.string(), savedBy: z.string(), body: z.string() });

export type SavedDraft = { readonly draft: RuleSetDraft; readonly savedAt: string; readonly savedBy: string };

/** The rules are kept as one JSON text: they are read as a whole, and names of lists are no attribute names. */
export function toRuleSetItem(merchant: MerchantId, set: RuleSet): Item {
  const { version, effectiveFrom, publishedAt, publishedBy } = set;
  const facts = { version, effectiveFrom, publishedAt, publishedBy, body: bodyOf(set) };
  return { ...ruleSetKey(merchant, version), schemaVersion: 1, ...facts };
}

/** Throws on an item that is no rule set: only our own code writes it. */
export function fromRuleSetItem(item: Item): RuleSet {
  const { body, ...facts } = publishedSchema.parse(item);
  return { ...facts, ...readBody(body) };
}

export function toDraftItem(merchant: MerchantId, { draft, savedAt, savedBy }: SavedDraft): Item {
  return { ...ruleDraftKey(merchant), schemaVersion: 1, savedAt, savedBy, body: bodyOf(draft) };
}

export function fromDraftItem(item: Item): SavedDraft {
  const { body, ...facts } = draftItemSchema.parse(item);
  return { ...facts, draft: readBody(body) };
}

export function bodyOf({ rules, regions, skuLists, note }: RuleSetDraft): string {
  return JSON.stringify({ rules, regions, skuLists, note });
}

function readBody(body: string): RuleSetDraft {
  return draftSchema.parse(JSON.parse(body));
}
