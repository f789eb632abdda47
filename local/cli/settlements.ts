import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { differenceClasses } from "../../shared/reconciliation/settlement.ts";
import { writeWorkbook } from "../../shared/sheets/write-workbook.ts";
import type { Command, CommandCall } from "./command.ts";
import { WrongUse } from "./failures.ts";
import { limitOf, oneOf } from "./read-options.ts";
import { type SettlementAnswer, type SettlementLineAnswer, settlementWorkbook } from "./settlement-workbook.ts";
import { textTable } from "./text-table.ts";

const MOST_LINES = 1_000_000;

export const settlements: Command = {
  name: "settlements",
  takes: "[ID [--class C] [--close LINE --note TEXT | --reopen LINE] [--workbook FILE.xlsx]]",
  about: "what platforms paid out against the books: every line with its class and why",
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
    const [id] = call.args;
    if (id === undefined) return list(call);
    if (!/^stl_[0-9a-z]+$/.test(id)) throw new WrongUse(`"${id}" is no settlement id (stl_…)`);
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
      ...[each.why.en, each.closing?.note ?? ""],
    ]),
  );
}
