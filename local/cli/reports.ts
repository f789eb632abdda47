import { setTimeout as sleep } from "node:timers/promises";
import type { DayProgressAnswer, SealAnswer } from "./answers.ts";
import type { Command, CommandCall } from "./command.ts";
import { Refused, WrongUse } from "./failures.ts";
import { neededDay } from "./read-options.ts";
import { shortTime } from "./show-time.ts";
import { textTable } from "./text-table.ts";

const ASK_AGAIN_MS = 1_000;

export const reports: Command = {
  name: "reports",
  takes: "[--day DAY] | backfill FROM TO | restate DAY",
  about: "sealed reports and failed attempts, newest day first; seals a span of days; restates one",
  role: "finance",
  options: {
    day: { type: "string", about: "only this business day: 2026-11-21" },
    ask: { type: "boolean", about: "of backfill: ask for it and do not wait for the end" },
  },
  async run(call) {
    const [what] = call.args;
    if (what === "backfill") return backfill(call);
    if (what === "restate") return restate(call);
    if (what !== undefined) throw new WrongUse(`"${what}" is neither backfill nor restate`);
    const { options, print, hub } = call;
    const { items } = await hub().get<{ items: readonly SealAnswer[] }>("/v1/reports", { day: options.text("day") });
    if (print.wantsJson) return print.json(items);
    print.say(items.length === 0 ? "no business day has been sealed yet" : reportsTable(items));
  },
};

/** Asked for again after a break, days that are sealed stay as they are: it goes on where it was. */
async function backfill({ args, options, print, hub: connect }: CommandCall): Promise<void> {
  const [from, to] = [neededDay(args, 1, "the first day"), neededDay(args, 2, "the last day")];
  const hub = connect();
  const { days } = await hub.post<{ days: number }>("/v1/reports/backfill", { from, to });
  if (options.flag("ask")) return print.say(`${days} days asked for`);
  const bar = print.bar(`backfill ${from} … ${to}`);
  for (;;) {
    const { items } = await hub.get<{ items: readonly DayProgressAnswer[] }>("/v1/reports/backfill", { from, to });
    const left = items.filter(({ state }) => state === "waiting" || state === "under_way");
    const [next] = left;
    bar.set(items.length - left.length, items.length, next === undefined ? "" : `${next.day} ${next.note}`);
    if (next === undefined) {
      const failed = items.filter(({ state }) => state === "failed_tie_out");
      const rows = items.reduce((sum, day) => sum + day.rows, 0);
      bar.end(`${items.length - failed.length} of ${items.length} days sealed, ${rows} facts`);
      if (print.wantsJson) return print.json(items);
      if (failed.length > 0)
        throw new Refused(`not published: ${failed.map(({ day, note }) => `${day} (${note})`).join("; ")}`);
      return;
    }
    await sleep(ASK_AGAIN_MS);
  }
}

async function restate({ args, print, hub }: CommandCall): Promise<void> {
  const day = neededDay(args, 1, "the day");
  const answer = await hub().post<{ isAsked: boolean }>(`/v1/reports/${day}/restate`, {});
  if (print.wantsJson) return print.json(answer);
  print.say(`${day} is looked at anew; if anything is new there is a new version in a minute: reports --day ${day}`);
}

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
