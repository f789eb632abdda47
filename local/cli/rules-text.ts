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

/** The merchant's own rules of routing, in force while no rule set is. */
export type PlainAnswer = {
  readonly version: number;
  readonly rules: readonly {
    readonly name: string;
    readonly when: Readonly<Record<string, readonly string[]>>;
    readonly prefer?: readonly string[];
    readonly exclude?: readonly string[];
  }[];
  readonly split: string;
  readonly backorder: string;
};

export type RulesAnswer = {
  readonly currency: string | null;
  readonly plain: PlainAnswer;
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

export function rulesText({ inForce, plain, scheduled, draft, versions }: RulesAnswer): string {
  const now =
    inForce === null
      ? plainText(plain)
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

/** What counts without a rule set: the rules the merchant was set up with, and after them the priority of the warehouses. */
function plainText({ version, rules, split, backorder }: PlainAnswer): string {
  const rest = [
    splitSays[split] ?? split.replaceAll("_", " "),
    backorder === "partial" ? "what is short follows later" : "a short order waits as a whole",
  ].join("; ");
  if (rules.length === 0) return `no rule set is in force: warehouses are asked by their own priority; ${rest}`;
  const table = textTable(
    [{ title: "" }, { title: "rule", wraps: true }, { title: "when", wraps: true }, { title: "then", wraps: true }],
    rules.map(({ name, when, prefer, exclude }, at) => [
      String(at + 1),
      name,
      whenText(when),
      prefer === undefined ? `exclude ${(exclude ?? []).join(", ")}` : `prefer ${prefer.join(", ")}`,
    ]),
  );
  const said = `no rule set is in force; the ${rules.length} routing rules of the merchant's settings are (version ${version})`;
  return [said, table, `then warehouses by their own priority; ${rest}`].join("\n\n");
}

const splitSays: Readonly<Record<string, string>> = {
  never: "an order leaves as one parcel",
  by_line: "lines may leave from different warehouses",
  by_quantity: "lines and their units may leave from different warehouses",
};

function whenText(when: PlainAnswer["rules"][number]["when"]): string {
  const asked = Object.entries(when).filter(([, values]) => values.length > 0);
  return asked.length === 0 ? "always" : asked.map(([what, values]) => `${what}: ${values.join(", ")}`).join("; ");
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
