import { shortTime } from "./show-time.ts";
import { textTable } from "./text-table.ts";

export type RuleAnswer = {
  readonly name: string;
  readonly when: string;
  readonly actions: readonly { readonly do: string }[];
  readonly isOff: boolean;
};

export type SetAnswer = {
  readonly rules: readonly RuleAnswer[];
  readonly regions: Readonly<Record<string, readonly string[]>>;
  readonly skuLists: Readonly<Record<string, readonly string[]>>;
  readonly note: string;
};

export type RulesAnswer = {
  readonly currency: string | null;
  readonly plain: unknown;
  readonly inForce: (SetAnswer & { readonly version: number; readonly since: string }) | null;
  readonly scheduled: readonly { readonly version: number; readonly from: string }[];
  readonly draft: (SetAnswer & { readonly savedAt: string; readonly savedBy: string }) | null;
  readonly versions: readonly {
    readonly version: number;
    readonly publishedAt: string;
    readonly publishedBy: string;
    readonly ruleCount: number;
    readonly note: string;
  }[];
};

export function rulesText({ inForce, scheduled, draft, versions }: RulesAnswer): string {
  const now =
    inForce === null
      ? "no rule set is in force: warehouses are asked by their own priority"
      : `version ${inForce.version} is in force since ${shortTime(inForce.since)} UTC\n\n${setText(inForce)}`;
  const next = scheduled.map(
    ({ version, from }) => `${version === 0 ? "no rule set" : `version ${version}`} from ${shortTime(from)} UTC`,
  );
  return [
    now,
    next.length === 0 ? "" : `scheduled\n  ${next.join("\n  ")}`,
    draft === null
      ? ""
      : `draft of ${draft.rules.length} rules, saved ${shortTime(draft.savedAt)} UTC by ${draft.savedBy}`,
    versions.length === 0 ? "" : versionsTable(versions),
  ]
    .filter((part) => part !== "")
    .join("\n\n");
}

function setText({ rules }: SetAnswer): string {
  return textTable(
    [{ title: "" }, { title: "rule", wraps: true }, { title: "when", wraps: true }, { title: "then", wraps: true }],
    rules.map(({ name, when, actions, isOff }, at) => [
      String(at + 1),
      isOff ? `${name} (off)` : name,
      when,
      actions.map(actionText).join("; "),
    ]),
  );
}

function actionText({ do: name, ...rest }: { readonly do: string }): string {
  const said = Object.values(rest).map((value) => (typeof value === "object" ? JSON.stringify(value) : String(value)));
  return [name.replaceAll("_", " "), ...said].join(" ");
}

function versionsTable(versions: RulesAnswer["versions"]): string {
  return textTable(
    [
      { title: "version", align: "right" },
      { title: "published (UTC)" },
      { title: "by" },
      { title: "rules", align: "right" },
      { title: "note", wraps: true },
    ],
    versions.map(({ version, publishedAt, publishedBy, ruleCount, note }) => [
      String(version),
      shortTime(publishedAt),
      publishedBy,
      String(ruleCount),
      note,
    ]),
  );
}
