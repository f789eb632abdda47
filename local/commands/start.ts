import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { WrongUse } from "../cli/failures.ts";
import type { Hub, HubOptions } from "../hub/hub.ts";
import { projectRoot, startHub } from "../hub/start-hub.ts";
import { runCommand } from "./run-command.ts";

const usage = `Runs the whole hub on this machine until Ctrl-C, from the template that would be deployed.

  npm start -- [options]

  --port N          of the HTTP API (default 4510, or any free one when that is taken)
  --data DIR        keep everything between runs in DIR (default: in memory)
  --faults SEED     let things go wrong on purpose: duplicates, delays, throttles, crashes, lost answers
  --strict          check each AWS call against the role of the function that makes it (the default; --no-strict only warns)`;

const options = {
  port: { type: "string" },
  data: { type: "string" },
  faults: { type: "string" },
  strict: { type: "boolean", default: true },
  help: { type: "boolean", default: false },
} as const;

await runCommand("start", async (args) => {
  const { values } = parseArgs({ args: [...args], options, allowNegative: true });
  if (values.help) {
    console.log(usage);
    return 0;
  }
  const wanted: HubOptions = {
    ...(values.port === undefined ? {} : { port: numberOf("--port", values.port, 65_535) }),
    ...(values.data === undefined ? {} : { dataDir: resolve(values.data) }),
    ...(values.faults === undefined ? {} : { faultsSeed: numberOf("--faults", values.faults, 2 ** 32 - 1) }),
    strict: values.strict,
    announce: true,
    logFolder: join(projectRoot, ".orderhub", "logs"),
  };
  console.log("orderhub starting: building functions and template when they are stale …");
  const stop = listenForStop();
  const hub = await startHub(wanted).catch((failure: unknown) => {
    // Ctrl-C reaches the build, too, which then fails: that is no news.
    if (stop.isAsked()) return null;
    throw failure;
  });
  if (hub === null) {
    console.log("orderhub stopped before it was ready");
    return 130;
  }
  announce(hub, values.data);
  await stop.asked;
  console.log("orderhub stopping …");
  await hub.stop();
  return 0;
});

function announce(hub: Hub, data: string | undefined): void {
  const { localJson, site } = hub;
  console.log(
    `  ${site.functions.length} functions, ${site.routes.length} routes, ${site.mappings.length} event source mappings`,
  );
  console.log(`  AWS services  ${localJson.endpoints.s3}`);
  for (const shop of localJson.connections) console.log(`  webhook       ${shop.webhook}`);
  console.log(`  data          ${data === undefined ? "in memory" : resolve(data)}`);
  if (hub.faults !== null) console.log(`  faults        on purpose, seed ${hub.faults.seed}`);
  console.log(`  logs          .orderhub/logs/<function>.log`);
  console.log(`orderhub ready  ${hub.url}`);
}

/**
 * Until Ctrl-C or a polite kill, listened for before `local.json` is written: whoever finds that file can end the hub
 * properly. The launcher repeats the signal that the terminal sent to the whole group, so that the same Ctrl-C arrives
 * twice: only one that comes later ends the hub without its clean-up.
 */
function listenForStop(): { readonly asked: Promise<void>; isAsked(): boolean } {
  let askedAt: number | null = null;
  const asked = new Promise<void>((done) => {
    const onSignal = (): void => {
      if (askedAt !== null && performance.now() - askedAt > 1000) process.exit(130);
      askedAt ??= performance.now();
      done();
    };
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, onSignal);
  });
  return { asked, isAsked: () => askedAt !== null };
}

function numberOf(option: string, text: string, most: number): number {
  if (/^\d{1,10}$/.test(text) && Number(text) <= most) return Number(text);
  throw new WrongUse(`${option} ${text} is not a whole number from 0 to ${most}`);
}
