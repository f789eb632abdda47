import { createHash } from "node:crypto";
import type { QueuedDelivery } from "../../../shared/intake/queued-delivery.ts";
import { setOnHand } from "../../../shared/inventory/set-on-hand.ts";
import { type OrderId, orderIdOf, sku, warehouseCode } from "../../../shared/kernel/ids.ts";
import type { IncomingOrder } from "../../../shared/orders/facts.ts";
import type { EventBus } from "../../../shared/platform/ports.ts";
import { defaultRules } from "../../../shared/routing/rules.ts";
import { toRulesItem, toWarehouseItem } from "../../../shared/routing/settings-store.ts";
import { toMerchantItem } from "../../../shared/settings/merchant-settings.ts";
import { sortKeys } from "../../../shared/table/keys.ts";
import type { Item } from "../../../shared/table/port.ts";
import { aConnectionId, aDelivery, aLine, aMerchant, aMerchantId, anIncomingOrder } from "../../support/builders.ts";
import { memoryObjects, memoryQueue, memorySecrets } from "../../support/memory-ports.ts";
import { engineTable } from "../simulation/engine-table.ts";
import { functionsOf, type HubFunctions, type HubPorts } from "../simulation/hub.ts";
import type { StreamRecord } from "../simulation/stream.ts";
import type { Wrap } from "../simulation/worker.ts";

export const tea = sku("TEA");
export const sha = warehouseCode("SHA");
export const theOrder: OrderId = orderIdOf(aConnectionId, "1001");

/** A hub on a bench: nothing happens in it but what a story does. The clock stands still until it is moved. */
export async function benchHub() {
  const clock = { ms: Date.parse("2026-11-21T12:00:00.000Z") };
  const now = (): Date => new Date(clock.ms);
  const items = new Map<string, Item>();
  const records: StreamRecord[] = [];
  const table = engineTable(
    (changes) => {
      for (const { key, before, after } of changes) {
        if (after === null) items.delete(`${key.pk} ${key.sk}`);
        else items.set(`${key.pk} ${key.sk}`, after);
        records.push({ sequenceNumber: String(records.length + 1), old: before, new: after });
      }
    },
    { now: () => clock.ms },
  );
  const queues = { intake: memoryQueue(), pulls: memoryQueue(), backorders: memoryQueue(), sealing: memoryQueue() };
  const events = new Set<string>();
  const bus: EventBus = {
    publish: async (all) => {
      for (const { id } of all) events.add(id);
      return [];
    },
  };
  const secret = { merchantId: aMerchantId, connectionId: aConnectionId, channel: "plain", secrets: ["right"] };
  const ports: HubPorts = {
    table,
    bus,
    ...queues,
    secrets: memorySecrets({ [`shops/${aConnectionId}`]: JSON.stringify(secret) }),
    raw: memoryObjects(),
    exports: memoryObjects(),
  };
  await table.put(toMerchantItem(aMerchant({ closedThrough: "2026-11-20" })));
  await table.put(toRulesItem(aMerchantId, { ...defaultRules, split: "by_quantity", backorder: "partial" }));
  const place = { country: "CN", region: "31", regionName: "上海市", serves: [], isActive: true, priority: 1 };
  await table.put(toWarehouseItem(aMerchantId, { code: sha, name: "Shanghai", ...place }));

  const steady = functionsOf(ports, (port) => port, now);
  const count = (onHand: number, countKey = `count ${onHand}`) =>
    setOnHand(
      table,
      { merchantId: aMerchantId, sku: tea, warehouse: sha, onHand, lowStockThreshold: 1, countKey },
      now().toISOString(),
    );
  return {
    ...{ table, clock, now, records, ports, steady, count, queues },
    functions: (wrap: Wrap): HubFunctions => functionsOf(ports, wrap, now),
    apply: (delivery: QueuedDelivery, messageId: string, functions: HubFunctions = steady) =>
      functions.applyBatch([{ input: delivery, messageId, attempt: 1 }], () => true),
    route: (functions: HubFunctions, ...orders: readonly string[]) =>
      functions.routeBatch(
        orders.map((no) => ({
          messageId: no,
          input: { merchantId: aMerchantId, orderId: orderIdOf(aConnectionId, no) },
        })),
        () => true,
      ),
    /**
     * Everything that is kept. What a queue holds twice it holds, since it may hand out anything twice; and the packed
     * evidence of a decision is left out, since it may name what was seen at a later try.
     */
    kept: () => ({
      items: [...items].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, item]) => withoutBytes(item)),
      messages: Object.values(queues).map((queue) => [...new Set(queue.sent.map(({ body }) => body))].sort()),
      events: [...events].sort(),
      objects: [ports.raw, ports.exports].map(hashesOf),
    }),
  };
}

/** What orders hold and stock promises, however many writes it took. */
export function goodsIn({ items }: ReturnType<BenchHub["kept"]>): unknown {
  const names = ["channelOrderId", "status", "allocations", "backorder", "onHand", "allocated", "available"] as const;
  return (items as readonly Item[])
    .filter(({ sk }) => sk === sortKeys.order || sk.startsWith(sortKeys.stock) || sk.startsWith(sortKeys.waiting))
    .map((item) => [item.pk, item.sk, ...names.map((name) => item[name])]);
}

export type BenchHub = Awaited<ReturnType<typeof benchHub>>;

function hashesOf(store: object): readonly string[] {
  const { objects } = store as ReturnType<typeof memoryObjects>;
  return [...objects].map(([key, { body }]) => `${key} ${createHash("sha256").update(body).digest("hex")}`).sort();
}

function withoutBytes(value: unknown): unknown {
  if (value instanceof Uint8Array) return "bytes";
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(withoutBytes);
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, withoutBytes(each)]));
}

export function orderOf(no: string, quantity: number, over: Partial<IncomingOrder> = {}): IncomingOrder {
  const lines = [aLine({ sku: tea, quantity, unitPriceMinor: 20_000 / quantity })];
  return anIncomingOrder({ channelOrderId: no, lines, ...over });
}

export function said(dedupeKey: string, order: IncomingOrder): QueuedDelivery {
  return aDelivery({ dedupeKey, channel: "plain", said: { order } });
}

export const isStockRecord = ({ new: item }: StreamRecord): boolean => item?.sk.startsWith(sortKeys.stock) === true;
