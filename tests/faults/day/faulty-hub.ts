import { Agent } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { type Hub as Api, makeHub } from "../../../local/cli/hub.ts";
import { awsSettings } from "../../../local/demo/aws-settings.ts";
import { AT_ONCE } from "../../../local/demo/day-steps.ts";
import type { DayHub, DayWays } from "../../../local/demo/live-day.ts";
import { type MerchantFiles, makeMerchantFiles } from "../../../local/demo/merchant-files.ts";
import { sendPost } from "../../../local/demo/send-posts.ts";
import type { Hub, HubMetrics } from "../../../local/hub/hub.ts";
import type { LocalJson } from "../../../local/hub/local-json.ts";
import { freePort, type HubProcess, startHubProcess } from "../../e2e/hub-process.ts";

/** A hub in a process of its own, with faults on purpose, that may be killed at any moment; and people who try again until it answers. */
export type FaultyHub = DayHub &
  Pick<DayWays, "api" | "files" | "again" | "deliver"> & {
    /** `kill -9` after so many ms of real time; it starts again at once on its data. */
    killAfter(ms: number): void;
    readonly kills: () => number;
    /** No more faults: waits for the last start, then for everything to come to rest, what is put off too. */
    calm(): Promise<void>;
    end(): Promise<void>;
  };

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** The clock goes by steps, so that a kill does not lose a night. */
const LONG_STEP_MS = HOUR;
/** A channel does not answer questions signed minutes ago: its clock is told the hub's between two steps. */
const STEP_MS = 2 * MINUTE;
/** Retries of asynchronous events and of schedules are due within so many minutes. */
const LEAST_ROUNDS = 5;
/** The longest visibility time of a queue is an hour and a half; twice of it is more than enough. */
const MOST_ROUNDS = 200;
/** A call that has failed for so long, in real time, will not work any more. */
const PATIENCE_MS = 120_000;

/** `isAsking`: some of its shops are on channels that are asked. */
export async function startFaultyHub(folder: string, seed: number, isAsking: boolean): Promise<FaultyHub> {
  const port = await freePort();
  let lives = 0;
  let isDying = false;
  const waiting = new Set<NodeJS.Timeout>();
  let ready: Promise<HubProcess> = start();
  // Addresses, names and tokens stay the same from life to life; keys of the cloud do not.
  let local: LocalJson = (await ready).local;
  let offsetMs = 0;

  function start(): Promise<HubProcess> {
    const args = ["--port", String(port), "--data", folder, "--faults", String((seed * 1_000 + lives) % 2 ** 32)];
    lives += 1;
    return startHubProcess(args);
  }

  async function kill(): Promise<void> {
    if (isDying) return;
    isDying = true;
    try {
      await (await ready).end("SIGKILL");
      ready = start();
      local = (await ready).local;
    } finally {
      isDying = false;
    }
  }

  async function admin<T>(path: string, body?: object): Promise<T> {
    const init = body === undefined ? {} : { method: "POST", body: JSON.stringify(body) };
    const answer = await fetch(`${local.api}/_local/${path}`, init);
    if (!answer.ok) throw new Error(`/_local/${path} answered ${answer.status}: ${await answer.text()}`);
    return (await answer.json()) as T;
  }

  async function tellTime(path: string, body?: object): Promise<void> {
    const { now } = await admin<{ now: string }>(path, body);
    offsetMs = Date.parse(now) - Date.now();
  }

  const now = (): number => Date.now() + offsetMs;

  async function advance(ms: number): Promise<void> {
    const target = now() + ms;
    for (let left = ms; left > 0; left = target - now()) {
      const stepMs = Math.min(left, isAsking && left <= 3 * HOUR ? STEP_MS : LONG_STEP_MS);
      await again(
        () => tellTime("advance-clock", { ms: Math.min(stepMs, Math.max(0, target - now())) }),
        () => tellTime(""),
      );
    }
  }

  /** Messages that a dead function held come back when their time is over; so the clock goes on until none is held. */
  async function idle(isLeft = isHeld): Promise<void> {
    for (let round = 0; ; round += 1) {
      await again(() => admin("idle", {}));
      const { queues } = await again(() => admin<HubMetrics>("metrics"));
      const left = namesOf(queues, isLeft);
      if (left.length === 0 && round >= LEAST_ROUNDS) return;
      if (round === MOST_ROUNDS) throw new Error(`still to be done after hours: ${left.join(", ")}`);
      await advance(MINUTE);
    }
  }

  const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });
  return {
    url: local.api,
    get localJson() {
      return local;
    },
    clock: { now },
    advance,
    idle: () => idle(),
    api: stubbornApi(makeHub({ api: local.api, token: local.tokens["operator"] ?? "" })),
    files: stubbornFiles(() => makeMerchantFiles(awsSettings(local), local.buckets)),
    // A link that was signed by a hub before it was killed is asked for anew.
    again,
    deliver: (post) =>
      again(async () => {
        const sent = await sendPost(post, agent, new Date(now()));
        if (sent.status >= 500) throw new Error(`a webhook was answered ${sent.status}`);
        return sent;
      }),
    killAfter(ms) {
      const timer = setTimeout(() => {
        waiting.delete(timer);
        void kill();
      }, ms);
      waiting.add(timer);
    },
    kills: () => lives - 1,
    async calm() {
      for (const timer of waiting) clearTimeout(timer);
      waiting.clear();
      while (isDying) await sleep(50);
      await again(() => admin("faults", { isActive: false }));
      await idle(isHeldOrDelayed);
    },
    async end() {
      for (const timer of waiting) clearTimeout(timer);
      while (isDying) await sleep(50);
      agent.destroy();
      await (await ready).end("SIGKILL");
    },
  };
}

type QueueCounts = HubMetrics["queues"][string];

const isHeld = ({ inFlight }: QueueCounts): boolean => inFlight > 0;
const isHeldOrDelayed = ({ inFlight, delayed }: QueueCounts): boolean => inFlight + delayed > 0;

function namesOf(queues: HubMetrics["queues"], wanted: (counts: QueueCounts) => boolean): readonly string[] {
  return Object.entries(queues).flatMap(([name, counts]) => (wanted(counts) ? [name] : []));
}

/** Nothing fails there; what is put off is waited for as well. */
export async function comeToRest(hub: Pick<Hub, "advance" | "idle" | "metrics">): Promise<void> {
  await hub.idle();
  for (let round = 0; namesOf(hub.metrics().queues, isHeldOrDelayed).length > 0; round += 1) {
    if (round === MOST_ROUNDS) throw new Error("something is put off for hours");
    await hub.advance(MINUTE);
    await hub.idle();
  }
}

/** Until it works, or has not worked for very long. `between` is tried before each further try. */
async function again<T>(work: () => Promise<T>, between?: () => Promise<unknown>): Promise<T> {
  const until = performance.now() + PATIENCE_MS;
  for (;;) {
    try {
      return await work();
    } catch (failure) {
      if (performance.now() > until) throw failure;
      await sleep(50);
      await between?.().catch(() => undefined);
    }
  }
}

function stubbornApi(api: Api): Api {
  return {
    api: api.api,
    get: (path, query) => again(() => api.get(path, query)),
    post: (path, body) => again(() => api.post(path, body)),
    send: (method, path, body) => again(() => api.send(method, path, body)),
    list: (path, query, most) => again(() => api.list(path, query, most)),
  };
}

/** With a client of its own for each call: a hub that was killed comes back with new keys. */
function stubbornFiles(open: () => MerchantFiles): Pick<MerchantFiles, "upload" | "download"> {
  const once = async <T>(work: (files: MerchantFiles) => Promise<T>): Promise<T> => {
    const files = open();
    try {
      return await work(files);
    } finally {
      files.close();
    }
  };
  return {
    upload: (key, bytes) => again(() => once((files) => files.upload(key, bytes))),
    download: (bucket, key) => again(() => once((files) => files.download(bucket, key))),
  };
}
