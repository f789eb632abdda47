import type { Command, CommandCall } from "./command.ts";
import { Refused, WrongUse } from "./failures.ts";
import type { ImportAnswer, MappingAnswer } from "./import-answers.ts";
import { needed } from "./read-options.ts";
import { shortTime } from "./show-time.ts";
import { textTable } from "./text-table.ts";

export const mappings: Command = {
  name: "mappings",
  takes: "[save IMPORT HEADING=FIELD … | forget KIND SET]",
  about: "what was said of headings that the hub does not know; later files are read so",
  options: { kind: { type: "string", about: "list only those of this kind of import" } },
  async run(call) {
    const [word = "list", ...rest] = call.args;
    const what = actions[word];
    if (what === undefined)
      throw new WrongUse(`mappings cannot "${word}": give save or forget, or nothing for the list`);
    await what({ ...call, args: rest });
  },
};

const actions: Readonly<Record<string, (call: CommandCall) => Promise<void>>> = { list, save, forget };

async function list({ options, print, hub }: CommandCall): Promise<void> {
  const found = await hub().list<MappingAnswer>("/v1/import-mappings", { kind: options.text("kind") }, 1000);
  if (print.wantsJson) return print.json(found);
  print.say(found.length === 0 ? "no mappings yet" : mappingsTable(found));
}

/** Of the headings of an import that could not be read. A heading that nothing is said of means what it always means. */
async function save({ args, print, hub }: CommandCall): Promise<void> {
  const importId = needed(args, 0, "the import whose headings are explained");
  const fields = Object.fromEntries(args.slice(1).map(pairOf));
  const job = await hub().get<ImportAnswer>(`/v1/imports/${importId}`);
  if (job.unmapped === null) throw new Refused(`the headings of ${job.fileName} are known`);
  const { headerSet, headings } = job.unmapped;
  const stranger = Object.keys(fields).find((heading) => !headings.includes(heading));
  if (stranger !== undefined) {
    throw new WrongUse(`${job.fileName} has no heading "${stranger}"; it has ${headings.join(", ")}`);
  }
  const path = `/v1/import-mappings/${job.kind}/${headerSet}`;
  const saved = await hub().send<MappingAnswer>("PUT", path, { headings, fields });
  if (print.wantsJson) return print.json(saved);
  print.say(`${mappingsTable([saved])}\n\nupload ${job.fileName} again: it is read so from now on`);
}

async function forget({ args, print, hub }: CommandCall): Promise<void> {
  const [kind, headerSet] = [needed(args, 0, "the kind"), needed(args, 1, "the set of headings")];
  const answer = await hub().send<object>("DELETE", `/v1/import-mappings/${kind}/${headerSet}`);
  if (print.wantsJson) return print.json(answer);
  print.say("forgotten; what was imported by it stays");
}

/** The last sign parts them: headings may hold one, fields do not. */
function pairOf(text: string): readonly [string, string] {
  const at = text.lastIndexOf("=");
  if (at <= 0)
    throw new WrongUse(`"${text}" is not HEADING=FIELD, e.g. Artikelnr=sku (or Farbe= for a column not to read)`);
  return [text.slice(0, at), text.slice(at + 1)];
}

function mappingsTable(found: readonly MappingAnswer[]): string {
  return textTable(
    [{ title: "kind" }, { title: "set of headings" }, { title: "read as", wraps: true }, { title: "said (UTC)" }],
    found.map(({ kind, headerSet, fields, savedAt }) => [
      kind,
      headerSet,
      Object.entries(fields)
        .map(([heading, field]) => `${heading} → ${field === "" ? "(not read)" : field}`)
        .join(", "),
      shortTime(savedAt),
    ]),
  );
}
