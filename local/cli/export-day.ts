import { resolve } from "node:path";
import { isReportName, reportNames } from "../../shared/reports/report.ts";
import type { ReportAnswer, SealAnswer } from "./answers.ts";
import type { Command } from "./command.ts";
import { Refused } from "./failures.ts";
import { type FetchedReport, fetchReport } from "./fetch-report.ts";
import type { Hub } from "./hub.ts";
import { neededDay, oneOf } from "./read-options.ts";
import { textTable } from "./text-table.ts";

export const exportDay: Command = {
  name: "export",
  takes: "DAY [--report NAME] [--out DIR]",
  about: "downloads the sealed files of a business day and checks them against the manifest",
  role: "finance",
  options: {
    report: { type: "string", about: `only this one: ${reportNames.join(", ")}, or custom-ID` },
    out: { type: "string", about: "where to put them; ./exports/DAY unless given" },
  },
  async run({ args, options, print, hub: connect, folder }) {
    const day = neededDay(args, 0, "the business day");
    const report = options.text("report");
    if (report !== undefined && !isReportName(report)) oneOf(report, reportNames, "--report");
    const hub = connect();
    const sealed = await sealedOf(hub, day, (name) => report === undefined || name === report);
    const out = resolve(folder, options.text("out") ?? `exports/${day}`);
    const bar = print.bar(`export ${day}`);
    const fetched: FetchedReport[] = [];
    for (const name of sealed) {
      bar.set(fetched.length, sealed.length, name);
      fetched.push(await fetchReport(await hub.get<ReportAnswer>(`/v1/reports/${name}/${day}`), out));
    }
    bar.end(`${fetched.length} reports, every SHA-256 as the manifest says`);
    if (print.wantsJson) return print.json(fetched);
    print.say(exportsTable(fetched));
    print.say(`\nin ${out}`);
  },
};

/** The wanted reports that are sealed, the merchant's own ones last; a sentence when there is none. */
async function sealedOf(hub: Hub, day: string, isWanted: (report: string) => boolean): Promise<readonly string[]> {
  const { items } = await hub.get<{ items: readonly SealAnswer[] }>("/v1/reports", { day });
  const found = new Set(items.filter(({ state }) => state === "sealed").map(({ report }) => report));
  const own = [...found].filter((name) => name.startsWith("custom-")).sort();
  const sealed = [...reportNames.filter((name) => found.has(name)), ...own].filter(isWanted);
  if (sealed.length > 0) return sealed;
  const failed = items.find((seal) => seal.state === "failed_tie_out");
  if (failed !== undefined)
    throw new Refused(`${failed.report} of ${day} was not published, its sums disagree: ${failed.note}`);
  throw new Refused(`${day} has not been sealed. See which days are: npm run orderhub -- reports`);
}

function exportsTable(fetched: readonly FetchedReport[]): string {
  const files = fetched.flatMap(({ report, version, rows, files: own }) =>
    own.map((file) => [report, `v${version}`, String(rows), file.name, String(file.bytes), file.sha256.slice(0, 16)]),
  );
  return textTable(
    [
      { title: "report" },
      { title: "version" },
      { title: "rows", align: "right" },
      { title: "file", shrinks: true },
      { title: "bytes", align: "right" },
      { title: "sha-256 (verified)" },
    ],
    files,
  );
}
