import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { differenceClasses } from "../../shared/reconciliation/settlement.ts";
import { writeWorkbook } from "../../shared/sheets/write-workbook.ts";
import type { Command, CommandCall } from "./command.ts";
import { Refused, WrongUse } from "./failures.ts";
import { limitOf, needed, oneOf } from "./read-options.ts";
import {
  historyOf,
  type SettlementAnswer,
  type SettlementLineAnswer,
  settlementWorkbook,
} from "./settlement-workbook.ts";
import { textTable } from "./text-table.ts";

const MOST_LINES = 1_000_000;
const ASK_AGAIN_MS = 500;
const MOST_TRIES = 1_200;

export const settlements: Command = {
  name: "settlements",
  takes: "[ID [--class C] [--close LINE --note TEXT | --reopen LINE] [--workbook FILE.xlsx]] | match ID",
  about:
    "what platforms paid out against the books: every line with its class and why; match: holds open lines against the books of now",
  role: "finance",
  options: {
    class: { type: "string", about: `only lines of this class: ${differenceClasses.join(", ")}` },
    close: { type: "string", about: "close this line, with --note" },
    note: { type: "string", about: "what finance has found out of it" },
    reopen: { type: "string", about: "open this line again" },
    workbook: { type: "string", about: "write the lines to work through; import it again with --kind settlement-work" },
    language: { type: "string", about: "of the workbook: en (unless given) or zh" },
    limit: { type: "string", about: "at most so many; 50 settlements, or 200 lines, unless given" },
  },
  async run(call) {
    const [first] = call.args;
    if (first === undefined) return list(call);
    const id = first === "match" ? needed(call.args, 1, "the settlement") : first;
    if (!/^stl_[0-9a-z]+$/.test(id)) throw new WrongUse(`"${id}" is no settlement id (stl_…)`);
    if (first === "match") return match(call, id);
    const closing = call.options.text("close") ?? call.options.text("reopen");
    return closing === undefined ? show(call, id) : close(call, id, closing);
  },
};

async function list({ options, print, hub }: CommandCall): Promise<void> {
  const found = await hub().list<SettlementAnswer>("/v1/settlements", {}, limitOf(options, 50));
  if (print.wantsJson) return print.json(found);
  if (found.length === 0)
    return print.say("no settlements yet; upload one: npm run orderhub -- import FILE --kind settlements");
  const columns = ["id", "settlement", "shop", "days", "currency", "payout", "expected", "difference"];
  print.say(
    textTable(
      columns.map((title) => ({ title })),
      found.map((each) => [
        ...[each.id, each.settlementId, each.shop, `${each.from} – ${each.to}`, each.currency],
        ...(["payout", "expected", "difference"] as const).map((name) => each.explained?.[name] ?? "…"),
      ]),
    ),
  );
}

async function show({ options, print, hub, folder }: CommandCall, id: string): Promise<void> {
  const wanted = options.text("class");
  const name = wanted === undefined ? undefined : oneOf(wanted, differenceClasses, "--class");
  const file = options.text("workbook");
  const path = `/v1/settlements/${id}`;
  const { settlement } = await hub().get<{ settlement: SettlementAnswer }>(path, { limit: 1 });
  const most = file === undefined ? limitOf(options, 200) : MOST_LINES;
  const lines = await hub().list<SettlementLineAnswer>(path, { class: name }, most);
  if (file !== undefined) {
    const language = oneOf(options.text("language") ?? "en", ["en", "zh"], "--language");
    writeFileSync(resolve(folder, file), writeWorkbook([settlementWorkbook(settlement, lines, language)]));
    return print.say(
      `${lines.length} lines in ${file}. Fill in "close" and "note", then: npm run orderhub -- import ${file} --kind settlement-work`,
    );
  }
  if (print.wantsJson) return print.json({ settlement, lines });
  print.say(`${summaryOf(settlement)}\n\n${linesTable(lines)}`);
}

/** Waits until the lines have been matched again; a worker of the hub does it. */
async function match({ print, hub: connect }: CommandCall, id: string): Promise<void> {
  const hub = connect();
  const path = `/v1/settlements/${id}`;
  const { asked } = await hub.post<{ asked: string }>(`${path}/match`, {});
  for (let tries = 1; tries <= MOST_TRIES; tries += 1) {
    const { settlement } = await hub.get<{ settlement: SettlementAnswer }>(path, { limit: 1 });
    const { matched } = settlement;
    if (matched !== null && matched.asked >= asked) {
      if (print.wantsJson) return print.json(settlement);
      const said = `${matched.looked} orders looked up, ${matched.changed} of them explained in another way than before`;
      return print.say(`${summaryOf(settlement)}\n\n${said}`);
    }
    await sleep(ASK_AGAIN_MS);
  }
  throw new Refused(
    `not matched within ${(MOST_TRIES * ASK_AGAIN_MS) / 60_000} minutes; look later: settlements ${id}`,
  );
}

async function close({ options, print, hub }: CommandCall, id: string, line: string): Promise<void> {
  const path = `/v1/settlements/${id}/lines/${encodeURIComponent(line)}/closing`;
  const note = options.text("note") ?? "";
  const isClosing = options.text("close") !== undefined;
  if (isClosing && note === "") throw new WrongUse("--close needs a --note");
  const answer = isClosing
    ? await hub().post<SettlementLineAnswer>(path, { note })
    : await hub().send<SettlementLineAnswer>("DELETE", path);
  if (print.wantsJson) return print.json(answer);
  print.say(linesTable([answer]));
}

function summaryOf({ settlementId, shop, from, to, currency, explained }: SettlementAnswer): string {
  const head = `${settlementId} of ${shop}, ${from} – ${to}`;
  if (explained === null) return `${head}: not explained yet`;
  const { payout, expected, difference, classes } = explained;
  const table = textTable(
    [{ title: "class" }, { title: "lines" }, { title: "amount" }, { title: "difference" }],
    classes.map((each) => [each.class, String(each.lines), each.amount, each.difference]),
  );
  return `${head}: paid out ${payout} ${currency}, expected ${expected}, difference ${difference}\n\n${table}`;
}

function whyOf(line: SettlementLineAnswer): string {
  const before = historyOf(line, "en");
  return before === "" ? line.why.en : `${line.why.en} Until ${before}.`;
}

function linesTable(lines: readonly SettlementLineAnswer[]): string {
  if (lines.length === 0) return "no lines";
  return textTable(
    [
      ...["line", "day", "order", "class", "%"].map((title) => ({ title })),
      { title: "amount" },
      { title: "difference" },
      { title: "why", wraps: true },
      { title: "closed", wraps: true },
    ],
    lines.map((each) => [
      ...[each.line, each.day, each.orderNo, each.class, String(each.confidence), each.amount, each.difference],
      ...[whyOf(each), each.closing?.note ?? ""],
    ]),
  );
}
