import { loadavg } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { startHub } from "../../local/hub/start-hub.ts";
import { type HubClient, makeHubClient } from "../support/hub-client.ts";
import { type Bench, figure, show } from "./bench.ts";
import { IMPORT_KEY, type KilledImport, killedImport, type Outcome, outcomeOf, theImport } from "./import-kills.ts";
import { measureImportMemory } from "./import-memory.ts";
import { orderSheet } from "./order-sheet.ts";

const ROWS = Number(process.env["IMPORT_ROWS"] ?? "100000");
const ROWS_PER_ORDER = Number(process.env["IMPORT_ROWS_PER_ORDER"] ?? "4");
/** How often the second run is killed; 0 leaves it out. */
const KILLS = Number(process.env["IMPORT_KILLS"] ?? "5");
const SEED = Number(process.env["IMPORT_SEED"] ?? "20261122");
const POLL_MS = 500;

type Seen = {
  readonly atMs: number;
  readonly state: string;
  readonly rowsDone: number;
  readonly secondsLeft: number | null;
};

/** A large file of orders through the whole local hub, and the function alone with its memory watched. */
export const importHubBench: Bench = {
  name: "import-hub",
  about:
    "100,000 order rows from the bucket to the receipt on the local hub: pace, progress, memory, and killed five times",
  isLong: true,
  run: async () => {
    const hub = await startHub({ port: 0, quiet: true });
    const [load = 0] = loadavg();
    try {
      const client = makeHubClient(hub.localJson);
      const cpu = process.cpuUsage();
      const startedAt = performance.now();
      const body = orderSheet(ROWS, ROWS_PER_ORDER);
      await client.files.put("imports", IMPORT_KEY, body);
      const seen = await watch(client, startedAt);
      const { user, system } = process.cpuUsage(cpu);
      const wallS = (performance.now() - startedAt) / 1000;
      const job = await theImport(client);
      const cpuS = (user + system) / 1e6;
      const whole = await outcomeOf(client);
      await hub.stop();
      const everyMs = (wallS * 1000) / (KILLS + 1);
      const killed = KILLS === 0 ? null : await killedImport(body, { kills: KILLS, everyMs, seed: SEED });
      const memory = await measureImportMemory(ROWS, ROWS_PER_ORDER);
      const ofWorkbook = await measureImportMemory(ROWS, ROWS_PER_ORDER, "xlsx");
      const progress = seen.filter(({ state }) => state === "applying");
      return {
        tables: [
          {
            title: `${ROWS} rows, ${ROWS_PER_ORDER} to an order`,
            columns: [{ title: "" }, figure("")],
            rows: [
              ["state at the end", String(job["state"])],
              ["rows applied", String(job["applied"])],
              ["seconds, upload to receipt", show(wallS, 1)],
              ["rows a second", show(ROWS / wallS, 0)],
              ["CPU seconds of hub, table and functions", show(cpuS, 1)],
              ["different progress answers seen", String(new Set(progress.map(({ rowsDone }) => rowsDone)).size)],
              ["the function alone: CPU seconds", show(memory.cpuS, 1)],
              ["the function alone: peak memory, MB", show(memory.peakMb, 0)],
              ["the function alone, .xlsx: CPU seconds", show(ofWorkbook.cpuS, 1)],
              ["the function alone, .xlsx: peak memory, MB", show(ofWorkbook.peakMb, 0)],
              ["load of the machine", show(load, 1)],
              ...(killed === null ? [] : killedRows(whole, killed)),
            ],
          },
        ],
        notes: [
          "Orders are unpaid, so that the hub's time is the import's and not that of routing.",
          "The killed run is a hub on disk whose processes all get SIGKILL at random moments; IMPORT_ROWS, IMPORT_KILLS and IMPORT_SEED change the runs.",
          "The function alone applies the same rows to a table that answers at once and keeps nothing but the job; its files lie on disk.",
        ],
        figures: { rows: ROWS, wallS, cpuS, load, memory, ofWorkbook, progress, whole, killed },
      };
    } finally {
      await hub.stop();
    }
  },
};

function killedRows(whole: Outcome, { outcome, killedAt, wallS }: KilledImport): readonly (readonly string[])[] {
  const isEqual = JSON.stringify(outcome) === JSON.stringify(whole);
  return [
    ["killed at so many rows", killedAt.join(", ")],
    ["seconds with the kills, restarts included", show(wallS, 1)],
    ["orders of the killed and of the whole run", `${outcome.orderCount} / ${whole.orderCount}`],
    ["figures, receipt and orders of both", isEqual ? "EQUAL" : "DIFFERENT"],
  ];
}

async function watch(client: HubClient, startedAt: number): Promise<readonly Seen[]> {
  const seen: Seen[] = [];
  for (;;) {
    const job = await theImport(client);
    const state = String(job["state"] ?? "waiting");
    const secondsLeft = job["secondsLeft"] as number | null;
    seen.push({ atMs: performance.now() - startedAt, state, rowsDone: Number(job["rowsDone"] ?? 0), secondsLeft });
    if (job["finishedAt"] != null) return seen;
    await sleep(POLL_MS);
  }
}
