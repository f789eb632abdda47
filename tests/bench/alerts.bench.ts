import { setOnHand } from "../../shared/inventory/set-on-hand.ts";
import { type StockChange, stockChangeOf } from "../../shared/inventory/stock-change.ts";
import { makeWatchStock } from "../../shared/inventory/watch-stock.ts";
import { sku, warehouseCode } from "../../shared/kernel/ids.ts";
import { fromAttributes } from "../../shared/table/attribute-value.ts";
import { sortKeys } from "../../shared/table/keys.ts";
import { makeMemoryTable } from "../../shared/table/table.memory.ts";
import { seeded } from "../property/seeded.ts";
import { aMerchantId } from "../support/builders.ts";
import { memoryQueue } from "../support/memory-ports.ts";
import { type Bench, figure, show } from "./bench.ts";

/** Milliseconds, stated with the table. */
const delays = {
  /** Lambda asks each shard of a table's stream four times a second. */
  pollMs: 250,
  invokeMs: 15,
  tableCallMs: 5,
  putEventsMs: 10,
  /** AWS's own figure of August 2024 for the 99th percentile of a bus, taken for each event. */
  busMs: 129.33,
  snsMs: 30,
};

const SHARDS = 4;
const ALERTS = 2_000;
/** Stock writes a second, all of them of positions with a threshold; in the last fifth each crosses it. */
const WRITES_PER_SECOND = 400;

const WRITES = ALERTS * 5;
/** What the watcher has under way at once, and how many calls of one alert wait for each other. */
const AT_ONCE = 16;
const longestChain = 6;

/** From the commit of a write of stock that crosses a threshold to the message of the topic. */
export const alertsBench: Bench = {
  name: "alerts",
  about: "low-stock alerts from commit to notice, with the delays of stream, bus and topic simulated",
  run: async () => {
    const { latencies, opened } = await simulate();
    const sorted = latencies.toSorted((a, b) => a - b);
    const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
    const figures = { alerts: opened, p50Ms: at(0.5), p99Ms: at(0.99), maxMs: at(1) };
    return {
      tables: [
        {
          title: "from commit to notice",
          columns: [{ title: "" }, figure("ms")],
          rows: [
            ["half of them within", show(figures.p50Ms, 0)],
            ["p99", show(figures.p99Ms, 0)],
            ["the slowest", show(figures.maxMs, 0)],
          ],
        },
      ],
      notes: [
        `${opened} alerts for ${ALERTS} downward crossings, ${WRITES_PER_SECOND} writes of stock a second over ${SHARDS} shards.`,
        `Simulated: a poll every ${delays.pollMs} ms for each of the two stream readers, ${delays.invokeMs} ms to invoke, ${delays.tableCallMs} ms for each call of the table (${AT_ONCE} at once), ${delays.putEventsMs} ms to publish, ${delays.busMs} ms in the bus, ${delays.snsMs} ms in the topic.`,
      ],
      figures,
    };
  },
};

async function simulate(): Promise<{ readonly latencies: readonly number[]; readonly opened: number }> {
  const random = seeded(14);
  const changes: StockChange[] = [];
  const waiting = Array.from({ length: SHARDS }, (): StockChange[] => []);
  const opened: string[] = [];
  const table = makeMemoryTable({
    onCommit: ({ records }) => {
      for (const { record } of records) {
        if (record.newImage === null) continue;
        const item = fromAttributes(record.newImage);
        const old = record.oldImage === null ? null : fromAttributes(record.oldImage);
        if (item.sk.startsWith(sortKeys.alert) && item["state"] === "open") opened.push(String(item["sku"]));
        if (!item.sk.startsWith(sortKeys.stock)) continue;
        const change = stockChangeOf(record.sequence, old, item);
        if (change !== null) changes.push(change);
      }
    },
  });
  let calls = 0;
  const counted = new Proxy(table, {
    get: (target, name, receiver) => {
      if (name === "getMany" || name === "put" || name === "query") calls += 1;
      return Reflect.get(target, name, receiver);
    },
  });
  const watchStock = makeWatchStock({ table: counted, backorders: memoryQueue(), now: () => new Date(0) });

  const committedAt = new Map<string, number>();
  let write = 0;
  /** Everything that is committed up to then; the stream has its records in order. */
  async function commitUntil(ms: number): Promise<void> {
    for (; write < WRITES && (write * 1_000) / WRITES_PER_SECOND <= ms; write += 1) {
      const place = { merchantId: aMerchantId, sku: sku(`ART-${write % ALERTS}`), warehouse: warehouseCode("SHA") };
      const isCrossing = write >= WRITES - ALERTS;
      const onHand = isCrossing ? 3 : 100 + Math.floor(write / ALERTS);
      const count = { ...place, onHand, lowStockThreshold: 5, countKey: String(write) };
      await setOnHand(table, count, new Date(0).toISOString());
      if (isCrossing) committedAt.set(place.sku, (write * 1_000) / WRITES_PER_SECOND);
      waiting[write % SHARDS]?.push(...changes.splice(0));
    }
  }

  const latencies: number[] = [];
  const publishPhase = Array.from({ length: SHARDS }, () => random() * delays.pollMs);
  const nextPoll = Array.from({ length: SHARDS }, () => random() * delays.pollMs);
  while (write < WRITES || waiting.some((records) => records.length > 0)) {
    const nowMs = Math.min(...nextPoll);
    const shard = nextPoll.indexOf(nowMs);
    await commitUntil(nowMs);
    const batch = waiting[shard]?.splice(0, 100) ?? [];
    if (batch.length === 0) {
      nextPoll[shard] = nowMs + delays.pollMs;
      continue;
    }
    calls = 0;
    opened.length = 0;
    await watchStock(batch);
    const doneMs = nowMs + delays.invokeMs + Math.max(longestChain, Math.ceil(calls / AT_ONCE)) * delays.tableCallMs;
    // A batch that was full is followed by the next at once.
    nextPoll[shard] = batch.length === 100 ? doneMs : Math.max(doneMs, nowMs + delays.pollMs);
    const phase = publishPhase[shard] ?? 0;
    const polledMs = phase + Math.ceil((doneMs - phase) / delays.pollMs) * delays.pollMs;
    const toldMs = polledMs + delays.invokeMs + delays.putEventsMs + delays.busMs + delays.snsMs;
    for (const article of opened) latencies.push(toldMs - (committedAt.get(article) ?? Number.NEGATIVE_INFINITY));
  }
  return { latencies, opened: latencies.length };
}
