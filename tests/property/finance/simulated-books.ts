import { saveRate } from "../../../shared/fx/rate-store.ts";
import { dayWindow, nextDay } from "../../../shared/kernel/business-day.ts";
import { msOf } from "../../../shared/kernel/time.ts";
import { makeUpsertOrder } from "../../../shared/orders/upsert-order.ts";
import { mainReports } from "../../../shared/reports/all-reports.ts";
import { makeCloseDay } from "../../../shared/reports/close-day.ts";
import { makeSealDay, type SealDayAnswer } from "../../../shared/reports/seal-day.ts";
import { readMerchantSettings, toMerchantItem } from "../../../shared/settings/merchant-settings.ts";
import { makeMemoryTable } from "../../../shared/table/table.memory.ts";
import { aConnectionId, aMerchant, aMerchantId } from "../../support/builders.ts";
import { memoryObjects, memoryQueue } from "../../support/memory-ports.ts";
import { seeded } from "../seeded.ts";
import { lifeOf, type Said } from "./order-life.ts";
import type { ZoneCase } from "./zones.ts";

export type SimulatedBooks = {
  readonly table: ReturnType<typeof makeMemoryTable>;
  readonly files: ReturnType<typeof memoryObjects>;
  /** All closed days, those after the last order among them. */
  readonly days: readonly string[];
  readonly orderIds: readonly string[];
  readonly answers: readonly SealDayAnswer[];
  readonly sealAgain: (day: string) => Promise<SealDayAnswer>;
};

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** What is told late comes within this many days of the last order. */
const QUIET_DAYS = 8;

/**
 * A shop over some days: orders at random moments and at the very edges of days, with all that becomes of them up to four
 * days later, told at once or late; each day is closed and sealed when its schedule says.
 */
export async function simulateBooks(
  place: ZoneCase,
  size: { readonly days: number; readonly ordersADay: number; readonly seed: number },
): Promise<SimulatedBooks> {
  const random = seeded(size.seed);
  const { zone, cutoffMinutes, currency } = place;
  const [table, files, sealQueue] = [makeMemoryTable(), memoryObjects(), memoryQueue()];
  let clock = 0;
  const now = (): Date => new Date(clock);
  await table.put(toMerchantItem(aMerchant({ zone, cutoffMinutes, currency: "CNY" })));
  const readMerchant = () => readMerchantSettings(table, aMerchantId);
  const upsert = makeUpsertOrder({ table, now, readMerchant, pause: async () => undefined });
  const closeDay = makeCloseDay({ table, sealQueue, now });
  const sealDay = makeSealDay({ table, exports: files, now, reports: mainReports });
  const [answers, orderIds, days]: [SealDayAnswer[], string[], string[]] = [[], [], []];
  const tasks: { readonly at: number; readonly run: () => Promise<void> }[] = [];

  const hear = ({ at, message }: Said): void => {
    const delay = random() < 0.15 ? random() * 60 * HOUR : random() * 3 * MINUTE;
    const incoming = { ...message, clock: { at, tie: `${message.channelOrderId} ${tasks.length}` } };
    const request = { merchantId: aMerchantId, connectionId: aConnectionId, channel: "shopify", incoming };
    tasks.push({
      at: at + delay,
      run: async () => {
        const answer = await upsert(request, () => []);
        if (answer.kind !== "decided" || answer.upsert.kind === "refused") throw new Error(JSON.stringify(answer));
      },
    });
  };
  const seal = async (day: string): Promise<SealDayAnswer> => {
    const merchant = await readMerchant();
    if (merchant === null) throw new Error("there is no merchant");
    return sealDay(merchant, day);
  };

  let day = place.from;
  for (let number = 0; number < size.days + QUIET_DAYS; number += 1, day = nextDay(day)) {
    const own = day;
    days.push(own);
    const window = dayWindow(own, zone, cutoffMinutes);
    const [start, end] = [msOf(window.startsAt), msOf(window.endsAt)];
    const inside = Array.from({ length: size.ordersADay }, () => Math.floor(start + random() * (end - start)));
    const moments = number < size.days && end > start ? [start, end - 1, ...inside] : [];
    for (const [at, moment] of moments.entries()) {
      const id = `${number}-${at}`;
      orderIds.push(id);
      for (const said of lifeOf(id, moment, currency, random)) hear(said);
    }
    const rate = { from: currency, to: "CNY", day: own, rate: String(1 + random()).slice(0, 8), source: "test" };
    if (number % 20 !== 0) await saveRate(table, aMerchantId, rate, { at: window.startsAt, by: "test" });
    tasks.push({ at: end + 20 * MINUTE, run: async () => void (await closeDay(aMerchantId)) });
    tasks.push({
      at: end + 23 * MINUTE,
      run: async () => {
        const asked = sealQueue.sent.splice(0).map(({ body }) => (JSON.parse(body) as { readonly day: string }).day);
        for (const each of asked) answers.push(await seal(each));
      },
    });
  }
  for (const task of tasks.sort((a, b) => a.at - b.at)) {
    clock = task.at;
    await task.run();
  }
  return { table, files, days, orderIds, answers, sealAgain: seal };
}
