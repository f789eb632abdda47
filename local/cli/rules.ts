import { resolve } from "node:path";
import type { Command, CommandCall } from "./command.ts";
import { Refused, WrongUse } from "./failures.ts";
import { needed, oneOf } from "./read-options.ts";
import { knownNames, mistakesText, readRulesFile, rightRules } from "./rules-file.ts";
import { type RulesAnswer, rulesText } from "./rules-text.ts";
import { tryRules } from "./try-rules.ts";

const words = ["show", "check", "what-if", "draft", "publish", "bring-back", "unschedule"] as const;

export const rules: Command = {
  name: "rules",
  takes: "[show | check FILE | what-if FILE --from DAY | draft FILE | publish | bring-back N | unschedule N]",
  about: "the rules of routing and review: see, check, try on past orders, put in force, now or later, and back",
  options: {
    from: { type: "string", about: "what-if: first business day to try them on, e.g. 2026-11-14" },
    to: { type: "string", about: "what-if: last day; the first unless given" },
    against: {
      type: "string",
      about: "what-if: compare with this version instead of what is in force; 0: no rule set",
    },
    version: { type: "string", about: "what-if: try this version instead of a file" },
    workbook: { type: "string", about: "what-if: write the comparison to this .xlsx" },
    publish: { type: "boolean", about: "what-if: put them in force afterwards" },
    at: { type: "string", about: "publish, bring-back, what-if --publish: from this instant on instead of now" },
  },
  async run(call) {
    const { args, print, hub } = call;
    const word = oneOf(args[0] ?? "show", words, "rules");
    if (word === "check") return check(call);
    if (word === "what-if") return tryRules(call);
    if (word === "show") {
      const found = await hub().get<RulesAnswer>("/v1/rules");
      return print.wantsJson ? print.json(found) : print.say(rulesText(found));
    }
    const { answer, says } = await changed(word, call);
    print.wantsJson ? print.json(answer) : print.say(says);
  },
};

/** Without a hub everything but the merchant's own names. */
async function check({ args, print, hub, folder }: CommandCall): Promise<void> {
  const file = resolve(folder, needed(args, 1, "the file"));
  const known = await knownNames(hub);
  const { checked } = readRulesFile(file, known ?? {});
  const unchecked = known === null ? "; no hub runs, so names of warehouses, shops and carriers were not checked" : "";
  if (print.wantsJson) print.json({ ok: checked.ok, mistakes: checked.ok ? [] : checked.error, hub: known !== null });
  else print.say(checked.ok ? `right: ${checked.value.rules.length} rules${unchecked}` : mistakesText(checked.error));
  if (!checked.ok) throw new Refused(`${checked.error.length} to mend${unchecked}`);
}

type Changed = { readonly answer: unknown; readonly says: string };

async function changed(word: "draft" | "publish" | "bring-back" | "unschedule", call: CommandCall): Promise<Changed> {
  const { args, options, hub, folder } = call;
  const at = options.text("at");
  const from = at === undefined ? {} : { from: at };
  switch (word) {
    case "draft": {
      const file = resolve(folder, needed(args, 1, "the file"));
      const read = readRulesFile(file, (await knownNames(hub)) ?? {});
      rightRules(file, read);
      const answer = await hub().send<unknown>("PUT", "/v1/rules/draft", read.says);
      return { answer, says: "saved as the draft; put it in force with: npm run orderhub -- rules publish" };
    }
    case "publish": {
      const answer = await hub().post<{ version: number; effectiveFrom: string }>("/v1/rules/publish", from);
      return {
        answer,
        says: `version ${answer.version} counts from ${answer.effectiveFrom} on, everywhere within a minute`,
      };
    }
    case "bring-back": {
      const version = versionOf(needed(args, 1, "the version"));
      const answer = await hub().post<unknown>(`/v1/rules/versions/${version}/bring-back`, from);
      return { answer, says: version === 0 ? "no rule set counts" : `version ${version} counts again` };
    }
    case "unschedule": {
      const version = versionOf(needed(args, 1, "the version"));
      const answer = await hub().send<unknown>("DELETE", `/v1/rules/schedule/${version}`);
      return { answer, says: `version ${version} is no longer scheduled` };
    }
  }
}

export function versionOf(text: string): number {
  if (!/^(0|[1-9]\d{0,5})$/.test(text)) throw new WrongUse(`${text} is not the number of a version`);
  return Number(text);
}
