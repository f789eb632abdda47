import { mkdirSync, rmSync } from "node:fs";
import { Agent } from "node:http";
import { join } from "node:path";
import { makeHub } from "../../../local/cli/hub.ts";
import { makeRandom } from "../../../local/cloud/random.ts";
import { awsSettings } from "../../../local/demo/aws-settings.ts";
import { checkDay } from "../../../local/demo/checks.ts";
import { type Day, makeDay, type Wave } from "../../../local/demo/day.ts";
import { AT_ONCE } from "../../../local/demo/day-steps.ts";
import { localNow, moveToEvening } from "../../../local/demo/hub-clock.ts";
import { type DayHub, type DayWays, liveDay, once } from "../../../local/demo/live-day.ts";
import { makeMerchantFiles, pullReports } from "../../../local/demo/merchant-files.ts";
import { ownReport, saveOwnReport } from "../../../local/demo/own-report.ts";
import type { Post } from "../../../local/demo/post.ts";
import type { Progress } from "../../../local/demo/progress.ts";
import { type ChannelWorld, openChannelWorld } from "../../../local/demo/pulled/channel-world.ts";
import { pulledChannel } from "../../../local/demo/pulled/pulled-channels.ts";
import { runDay } from "../../../local/demo/run-day.ts";
import { type Sent, sendPost } from "../../../local/demo/send-posts.ts";
import { shopsOf } from "../../../local/demo/shops.ts";
import { startHub } from "../../../local/hub/start-hub.ts";
import type { Item } from "../../../shared/table/port.ts";
import { type ComparedFiles, compareExports } from "./compare-exports.ts";
import { type ComparedItems, compareItems } from "./compare-items.ts";
import { comeToRest, type FaultyHub, startFaultyHub } from "./faulty-hub.ts";
import { keptItems } from "./kept-items.ts";

export type TwinOptions = {
  /** Of the day: its orders, and what its shops tell of them. */
  readonly seed: number;
  readonly faultsSeed: number;
  /** How many orders, as a part of the demo's day. */
  readonly scale: number;
  /** Only with shops that tell the hub, no channel is asked; and fewer kills. */
  readonly isShort: boolean;
  /** Emptied first; `clean` and `faulty` in it get what finance gets. */
  readonly folder: string;
};

/** What is left of a day, to be laid beside another one. */
type DayEnd = { readonly date: string; readonly folder: string; readonly items: readonly Item[] };

type Twins = { readonly clean: DayEnd; readonly faulty: DayEnd & { readonly kills: number } };

export type TwinDays = { readonly kills: number; readonly files: ComparedFiles; readonly items: ComparedItems };

/** The same day twice, compared: on a hub where nothing fails, and on one that is killed again and again among failing services. */
export async function liveTwinDays(options: TwinOptions, progress: Progress): Promise<TwinDays> {
  rmSync(options.folder, { recursive: true, force: true });
  const clean = await liveCleanDay(options, progress);
  const faulty = await liveFaultyDay(options, clean.date, progress);
  return {
    kills: faulty.kills,
    files: await compareExports(join(clean.folder, "exports"), join(faulty.folder, "exports")),
    items: compareItems(clean.items, faulty.items),
  };
}

async function liveCleanDay(options: TwinOptions, progress: Progress): Promise<DayEnd> {
  const { seed, scale, isShort } = options;
  const folder = join(options.folder, "clean");
  const hub = await startHub({ port: 0, quiet: true });
  const world = await openChannelWorld({ now: () => new Date(hub.clock.now()), seed });
  const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });
  const files = makeMerchantFiles(awsSettings(hub.localJson), hub.localJson.buckets);
  try {
    if (isShort) {
      const api = makeHub({ api: hub.url, token: hub.localJson.tokens["operator"] ?? "" });
      const deliver = (post: Post): Promise<Sent> => sendPost(post, agent, new Date(hub.clock.now()));
      const settle = (): Promise<void> => comeToRest(hub);
      const date = await liveOn({ ...hub, api, files, again: once, deliver }, world, options, {
        folder,
        progress,
        settle,
      });
      return { date, folder, items: await keptItems(hub.localJson) };
    }
    const record = await runDay(hub, { seed, folder, world, scale }, progress);
    const broken = checkDay(record).filter(({ ok }) => !ok);
    if (broken.length > 0) throw new Error(`the day without faults is wrong: ${JSON.stringify(broken)}`);
    await comeToRest(hub);
    return { date: record.date, folder, items: await keptItems(hub.localJson) };
  } finally {
    agent.destroy();
    files.close();
    await hub.stop();
    await world.close();
  }
}

async function liveFaultyDay(options: TwinOptions, date: string, progress: Progress): Promise<Twins["faulty"]> {
  const { seed, faultsSeed, isShort } = options;
  const [folder, data] = ["faulty", "data"].map((name) => join(options.folder, name)) as [string, string];
  const hub = await startFaultyHub(data, faultsSeed, !isShort);
  const world = await openChannelWorld({ now: () => new Date(hub.clock.now()), seed });
  try {
    const chance = isShort ? RARE_KILL_CHANCE : KILL_CHANCE;
    const deadly = withKills(progress, hub, { chance, random: makeRandom(faultsSeed) });
    await liveOn(hub, world, options, { folder, progress: deadly, date, settle: hub.calm });
    return { date, folder, items: await keptItems(hub.localJson), kills: hub.kills() };
  } finally {
    await hub.end();
    await world.close();
    rmSync(data, { recursive: true, force: true });
  }
}

type Stage = {
  readonly folder: string;
  readonly progress: Progress;
  /** Tomorrow, unless another day is wanted. */
  readonly date?: string;
  /** What is waited for after the last step. */
  readonly settle: () => Promise<void>;
};

/** Lives the day of `options` and downloads what finance gets. Gives the business day. */
async function liveOn(
  hub: DayHub & Pick<DayWays, "api" | "files" | "again" | "deliver">,
  world: ChannelWorld,
  { seed, scale, isShort }: TwinOptions,
  { folder, progress, date: wanted, settle }: Stage,
): Promise<string> {
  const [merchant] = hub.localJson.merchants;
  if (merchant === undefined) throw new Error("the hub has no merchant; see local/seed/demo.json");
  mkdirSync(folder, { recursive: true });
  const date = await progress.step("move the clock to an evening", async () => {
    const value = await moveToEvening(hub, merchant.zone, wanted);
    return { found: `${localNow(hub, merchant.zone)} in ${merchant.zone}`, value };
  });
  const shops = shopsOf(hub.localJson, world);
  const whole = makeDay({ seed, day: date, zone: merchant.zone, shops, scale });
  const [day, asked] = isShort ? [withoutAsked(whole), []] : [whole, Object.values(shops.pulled)];
  const { api, files, again, deliver } = hub;
  await saveOwnReport(api);
  await liveDay(hub, { merchant, date, day, asked, api, files, again, deliver, folder, world }, progress);
  await progress.step("all comes to rest", async () => {
    await settle();
    return { found: localNow(hub, merchant.zone), value: null };
  });
  await pullReports(files, { merchant: merchant.id, day: date }, join(folder, "exports"), [ownReport]);
  return date;
}

/** Without the shops of channels that are asked. */
function withoutAsked(day: Day): Day {
  const told = ({ posts }: Wave): Wave => ({
    puts: [],
    posts: posts.filter(({ shop }) => pulledChannel(shop.channel) === null),
  });
  return { ...day, waves: [told(day.waves[0]), told(day.waves[1])], lost: [], hidden: [] };
}

/** In most steps. */
const KILL_CHANCE = 0.7;
/** Each life of a hub begins with seconds of loading. */
const RARE_KILL_CHANCE = 0.3;
/** Within the first moments of a step its work is done. */
const LATEST_KILL_MS = 1_500;

/** Kills the hub soon after a step of the day began. */
function withKills(
  progress: Progress,
  hub: FaultyHub,
  { chance, random }: { readonly chance: number; readonly random: () => number },
): Progress {
  return {
    ...progress,
    step: (title, run) =>
      progress.step(title, (bar) => {
        if (random() < chance) hub.killAfter(random() * LATEST_KILL_MS);
        return run(bar);
      }),
  };
}
