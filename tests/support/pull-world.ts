import type { ChannelApi, Http } from "../../shared/channels/api.ts";
import type { Channel } from "../../shared/channels/channel.ts";
import { pullRequestSchema } from "../../shared/intake/pull-request.ts";
import { fromQueueMessage } from "../../shared/intake/queued-delivery.ts";
import { connectionId, type MerchantId } from "../../shared/kernel/ids.ts";
import type { Outcome } from "../../shared/kernel/outcome.ts";
import type { QueueMessage, QueueSender } from "../../shared/platform/ports.ts";
import { gapMessageSchema, makeCountGaps } from "../../shared/pull/find-gaps.ts";
import { makeGapRound } from "../../shared/pull/gap-round.ts";
import { makePollChannel } from "../../shared/pull/poll-channel.ts";
import { makePullOrder } from "../../shared/pull/pull-order.ts";
import type { Shop } from "../../shared/pull/shop.ts";
import { makeUseChannelApi } from "../../shared/pull/use-channel-api.ts";
import { toConnectionItem } from "../../shared/settings/connection.ts";
import { toMerchantItem } from "../../shared/settings/merchant-settings.ts";
import type { Table } from "../../shared/table/port.ts";
import { makeMemoryTable } from "../../shared/table/table.memory.ts";
import { aMerchant, aMerchantId } from "./builders.ts";
import { type IntakePorts, intakeWorker } from "./intake-hub.ts";
import { memoryObjects, memorySecretStore } from "./memory-ports.ts";
import { plainApi } from "./plain-api.ts";
import { plainChannel } from "./plain-channel.ts";
import { httpOf, type Simulator } from "./simulators/simulator.ts";

export const plainShop: Shop = { merchantId: aMerchantId, connectionId: connectionId("plain-demo"), channel: "plain" };
export const apiSecret = "apis/plain-demo";

export type WorldClock = { readonly now: () => Date; readonly pass: (ms: number) => void };

export function worldClock(start = "2026-11-21T06:00:00.000Z"): WorldClock {
  let ms = Date.parse(start);
  const pass = (more: number): void => {
    ms += more;
  };
  return { now: () => new Date(ms), pass };
}

type Sent = QueueMessage & { readonly id: number; readonly visibleMs: number; readonly sentAt: string };

/** A queue in memory: messages are seen when their delay is over. */
function queueOf({ now }: WorldClock) {
  let held: Sent[] = [];
  let id = 0;
  const sender: QueueSender = {
    send: async (messages) => {
      for (const message of messages) {
        id += 1;
        const visibleMs = now().getTime() + (message.delaySeconds ?? 0) * 1_000;
        held.push({ ...message, id, visibleMs, sentAt: now().toISOString() });
      }
    },
  };
  return {
    sender,
    size: () => held.length,
    /** Handles each message that is visible once; what is to be tried again, or fails, stays for the next time. */
    drain: async (handle: (message: Sent) => Promise<Outcome | null>): Promise<void> => {
      for (const message of held.filter(({ visibleMs }) => visibleMs <= now().getTime())) {
        const outcome = await handle(message).catch(() => null);
        if (outcome !== null && outcome.kind !== "retry") held = held.filter((each) => each !== message);
      }
    },
  };
}

export type Wrap = <P extends object>(port: P) => P;
const asItIs: Wrap = (port) => port;

/** The shop of a world, its channel, and how the channel is asked. */
export type WorldShop = { readonly shop: Shop; readonly api: ChannelApi; readonly channel: Channel };
const onPlain: WorldShop = { shop: plainShop, api: plainApi, channel: plainChannel };

/** A merchant with one shop, on the plain channel unless told, and every worker between the channel and the stored order. */
export async function pullWorld(
  simulator: Simulator,
  clock: WorldClock,
  http: Http = httpOf(simulator),
  of: WorldShop = onPlain,
) {
  const { now, pass } = clock;
  const table: Table = makeMemoryTable({ now: () => now().getTime() });
  await table.put(toMerchantItem(aMerchant()));
  const { merchantId, connectionId, channel } = of.shop;
  await table.put(
    toConnectionItem(merchantId, { connectionId, channel, title: "Plain", zone: "UTC", state: "active" }),
  );
  const secrets = memorySecretStore({
    [`apis/${connectionId}`]: JSON.stringify({ ...of.shop, credentials: simulator.credentials }),
  });
  const [intake, pulls, gaps] = [queueOf(clock), queueOf(clock), queueOf(clock)];
  const signIns: string[] = [];
  const msLeft = (): number => 30_000;
  const budget = { hasTime: () => true, msLeft };
  const findChannel = async (name: string) => (name === channel ? of.channel : null);

  /** The workers with their own memory, as a cold start makes them; each port may be made to fail. */
  function workers(wrap: Wrap = asItIs) {
    const ports = { table: wrap(table), intake: wrap(intake.sender), pulls: wrap(pulls.sender) };
    const hasApi = (name: string) => name === channel;
    const findApi = async (name: string) => (name === channel ? of.api : null);
    const useApi = makeUseChannelApi({
      table: ports.table,
      secrets: wrap(secrets),
      apiSecretPrefix: "apis/",
      http: wrap(http),
      findApi,
      onSignInNeeded: (_, why) => void signIns.push(why),
      now,
      pause: async (ms) => pass(ms),
      random: () => 0.5,
      newId: () => crypto.randomUUID(),
    });
    const countGaps = makeCountGaps({ table: ports.table, useApi, findApi, findChannel, pulls: ports.pulls, now });
    return {
      useApi,
      poll: makePollChannel({ ...ports, useApi, findApi, now }),
      pull: makePullOrder({ ...ports, useApi, now }),
      countGaps,
      gapRound: makeGapRound({ table: ports.table, countGaps, hasApi, gaps: wrap(gaps.sender), now }),
    };
  }

  const steady = workers();
  const intakePorts: IntakePorts = { table, raw: memoryObjects() };
  const apply = intakeWorker(intakePorts, { now, pulls: pulls.sender, findChannel });

  return {
    ...{ table, secrets, intake, pulls, gaps, signIns, budget, workers, ...steady },
    /** Fetches what was asked for, applies what came, counts what is due: until nothing is due now. */
    settle: async (): Promise<void> => {
      for (let round = 0; round < 20; round += 1) {
        await pulls.drain(({ body, sentAt }) => steady.pull(pullRequestSchema.parse(JSON.parse(body)), sentAt, msLeft));
        await intake.drain(async ({ body, id }) => {
          const delivery = fromQueueMessage(body);
          if (!delivery.ok) throw new Error(delivery.error);
          const { kind } = await apply(delivery.value, `message-${id}`);
          return kind === "contended" ? null : { kind: "done" };
        });
        await gaps.drain(({ body }) => steady.gapRound(gapMessageSchema.parse(JSON.parse(body)), budget));
        if (pulls.size() + intake.size() + gaps.size() === 0) return;
        pass(1_000);
      }
    },
    merchantId: merchantId as MerchantId,
  };
}
