import { findChannel, findWebhookChannel } from "../../shared/channels/registry.ts";
import { shopify } from "../../shared/channels/shopify/shopify.ts";
import { makeApplyBatch } from "../../shared/intake/apply-batch.ts";
import { makeApplyDelivery } from "../../shared/intake/apply-delivery.ts";
import { makeArchiveDeliveries } from "../../shared/intake/archive-deliveries.ts";
import { makeNoteFailed } from "../../shared/intake/note-failed.ts";
import { fromQueueMessage, type QueuedDelivery } from "../../shared/intake/queued-delivery.ts";
import { makeReceiveDelivery } from "../../shared/intake/receive-delivery.ts";
import { setOnHand } from "../../shared/inventory/set-on-hand.ts";
import { stockChangeOf } from "../../shared/inventory/stock-change.ts";
import { makeWatchStock } from "../../shared/inventory/watch-stock.ts";
import { type OrderId, sku, warehouseCode } from "../../shared/kernel/ids.ts";
import { makeUpsertOrder } from "../../shared/orders/upsert-order.ts";
import { freshEvents } from "../../shared/outbox/fresh-events.ts";
import { makeRouteOrder } from "../../shared/routing/route-order.ts";
import { makeCachedSettings, toRulesItem, toWarehouseItem } from "../../shared/routing/settings-store.ts";
import { makeCachedMerchant } from "../../shared/settings/cached-merchant.ts";
import { toMerchantItem } from "../../shared/settings/merchant-settings.ts";
import { fromAttributes } from "../../shared/table/attribute-value.ts";
import type { ChangeRecord } from "../../shared/table/engine/stream-log.ts";
import { sortKeys } from "../../shared/table/keys.ts";
import type { Item } from "../../shared/table/port.ts";
import { makeMemoryTable } from "../../shared/table/table.memory.ts";
import { makeMarkListings } from "../../shared/writeback/mark-listings.ts";
import { makeCachedWriteBacks } from "../../shared/writeback/settings.ts";
import { aConnectionId, aMerchant, aMerchantId } from "../support/builders.ts";
import { memoryObjects, memoryQueue, memorySecrets } from "../support/memory-ports.ts";
import { twoMerchants } from "../support/merchants.ts";
import { addUsage, noUsage, type Usage } from "./usage.ts";

export type Stage = "receive" | "apply" | "publish" | "route" | "watch";

export const stages: readonly Stage[] = ["receive", "apply", "publish", "route", "watch"];

/** What a stage used so far, by all orders together. */
export type StageCosts = Readonly<Record<Stage, Usage & { readonly cpuMs: number }>>;

/** As many messages as the queue workers and stream workers of the template take at once. */
const BATCH = 10;
const SECRET = "the secret of the shop";
const ADDRESS = { channel: "shopify", connectionId: aConnectionId };

/**
 * The way of an order from the signed webhook to the allocated stock, on the use cases and the memory table: what the
 * Lambda functions do, without Lambda, network and SDK. Each stage is metered by itself.
 */
export type OrderPath = {
  /** Sends the bodies of `topic` and lets all that follows from them happen. */
  send(topic: string, bodies: readonly Buffer[]): Promise<void>;
  costs(): StageCosts;
  /** Forgets what was metered so far. */
  reset(): void;
};

/** The demo merchant with its warehouses and rules, and plenty of each of `skus` in Shanghai. */
export async function makeOrderPath(skus: readonly string[]): Promise<OrderPath> {
  let stage: Stage = "receive";
  let costs = emptyCosts();
  let approved: OrderId[] = [];
  let stockChanges: ChangeRecord[] = [];
  const stream: ChangeRecord[] = [];
  const use = (usage: Partial<Usage>): void => {
    costs[stage] = { ...costs[stage], ...addUsage(costs[stage], usage) };
  };

  const table = makeMemoryTable({
    onConsumed: (operation, consumed) => {
      const units = (kind: "read" | "write"): number =>
        consumed
          .filter((one) => one.kind === kind)
          .reduce((sum, one) => sum + Object.values(one.indexUnits).reduce((a, b) => a + b, one.units), 0);
      use({ requests: { [`dynamodb.${operation}`]: 1 }, readUnits: units("read"), writeUnits: units("write") });
    },
    onCommit: ({ records }) => {
      stream.push(...records.map(({ record }) => record));
    },
  });

  const [merchant] = twoMerchants().merchants;
  if (merchant === undefined) throw new Error("the demo merchant is gone");
  await table.put(toMerchantItem(aMerchant()));
  await table.put(toRulesItem(aMerchantId, merchant.rules));
  for (const warehouse of merchant.warehouses) await table.put(toWarehouseItem(aMerchantId, warehouse));
  for (const article of skus) {
    const position = { merchantId: aMerchantId, sku: sku(article), warehouse: warehouseCode("SHA") };
    const counted = { ...position, onHand: 1_000_000, lowStockThreshold: 5, countKey: "first" };
    await setOnHand(table, counted, new Date().toISOString());
  }

  stream.length = 0;
  const now = (): Date => new Date();
  const pause = async (): Promise<void> => undefined;
  const raw = memoryObjects();
  const metered = { ...raw, put: meteredPut(raw.put, use) };
  const intake = memoryQueue();
  const secret = JSON.stringify({ merchantId: aMerchantId, ...ADDRESS, secrets: [SECRET] });
  const secrets = memorySecrets({ [`connections/${aConnectionId}`]: secret });
  const receive = makeReceiveDelivery({
    secrets,
    secretPrefix: "connections/",
    queue: intake,
    findChannel: findWebhookChannel,
    noteRefusal: async () => undefined,
    now,
  });
  const upsertOrder = makeUpsertOrder({ table, readMerchant: makeCachedMerchant(table, now), now, pause });
  const applyBatch = makeApplyBatch({
    archive: makeArchiveDeliveries({ raw: metered }),
    apply: makeApplyDelivery({ table, upsertOrder, findChannel, now, pulls: memoryQueue() }),
    guard: (run) => run(),
    noteFailed: makeNoteFailed({ table, now }),
    report: () => undefined,
  });
  const routeOrder = makeRouteOrder({ table, readSettings: makeCachedSettings(table, now), now, pause });
  const watchStock = makeWatchStock({ table, backorders: memoryQueue(), now });
  const readWriteBacks = makeCachedWriteBacks(table, now);
  const markListings = makeMarkListings({ table, queue: memoryQueue(), readWriteBacks, now });

  async function timed(next: Stage, run: () => Promise<void>): Promise<void> {
    stage = next;
    const before = process.cpuUsage();
    await run();
    const { user, system } = process.cpuUsage(before);
    costs[next] = { ...costs[next], cpuMs: costs[next].cpuMs + (user + system) / 1000 };
  }

  async function receiveAll(topic: string, bodies: readonly Buffer[], sent: number): Promise<void> {
    for (const [index, body] of bodies.entries()) {
      const headers = shopify.sign({
        topic,
        body,
        secret: SECRET,
        deliveryNo: `${topic} ${sent + index}`,
        url: "",
      });
      const reception = await receive({ method: "POST", path: "/", url: "", query: {}, headers, body }, ADDRESS);
      if (reception.kind !== "accepted") throw new Error(`a delivery was ${reception.kind}`);
    }
    use({
      requests: { "http-api.Request": bodies.length, "sqs.SendMessage": bodies.length, "lambda.Invoke": bodies.length },
    });
  }

  async function applyAll(deliveries: readonly QueuedDelivery[], sent: number): Promise<void> {
    const records = deliveries.map((input, index) => ({ input, messageId: `m${sent + index}`, attempt: 1 }));
    const outcomes = await applyBatch(records, () => true);
    const unfinished = [...outcomes.values()].filter(({ kind }) => kind !== "done");
    if (unfinished.length > 0) throw new Error(`${unfinished.length} deliveries were not applied`);
    use({ requests: queueWork });
  }

  async function routeAll(): Promise<void> {
    const orders = approved;
    approved = [];
    for (const orderId of orders) await routeOrder(aMerchantId, orderId);
    if (orders.length > 0) use({ requests: { ...queueWork, "sqs.SendMessage": orders.length } });
  }

  /** The stream's two readers: what one batch of work left in it. Each gets the items its filter lets through. */
  async function publishAll(): Promise<void> {
    const records = stream.splice(0).filter(({ newImage }) => newImage !== null);
    const isStock = ({ keys }: ChangeRecord): boolean => skOf(keys).startsWith(sortKeys.stock);
    stockChanges.push(...records.filter(isStock));
    const outboxes = records.filter(({ keys }) => skOf(keys) === sortKeys.order);
    if (outboxes.length === 0) return;
    const events = outboxes.flatMap((record) =>
      freshEvents({ old: itemOf(record.oldImage), new: itemOf(record.newImage) }),
    );
    use({ requests: { "lambda.Invoke": 1, "events.Published": events.length } });
    approved.push(
      ...events.filter(({ type }) => type === "order.approved.v1").map(({ subject }) => subject as OrderId),
    );
  }

  async function watchAll(): Promise<void> {
    const changes = stockChanges.flatMap(
      ({ sequence, oldImage, newImage }) => stockChangeOf(sequence, itemOf(oldImage), itemOf(newImage)) ?? [],
    );
    stockChanges = [];
    if (changes.length === 0) return;
    use({ requests: { "lambda.Invoke": 1 } });
    await watchStock(changes);
    await markListings(changes);
  }

  let sent = 0;
  async function sendBatch(topic: string, bodies: readonly Buffer[]): Promise<void> {
    await timed("receive", () => receiveAll(topic, bodies, sent));
    const messages = intake.sent.splice(0).map(({ body }) => fromQueueMessage(body));
    const deliveries = messages.flatMap((message) => (message.ok ? [message.value] : []));
    await timed("apply", () => applyAll(deliveries, sent));
    await timed("publish", publishAll);
    await timed("route", routeAll);
    await timed("publish", publishAll);
    await timed("watch", watchAll);
    sent += bodies.length;
    raw.objects.clear();
  }

  return {
    async send(topic, bodies) {
      for (let from = 0; from < bodies.length; from += BATCH) await sendBatch(topic, bodies.slice(from, from + BATCH));
    },
    costs: () => costs,
    reset: () => {
      costs = emptyCosts();
    },
  };
}

function skOf(keys: ChangeRecord["keys"]): string {
  return fromAttributes(keys).sk;
}

function itemOf(image: ChangeRecord["oldImage"]): Item | null {
  return image === null ? null : fromAttributes(image);
}

/** A worker on a queue: one receive and one delete for a full batch. */
const queueWork = { "lambda.Invoke": 1, "sqs.ReceiveMessage": 1, "sqs.DeleteMessageBatch": 1 };

function meteredPut<P extends (...args: never[]) => unknown>(put: P, use: (usage: Partial<Usage>) => void): P {
  return ((...args: Parameters<P>) => {
    use({ requests: { "s3.PutObject": 1 } });
    return put(...args);
  }) as P;
}

function emptyCosts(): Record<Stage, Usage & { cpuMs: number }> {
  const none = { ...noUsage, cpuMs: 0 };
  return { receive: none, apply: none, publish: none, route: none, watch: none };
}
