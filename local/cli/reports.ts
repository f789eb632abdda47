import type { SealAnswer } from "./answers.ts";
import type { Command } from "./command.ts";
import { shortTime } from "./show-time.ts";
import { textTable } from "./text-table.ts";

export const reports: Command = {
  name: "reports",
  takes: "[--day DAY]",
  about: "sealed reports and failed attempts, newest day first",
  options: { day: { type: "string", about: "only this business day: 2026-11-21" } },
  async run({ options, print, hub }) {
    const { items } = await hub().get<{ items: readonly SealAnswer[] }>("/v1/reports", { day: options.text("day") });
    if (print.wantsJson) return print.json(items);
    print.say(items.length === 0 ? "no business day has been sealed yet" : reportsTable(items));
  },
};

function reportsTable(seals: readonly SealAnswer[]): string {
  return textTable(
    [
      { title: "day" },
      { title: "report" },
      { title: "version", align: "right" },
      { title: "state" },
      { title: "rows", align: "right" },
      { title: "sealed (UTC)" },
      { title: "note", wraps: true },
    ],
    seals.map((seal) => [
      seal.day,
      seal.report,
      `v${seal.version}`,
      seal.state.replaceAll("_", " "),
      String(seal.rows),
      shortTime(seal.sealedAt),
      seal.note,
    ]),
  );
}
