import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { isCustomId } from "../../shared/reports/custom/custom-report.ts";
import type { Command, CommandCall } from "./command.ts";
import {
  type CustomAnswer,
  customTable,
  oneCustomText,
  type PreviewAnswer,
  previewText,
  sourcesText,
} from "./custom-text.ts";
import { WrongUse } from "./failures.ts";
import { needed, neededDay, oneOf } from "./read-options.ts";

const words = ["list", "sources", "show", "save", "delete", "preview", "athena"] as const;
const path = "/v1/custom-reports";

export const custom: Command = {
  name: "custom",
  takes:
    "[sources | show ID | save ID FILE.json | delete ID | preview ID|FILE.json FROM [TO] [--out FILE] | athena ID]",
  about: "reports of your own: what there is to ask for, definitions, and what they would say of sealed days",
  role: "finance",
  options: { out: { type: "string", about: "preview: write all rows to this .csv or .xlsx" } },
  async run(call) {
    const word = oneOf(call.args[0] ?? "list", words, "custom");
    await actions[word](call);
  },
};

const actions: Readonly<Record<(typeof words)[number], (call: CommandCall) => Promise<void>>> = {
  list,
  sources: async ({ print }) => print.say(sourcesText()),
  show,
  save,
  delete: remove,
  preview,
  athena,
};

async function list({ print, hub }: CommandCall): Promise<void> {
  const { items } = await hub().get<{ items: readonly CustomAnswer[] }>(path);
  if (print.wantsJson) return print.json(items);
  print.say(
    items.length === 0 ? "no custom reports yet; see what there is to ask for: custom sources" : customTable(items),
  );
}

async function show({ args, print, hub }: CommandCall): Promise<void> {
  const found = await hub().get<CustomAnswer>(`${path}/${idIn(args)}`);
  print.wantsJson ? print.json(found) : print.say(oneCustomText(found));
}

async function save({ args, print, hub, folder }: CommandCall): Promise<void> {
  const [id, file] = [idIn(args), needed(args, 2, "the file of the definition")];
  const saved = await hub().send<CustomAnswer>("PUT", `${path}/${id}`, jsonOf(resolve(folder, file)));
  if (print.wantsJson) return print.json(saved);
  print.say(`${id} v${saved.version}: sealed as ${saved.report} with every day from ${saved.from} on`);
}

async function remove({ args, print, hub }: CommandCall): Promise<void> {
  const id = idIn(args);
  const answer = await hub().send<object>("DELETE", `${path}/${id}`);
  if (print.wantsJson) return print.json(answer);
  print.say(`${id} is made no more; what is sealed stays`);
}

async function preview({ args, options, print, hub, folder }: CommandCall): Promise<void> {
  const what = needed(args, 1, "the id of a report, or the file of a definition");
  const from = neededDay(args, 2, "the first day");
  const to = args[3] === undefined ? from : neededDay(args, 3, "the last day");
  const out = options.text("out");
  if (out !== undefined && !/\.(csv|xlsx)$/.test(out)) throw new WrongUse(`--out ${out}: a file ends in .csv or .xlsx`);
  const asked = isCustomId(what) ? { id: what } : { definition: jsonOf(resolve(folder, what)) };
  const format = out === undefined ? "json" : out.endsWith(".csv") ? "csv" : "xlsx";
  const answer = await hub().post<PreviewAnswer>(`${path}/preview`, { from, to, ...asked, format });
  if (answer.file !== undefined && out !== undefined)
    writeFileSync(resolve(folder, out), Buffer.from(answer.file.base64, "base64"));
  if (print.wantsJson) return print.json(answer);
  print.say(out === undefined ? previewText(answer) : `${answer.rows} rows of ${answer.days.length} days in ${out}`);
}

/** For Athena's editor, or `aws athena start-query-execution`. */
async function athena({ args, print, hub }: CommandCall): Promise<void> {
  const id = idIn(args);
  const { athena: statement = null } = await hub().get<CustomAnswer>(`${path}/${id}`);
  if (print.wantsJson) return print.json({ statement });
  print.say(statement ?? `${id} has no Parquet files: save it with "parquet" among its formats`);
}

function idIn(args: readonly string[]): string {
  const id = needed(args, 1, "the id of the report");
  if (!isCustomId(id)) throw new WrongUse(`"${id}" is no id: up to 40 of a–z, 0–9 and -, a letter first`);
  return id;
}

function jsonOf(file: string): unknown {
  if (!existsSync(file)) throw new WrongUse(`there is no file ${file}`);
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch (failure) {
    throw new WrongUse(`${file} is no JSON: ${failure instanceof Error ? failure.message : failure}`);
  }
}
