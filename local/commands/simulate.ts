import { join } from "node:path";
import { parseArgs } from "node:util";
import { allStories } from "../../tests/faults/crash-points/all-stories.ts";
import { tryEveryCall } from "../../tests/faults/crash-points/every-call.ts";
import { printTwinDays } from "../../tests/faults/day/print-twin-days.ts";
import { printHostileCorpus } from "../../tests/faults/hostile/corpus-table.ts";
import { mutants } from "../../tests/faults/mutants/all-mutants.ts";
import { harmlessMutants } from "../../tests/faults/mutants/harmless-mutants.ts";
import { killMutant } from "../../tests/faults/mutants/kill-mutant.ts";
import type { Mutant } from "../../tests/faults/mutants/mutant.ts";
import { type Campaign, runCampaign } from "../../tests/faults/simulation/campaign.ts";
import { runCore } from "../../tests/faults/simulation/core-model.ts";
import type { RunHistory } from "../../tests/faults/simulation/result.ts";
import { fromText, shrink, toText } from "../../tests/faults/simulation/shrink.ts";
import { runWhole } from "../../tests/faults/simulation/whole-model.ts";
import { WrongUse } from "../cli/failures.ts";
import { textTable } from "../cli/text-table.ts";
import { projectRoot } from "../hub/start-hub.ts";
import { runCommand } from "./run-command.ts";

const models: Readonly<Record<string, RunHistory>> = { core: runCore, whole: runWhole };

const usage = `usage: npm run simulate -- [--seeds N] [--from S] [--model core|whole]
       npm run simulate -- --replay HISTORY [--model core|whole]
       npm run simulate -- --crash-points
       npm run simulate -- --mutants [NAME …]
       npm run simulate -- --hostile
       npm run simulate -- --day SEED [--scale S]

  --seeds N       so many histories (10,000 of the core model, 500 of the whole one)
  --from S        the first seed (1)
  --model M       core: one order and its stock, fast; whole: door, routing, stock, parcels, reports (core)
  --replay H      one history step by step, as a violation names it: 7 or 7/0,2/1,4
  --crash-points  every use case with every call failing before, after, or after the answer was lost
  --mutants       bugs on purpose, and what sees each of them
  --hostile       everything that was made to harm the hub: the answer it gets, and what that costs
  --day SEED      the demo's day twice on the local hub: clean, and among faults and kills of this seed; compares the two ends
  --scale S       how many orders, as a part of the demo's day (0.2)`;

await runCommand("simulate", async (args) => {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: {
      seeds: { type: "string" },
      from: { type: "string", default: "1" },
      model: { type: "string", default: "core" },
      replay: { type: "string" },
      "crash-points": { type: "boolean", default: false },
      mutants: { type: "boolean", default: false },
      hostile: { type: "boolean", default: false },
      day: { type: "string" },
      scale: { type: "string", default: "0.2" },
      help: { type: "boolean", default: false },
    },
    allowPositionals: true,
  });
  if (values.help) {
    console.log(usage);
    return 0;
  }
  if (values.hostile) return (await printHostileCorpus(console.log)) === 0 ? 0 : 1;
  if (values.day !== undefined) return days(numberIn("--day", values.day), values.scale);
  if (values.mutants) return printMutants(positionals);
  if (values["crash-points"]) return printCrashPoints();
  const run = models[values.model];
  if (run === undefined) throw new WrongUse(`there is no model "${values.model}"; there is core and whole`);
  if (values.replay !== undefined) return replay(run, values.replay);
  const seeds = numberIn("--seeds", values.seeds ?? (values.model === "core" ? "10000" : "500"));
  return campaign(run, values.model, numberIn("--from", values.from), seeds);
});

function numberIn(option: string, text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new WrongUse(`${option} takes a whole number, not "${text}"`);
  return Number(text);
}

async function days(faultsSeed: number, scaleText: string): Promise<number> {
  const scale = Number(scaleText);
  // Smaller, and nobody would have to wait for goods.
  if (!(scale >= 0.1 && scale <= 1)) throw new WrongUse(`--scale takes a number from 0.1 to 1, not "${scaleText}"`);
  const folder = join(projectRoot, ".orderhub", "twin-days");
  const options = { seed: 11, faultsSeed, scale, isShort: false, folder };
  return (await printTwinDays(options, console.log)) === 0 ? 0 : 1;
}

async function campaign(run: RunHistory, model: string, from: number, seeds: number): Promise<number> {
  const started = performance.now();
  const onProgress = (done: number): void => console.log(`${done} of ${seeds} histories …`);
  const result = await runCampaign(run, { from, seeds, onProgress });
  console.log(summaryOf(result, model, from, performance.now() - started));
  for (const { name, violation } of result.found) {
    console.log(`\nseed ${toText(name)} breaks ${violation.invariant}: ${violation.says}`);
    const small = await shrink(run, name);
    console.log(`shrunk to ${small.inputs} inputs and ${small.faults} faults: ${small.violation.says}`);
    console.log(`replay: npm run simulate -- --model ${model} --replay ${toText(small.name)}`);
  }
  return result.found.length === 0 ? 0 : 1;
}

function summaryOf(
  { histories, calls, faults, cpuMs, found }: Campaign,
  model: string,
  from: number,
  ms: number,
): string {
  const each = (value: number): string => (value / Math.max(1, histories)).toFixed(1);
  const perSecond = (value: number): string => Math.round(histories / (value / 1_000)).toLocaleString("en");
  return [
    `${model} model, seeds ${from} to ${from + histories - 1}: ${histories.toLocaleString("en")} histories, ${found.length} violations`,
    `${each(calls)} calls of ports and ${each(faults)} faults in each`,
    `${perSecond(cpuMs)} histories/s of CPU, ${perSecond(ms)}/s by the clock`,
  ].join("\n");
}

async function replay(run: RunHistory, text: string): Promise<number> {
  const name = fromText(text);
  if (name === null) throw new WrongUse(`"${text}" names no history; 7 and 7/0,2/1,4 do`);
  const { violation, trace } = await run(name, { isTraced: true });
  for (const line of trace ?? []) console.log(line);
  console.log(violation === null ? "nothing is broken" : `${violation.invariant}: ${violation.says}`);
  return violation === null ? 0 : 1;
}

async function printCrashPoints(): Promise<number> {
  const rows: string[][] = [];
  let wrong = 0;
  for (const story of allStories) {
    const { calls, cases, broken } = await tryEveryCall(story);
    wrong += broken.length;
    rows.push([story.name, String(calls), String(cases), broken.length === 0 ? "same end" : broken.join("; ")]);
  }
  const columns = [
    { title: "use case", shrinks: true },
    { title: "calls", align: "right" as const },
    { title: "cases", align: "right" as const },
    { title: "ends as the clean run", shrinks: true, wraps: true },
  ];
  console.log(textTable(columns, rows));
  const cases = rows.reduce((sum, row) => sum + Number(row[2]), 0);
  console.log(`\n${cases} cases, ${wrong} of them end otherwise`);
  return wrong === 0 ? 0 : 1;
}

async function printMutants(names: readonly string[]): Promise<number> {
  const wanted = (all: readonly Mutant[]): readonly Mutant[] =>
    names.length === 0 ? all : all.filter(({ id }) => names.includes(id));
  const rows: string[][] = [];
  let alive = 0;
  for (const mutant of wanted(mutants)) {
    const { isKilled, by } = await killMutant(mutant);
    if (!isKilled) alive += 1;
    rows.push([mutant.id, isKilled ? "killed" : "ALIVE", by]);
    console.log(rows.at(-1)?.join("  "));
  }
  for (const mutant of harmlessMutants) {
    if (names.length > 0 && !names.includes(mutant.id)) continue;
    const { isKilled, by } = await killMutant(mutant);
    rows.push([mutant.id, isKilled ? "killed after all" : "harmless", isKilled ? by : mutant.because]);
  }
  const columns = [
    { title: "mutant", shrinks: false },
    { title: "fate" },
    { title: "seen by", shrinks: true, wraps: true },
  ];
  console.log(`\n${textTable(columns, rows)}`);
  console.log(`\n${rows.length} mutants, ${alive} alive`);
  return alive === 0 ? 0 : 1;
}
