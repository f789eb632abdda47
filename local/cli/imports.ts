import type { Command } from "./command.ts";
import { Refused } from "./failures.ts";
import type { Hub } from "./hub.ts";
import type { ImportAnswer, UnmappedAnswer } from "./import-answers.ts";
import { paceText } from "./import-file.ts";
import { limitOf } from "./read-options.ts";
import { shortTime } from "./show-time.ts";
import { factLines, textTable } from "./text-table.ts";

export const imports: Command = {
  name: "imports",
  takes: "[ID|FILE] [--cancel] [--limit N]",
  about: "uploaded files and what became of their rows, newest first",
  options: {
    limit: { type: "string", about: "at most so many; 50 unless given" },
    cancel: { type: "boolean", about: "stop this import; the receipt says which rows were applied" },
  },
  async run({ args, options, print, hub }) {
    const limit = limitOf(options, 50);
    const [wanted] = args;
    if (wanted === undefined) {
      const found = await hub().list<ImportAnswer>("/v1/imports", {}, limit);
      if (print.wantsJson) return print.json(found);
      return print.say(found.length === 0 ? "no imports yet" : importsTable(found));
    }
    const named = await findImport(hub(), wanted);
    const found = options.flag("cancel")
      ? await hub().send<ImportAnswer>("DELETE", `/v1/imports/${named.importId}`)
      : named;
    if (print.wantsJson) return print.json(found);
    print.say(importsTable([found]));
    const { importId, objectKey, policy, mapping, duplicateOf, unmapped, reason, finishedAt, receiptUrl } = found;
    print.say(
      `\n${factLines([
        ["import id", importId],
        ["uploaded as", objectKey],
        ["policy", policy],
        ["pace", finishedAt === null ? paceText(found) : ""],
        ["headings as said in", mapping],
        ["the same file first", duplicateOf],
        ["headings unknown", unmapped === null ? "" : unmappedText(unmapped)],
        ["reason", reason],
      ])}`,
    );
    if (finishedAt === null) return;
    // Not wrapped, so that it can be copied.
    print.say(
      receiptUrl === null ? "your role may not read the receipt" : `\nreceipt (for 15 minutes):\n${receiptUrl}`,
    );
    if (found.failedRowsUrl !== null) print.say(`\nonly the failed rows:\n${found.failedRowsUrl}`);
  },
};

function unmappedText({ headings, missing, suggestions }: UnmappedAnswer): string {
  const hints = suggestions.map(({ field, heading }) => `${heading}=${field}?`);
  return [`${headings.join(", ")}; not found: ${missing.join(", ")}`, ...hints].join("; ");
}

/** By our id, or by the name of the file: its newest upload. */
async function findImport(hub: Hub, wanted: string): Promise<ImportAnswer> {
  if (/^imp_[0-9a-z]+$/.test(wanted)) return hub.get<ImportAnswer>(`/v1/imports/${wanted}`);
  const found = (await hub.list<ImportAnswer>("/v1/imports", {}, 1000)).find((each) => each.fileName === wanted);
  if (found !== undefined) return hub.get<ImportAnswer>(`/v1/imports/${found.importId}`);
  throw new Refused(`no import has the id or file name "${wanted}"; see them all with: npm run orderhub -- imports`);
}

function importsTable(found: readonly ImportAnswer[]): string {
  return textTable(
    [
      { title: "received (UTC)" },
      { title: "file", shrinks: true },
      { title: "kind" },
      { title: "state" },
      { title: "rows", align: "right" },
      { title: "applied", align: "right" },
      { title: "same", align: "right" },
      { title: "failed", align: "right" },
      { title: "left", align: "right" },
    ],
    found.map((each) => [
      shortTime(each.receivedAt),
      each.fileName,
      each.kind,
      each.state.replaceAll("_", " "),
      String(each.rows),
      String(each.applied),
      String(each.unchanged),
      String(each.failed),
      String(each.notApplied),
    ]),
  );
}
