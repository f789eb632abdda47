import { join } from "node:path";
import { parseArgs } from "node:util";
import { WrongUse } from "../cli/failures.ts";
import { readLocalHub } from "../cli/local-hub.ts";
import { checkDay } from "../demo/checks.ts";
import { demoJson } from "../demo/demo-json.ts";
import { makeProgress } from "../demo/progress.ts";
import { type ChannelWorld, openChannelWorld } from "../demo/pulled/channel-world.ts";
import { runDay } from "../demo/run-day.ts";
import { summaryText } from "../demo/summary.ts";
import type { Hub } from "../hub/hub.ts";
import { projectRoot, startHub } from "../hub/start-hub.ts";
import { runCommand } from "./run-command.ts";

const usage = `The main job, end to end, on this machine: a day of thirteen shops' orders and workbooks becomes stored orders,
warehouse allocations, low-stock alerts and finance files. Ends with 0 only if every check of its own held.

  npm run demo -- [options]

  --seed N    another day, as plausible (default 1)
  --json      one JSON object as the last line, for scripts
  --keep      leave the hub running until Ctrl-C, to look around with: npm run orderhub -- status`;

const options = {
  seed: { type: "string", default: "1" },
  json: { type: "boolean", default: false },
  keep: { type: "boolean", default: false },
  help: { type: "boolean", short: "h", default: false },
} as const;

await runCommand("demo", async (args) => {
  const { values } = parseArgs({ args: [...args], options });
  if (values.help) {
    console.log(usage);
    return 0;
  }
  if (!/^\d{1,9}$/.test(values.seed))
    throw new WrongUse(`--seed ${values.seed} is not a whole number of at most 9 digits`);
  return await demo({ seed: Number(values.seed), wantsJson: values.json, keeps: values.keep });
});

type Wish = { readonly seed: number; readonly wantsJson: boolean; readonly keeps: boolean };

async function demo({ seed, wantsJson, keeps }: Wish): Promise<number> {
  // With --json all that people read goes to stderr, so that stdout is for scripts.
  const progress = makeProgress(wantsJson ? process.stderr : process.stdout);
  progress.say(`orderhub demo, seed ${seed}: everything on this machine, from the template that would be deployed\n`);
  let hub: Hub | undefined;
  let world: ChannelWorld | undefined;
  const stopEarly = (): void => void (hub?.stop() ?? Promise.resolve()).finally(() => process.exit(130));
  process.once("SIGINT", stopEarly).once("SIGTERM", stopEarly);
  try {
    hub = await progress.step("start the hub", async () => {
      const value = await startHub({ announce: true, logFolder: join(projectRoot, ".orderhub", "logs") });
      return {
        found: `${value.site.functions.length} functions, ${value.site.routes.length} routes at ${value.url}`,
        value,
      };
    });
    const { clock } = hub;
    world = await openChannelWorld({ now: () => new Date(clock.now()), seed });
    const record = await runDay(hub, { world, seed, folder: join(projectRoot, ".orderhub", "demo") }, progress);
    const checks = checkDay(record);
    const isFine = checks.every((check) => check.ok);
    progress.say(summaryText(record, checks, ".orderhub/demo"));
    const failed = checks.filter((check) => !check.ok).length;
    progress.say(
      `\n${isFine ? `all ${checks.length} checks held` : `${failed} of ${checks.length} checks FAILED`}, ${progress.seconds()} s`,
    );
    if (wantsJson)
      console.log(JSON.stringify(demoJson(record, checks, progress.seconds(), hub.localJson.buckets.imports)));
    if (keeps) await untilStopped(hub, progress.say);
    return isFine ? 0 : 1;
  } finally {
    process.off("SIGINT", stopEarly).off("SIGTERM", stopEarly);
    await hub?.stop();
    await world?.close();
  }
}

async function untilStopped(hub: Hub, say: (text: string) => void): Promise<void> {
  // Another hub of this folder may have been here first; then this one is named by its port.
  const isFirst = readLocalHub(projectRoot)?.api === hub.url;
  const port = isFirst ? "" : ` --port ${new URL(hub.url).port}`;
  say(`\nthe hub keeps running at ${hub.url} until Ctrl-C; look around with: npm run orderhub -- status${port}`);
  process.removeAllListeners("SIGINT").removeAllListeners("SIGTERM");
  await new Promise<void>((done) => {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, () => done());
  });
}
