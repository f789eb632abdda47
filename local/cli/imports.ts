import type { ImportAnswer } from "./answers.ts";
import type { Command } from "./command.ts";
import { limitOf } from "./read-options.ts";
import { shortTime } from "./show-time.ts";
import { textTable } from "./text-table.ts";

export const imports: Command = {
  name: "imports",
  takes: "[ID] [--limit N]",
  about: "uploaded files and what became of their rows, newest first",
  options: { limit: { type: "string", about: "at most so many; 50 unless given" } },
  async run({ args, options, print, hub }) {
    const limit = limitOf(options, 50);
    const [id] = args;
    const found =
      id === undefined
        ? await hub().list<ImportAnswer>("/v1/imports", {}, limit)
        : [await hub().get<ImportAnswer>(`/v1/imports/${encodeURIComponent(id)}`)];
    if (print.wantsJson) return print.json(id === undefined ? found : found[0]);
    print.say(found.length === 0 ? "no imports yet" : importsTable(found));
    const [only] = found;
    if (id !== undefined && only?.receiptUrl != null) print.say(`\nreceipt: ${only.receiptUrl}`);
  },
};

export function importsTable(found: readonly ImportAnswer[]): string {
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
      { title: "import id", shrinks: true },
    ],
    found.map((each) => [
      shortTime(each.receivedAt),
      each.fileName,
      each.kind,
      each.state,
      String(each.rows),
      String(each.applied),
      String(each.unchanged),
      String(each.failed),
      each.importId,
    ]),
  );
}
