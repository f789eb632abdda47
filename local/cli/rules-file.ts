import { existsSync, readFileSync } from "node:fs";
import { basename } from "node:path";
import { checkRuleSet, type RuleMistake } from "../../shared/rules/check-rule-set.ts";
import type { KnownNames } from "../../shared/rules/conditions/known-names.ts";
import type { RuleSetDraft } from "../../shared/rules/rule-set.ts";
import { Refused, Unreachable, WrongUse } from "./failures.ts";
import type { Hub } from "./hub.ts";
import { textTable } from "./text-table.ts";

/** What a file said, or what is wrong with it; `says` is the file's own content, as the API takes it. */
export type RulesFile = { readonly says: unknown; readonly checked: ReturnType<typeof checkRuleSet> };

/** Throws a sentence for a file that is missing or no JSON. */
export function readRulesFile(path: string, known: KnownNames): RulesFile {
  if (!existsSync(path)) throw new WrongUse(`there is no file ${path}`);
  const says = jsonOf(path);
  return { says, checked: checkRuleSet(says, known) };
}

/** Throws all mistakes, for commands that need rules that are right. */
export function rightRules(file: string, { checked }: RulesFile): RuleSetDraft {
  if (!checked.ok) throw new Refused(`${basename(file)} is not right:\n\n${mistakesText(checked.error)}`);
  return checked.value;
}

/** The merchant's own names; without a hub there is nothing to check names against. */
export async function knownNames(hub: () => Hub): Promise<KnownNames | null> {
  try {
    const asked = hub();
    const items = async <T>(path: string): Promise<readonly T[]> =>
      (await asked.get<{ items: readonly T[] }>(path)).items;
    const connections = await items<{ id: string; channel: string }>("/v1/connections");
    const warehouses = await items<{ code: string }>("/v1/warehouses");
    const carriers = await items<{ code: string }>("/v1/carriers");
    return {
      channels: [...new Set(connections.map(({ channel }) => channel))],
      connections: connections.map(({ id }) => id),
      warehouses: warehouses.map(({ code }) => code),
      ...(carriers.length === 0 ? {} : { carriers: carriers.map(({ code }) => code) }),
    };
  } catch (failure) {
    if (failure instanceof Unreachable) return null;
    throw failure;
  }
}

export function mistakesText(mistakes: readonly RuleMistake[]): string {
  return textTable(
    [
      { title: "rule", shrinks: true },
      { title: "where" },
      { title: "line:column" },
      { title: "what", wraps: true },
      { title: "instead", wraps: true },
    ],
    mistakes.map(({ rule, path, line, column, says, suggestion }) => [
      rule ?? "",
      path,
      line === null ? "" : `${line}:${column ?? 1}`,
      says,
      suggestion ?? "",
    ]),
  );
}

function jsonOf(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch (cause) {
    throw new Refused(`${basename(path)} is no JSON: ${cause instanceof Error ? cause.message : String(cause)}`);
  }
}
