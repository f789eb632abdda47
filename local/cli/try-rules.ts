import { writeFileSync } from "node:fs";
import { basename, resolve } from "node:path";
import { isDay, nextDay } from "../../shared/kernel/business-day.ts";
import { carrierSchema } from "../../shared/routing/costs/carrier.ts";
import { routingRulesSchema } from "../../shared/routing/rules.ts";
import type { Warehouse } from "../../shared/routing/warehouse.ts";
import type { Network, Tried } from "../../shared/routing/what-if/outcome.ts";
import type { DecidedPage } from "../../shared/routing/what-if/read-decided.ts";
import { makeWhatIf, type WhatIfResult } from "../../shared/routing/what-if/what-if.ts";
import { checkRuleSet } from "../../shared/rules/check-rule-set.ts";
import type { CommandCall, CommandOptions } from "./command.ts";
import { Refused, WrongUse } from "./failures.ts";
import type { Hub } from "./hub.ts";
import { needed } from "./read-options.ts";
import { knownNames, readRulesFile, rightRules } from "./rules-file.ts";
import type { RulesAnswer, SetAnswer } from "./rules-text.ts";
import { whatIfText } from "./what-if-text.ts";
import { whatIfWorkbook } from "./what-if-workbook.ts";

const PAGE = 500;
const MOST_DAYS = 400;

/** Two sides of a comparison with their names, and how to put the second in force. */
type Candidate = {
  readonly name: string;
  readonly tried: Tried;
  readonly putInForce: (from: object) => Promise<unknown>;
};

/**
 * Tries rules on what the hub decided on in the past. Everything is planned here, by the code that plans there; the hub is
 * only read, until `--publish` says so.
 */
export async function tryRules(call: CommandCall): Promise<void> {
  const { options, print, hub: connect, folder } = call;
  const days = daysOf(options);
  const hub = connect();
  const rules = await hub.get<RulesAnswer>("/v1/rules");
  const after = await candidateOf(call, hub);
  const before = await baselineOf(options.text("against"), rules, hub);
  const whatIf = makeWhatIf(before.tried, after.tried, await networkOf(hub));
  const bar = print.bar("trying rules");
  let seen = 0;
  for (const [at, day] of days.entries()) {
    for await (const page of pagesOf(hub, day)) {
      for (const order of page.items) whatIf.add(order);
      seen += page.orders;
      bar.set(at, days.length, `${day}  ${seen} orders`);
    }
  }
  bar.end(`${seen} orders of ${days.length} days`);
  const result = whatIf.result();
  const names = { before: before.name, after: after.name, currency: rules.currency, undecided: seen - result.orders };
  const workbook = options.text("workbook");
  if (workbook !== undefined) writeFileSync(resolve(folder, workbook), whatIfWorkbook(result, names));
  const published = options.flag("publish") ? await after.putInForce(fromOf(options)) : null;
  if (print.wantsJson) return print.json({ ...names, from: days[0], to: days.at(-1), ...result, published });
  const wrote = workbook === undefined ? "" : `\nwritten to ${workbook}`;
  const put = published === null ? nextStep(result) : `${after.name} is put in force${atText(options)}`;
  print.say(`${whatIfText(result, names)}\n${wrote}\n${put}`);
}

function daysOf(options: CommandOptions): readonly string[] {
  const from = options.text("from");
  if (from === undefined || !isDay(from))
    throw new WrongUse("--from is missing: the first day to try, e.g. 2026-11-14");
  const to = options.text("to") ?? from;
  if (!isDay(to) || to < from) throw new WrongUse(`--to ${to} is not a day from ${from} on`);
  const days: string[] = [];
  for (let day = from; day <= to; day = nextDay(day)) days.push(day);
  if (days.length > MOST_DAYS) throw new WrongUse(`${days.length} days are too many, at most ${MOST_DAYS}`);
  return days;
}

async function candidateOf({ args, options, hub, folder }: CommandCall, asked: Hub): Promise<Candidate> {
  const version = options.text("version");
  if (version !== undefined) {
    const tried = await versionTried(asked, version);
    const path = `/v1/rules/versions/${version}/bring-back`;
    return { name: `version ${version}`, tried, putInForce: (from) => asked.post(path, from) };
  }
  const file = resolve(folder, needed(args, 1, "the file (or --version N)"));
  const read = readRulesFile(file, (await knownNames(hub)) ?? {});
  const draft = rightRules(file, read);
  return {
    name: basename(file),
    tried: { kind: "set", set: { ...draft, version: 0 } },
    putInForce: async (from) => {
      await asked.send("PUT", "/v1/rules/draft", read.says);
      return asked.post("/v1/rules/publish", from);
    },
  };
}

async function baselineOf(
  against: string | undefined,
  { inForce, plain }: RulesAnswer,
  hub: Hub,
): Promise<Pick<Candidate, "name" | "tried">> {
  if (against !== undefined && against !== "0") {
    return { name: `version ${against}`, tried: await versionTried(hub, against) };
  }
  if (inForce === null || against === "0") {
    return { name: "no rule set", tried: { kind: "plain", rules: routingRulesSchema.parse(plain) } };
  }
  return { name: `version ${inForce.version} (in force)`, tried: setTried(inForce, inForce.version) };
}

async function versionTried(hub: Hub, version: string): Promise<Tried> {
  return setTried(await hub.get<SetAnswer>(`/v1/rules/versions/${version}`), Number(version));
}

/** What was right when it was published is read again, by its rules alone: a warehouse may have gone since. */
function setTried({ rules, regions, skuLists, note }: SetAnswer, version: number): Tried {
  const read = checkRuleSet({ rules, regions, skuLists, note }, {});
  if (!read.ok) throw new Refused(`version ${version} cannot be read here: ${read.error[0]?.says ?? ""}`);
  return { kind: "set", set: { ...read.value, version } };
}

type WarehouseAnswer = { readonly [name: string]: unknown };

async function networkOf(hub: Hub): Promise<Network> {
  const warehouses = await hub.get<{ items: readonly WarehouseAnswer[] }>("/v1/warehouses");
  const carriers = await hub.get<{ items: readonly unknown[] }>("/v1/carriers");
  return {
    warehouses: warehouses.items.map((each) => {
      return Object.fromEntries(Object.entries(each).filter(([, value]) => value !== null)) as unknown as Warehouse;
    }),
    carriers: carriers.items.map((each) => carrierSchema.parse(each)),
  };
}

async function* pagesOf(hub: Hub, day: string): AsyncGenerator<DecidedPage> {
  let cursor: string | undefined;
  do {
    const page: DecidedPage = await hub.get("/v1/routing-decisions", { day, limit: PAGE, cursor });
    yield page;
    cursor = page.cursor ?? undefined;
  } while (cursor !== undefined);
}

function fromOf(options: CommandOptions): object {
  const at = options.text("at");
  return at === undefined ? {} : { from: at };
}

function atText(options: CommandOptions): string {
  const at = options.text("at");
  return at === undefined ? "" : ` from ${at} on`;
}

function nextStep({ orders }: WhatIfResult): string {
  return orders === 0
    ? "nothing was decided in these days"
    : "put them in force with --publish, later with --at INSTANT";
}
