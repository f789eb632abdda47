import { type MerchantId, type OrderId, sku, warehouseCode } from "../../shared/kernel/ids.ts";
import { toOrderItem } from "../../shared/orders/order-codec.ts";
import { decideRouting } from "../../shared/routing/decide-routing.ts";
import { defaultRules } from "../../shared/routing/rules.ts";
import type { Network } from "../../shared/routing/what-if/outcome.ts";
import { allShards, dayPk, orderKey } from "../../shared/table/keys.ts";
import type { Item, Table } from "../../shared/table/port.ts";
import { seeded } from "../property/seeded.ts";
import { aHeader, aLine, aMerchant, aMerchantId, aMoment, anAddress, anOrder } from "../support/builders.ts";

export type StoredOrders = {
  /** Answers the two questions that reading decided orders asks. */
  readonly table: Table;
  readonly merchant: MerchantId;
  readonly day: string;
  readonly network: Network;
};

const places = [
  ["31", "上海市"],
  ["44", "广东省"],
  ["51", "四川省"],
  ["42", "湖北省"],
  ["11", "北京市"],
] as const;
const day = "2026-11-20";

/**
 * A day of `count` orders as they stand in the table. There are `kinds` different ones, each kept as the very item that
 * routing writes and read under many ids, so that what grows while they are read is the reader and not the table.
 */
export function storedOrders(count: number, kinds: number): StoredOrders {
  const network = aNetwork();
  const items = Array.from({ length: kinds }, (_, at) => decidedItem(at, network));
  const perShard = Math.ceil(count / allShards.length);
  const idAt = (shard: number, at: number): OrderId => `ord_${shard}_${String(at).padStart(7, "0")}` as OrderId;
  const numberIn = (id: string): number => Number(id.split("_")[2]);
  const shardSize = (shard: number): number => Math.max(0, Math.min(perShard, count - shard * perShard));
  const keysAt = (shard: number, at: number): Item => {
    const id = idAt(shard, at);
    return { ...orderKey(aMerchantId, id), dayPk: dayPk(aMerchantId, day, shard), daySk: `sale#${id}` };
  };
  const refuse = async (): Promise<never> => Promise.reject(new Error("the bench only reads"));
  const table: Table = {
    get: refuse,
    put: refuse,
    update: refuse,
    delete: refuse,
    transact: refuse,
    query: async ({ pk, sk, limit = 100 }) => {
      const shard = allShards.find((each) => dayPk(aMerchantId, day, each) === pk);
      if (shard === undefined || sk?.kind !== "after") return { items: [], next: null };
      const from = sk.value === "sale#" ? 0 : numberIn(sk.value) + 1;
      const to = Math.min(shardSize(shard), from + limit);
      const found = Array.from({ length: Math.max(0, to - from) }, (_, at) => keysAt(shard, from + at));
      return { items: found, next: to < shardSize(shard) ? { pk } : null };
    },
    getMany: async (keys) =>
      keys.map(({ pk, sk }) => {
        const id = pk.slice(pk.indexOf("ord_"));
        const stored = items[numberIn(id) % kinds];
        if (stored === undefined) throw new Error(`there is no order ${id}`);
        return { ...stored, pk, sk, orderId: id };
      }),
  };
  return { table, merchant: aMerchantId, day, network };
}

function decidedItem(seed: number, { warehouses }: Network): Item {
  const random = seeded(seed);
  const upTo = (most: number): number => Math.floor(random() * (most + 1));
  const [region, regionName] = places[upTo(places.length - 1)] ?? places[0];
  // Half of the orders have one to three lines, one in ten more than nine.
  const length = random() < 0.5 ? 1 + upTo(2) : random() < 0.8 ? 3 + upTo(6) : 10 + upTo(6);
  const lines = Array.from({ length }, (_, at) => {
    return aLine({
      lineId: `${at}`,
      sku: `SKU-${upTo(400)}`,
      quantity: 1 + upTo(2),
      weightGrams: 100 * (1 + upTo(20)),
    });
  });
  const clock = { at: Date.parse(aMoment), tie: "a" };
  const order = anOrder({
    header: { clock, facts: aHeader({ tags: random() < 0.1 ? ["VIP"] : [] }) },
    lines: { clock, facts: lines },
    address: { clock, facts: anAddress({ region, regionName }) },
  });
  const stocks = [...new Set(lines.map((line) => line.sku))].flatMap((article) =>
    warehouses
      .filter(() => random() < 0.6)
      .map(({ code }) => ({
        merchantId: aMerchantId,
        sku: sku(article),
        warehouse: code,
        onHand: 9,
        allocated: 0,
        available: 3 + upTo(6),
        damaged: 0,
        onHold: 0,
        safetyStock: 0,
        lowStockThreshold: null,
        incoming: 0,
        version: 1 + upTo(5_000),
        changedAt: aMoment,
      })),
  );
  const settings = { merchant: aMerchant(), warehouses, rules: defaultRules, connections: [] };
  const decision = decideRouting({ order, stocks, settings, now: `${day}T0${upTo(9)}:${10 + upTo(49)}:00.000Z` });
  return toOrderItem(decision.kind === "route" ? decision.after : order, [], null);
}

function aNetwork(): Network {
  const warehouses = Array.from({ length: 6 }, (_, at) => {
    const [region, regionName] = places[at % places.length] ?? places[0];
    const code = warehouseCode(`W${at}`);
    const where = { country: "CN", region, regionName, serves: [], priority: 1 + (at % 3), isActive: true };
    return { code, name: code, ...where, handlingMinor: 80, ...(at === 0 ? { dailyCapacity: 20_000 } : {}) };
  });
  const carriers = ["SF", "ZTO"].map((code, at) => ({
    code,
    name: code,
    isActive: true,
    volumetricDivisor: null,
    tariffs: places.map(([, zone]) => ({
      zone: [zone],
      from: [],
      rate: {
        kind: "first_and_steps" as const,
        firstGrams: 1_000,
        firstMinor: 1_200 - 500 * at,
        stepGrams: 500,
        stepMinor: 200,
      },
      days: 1 + 2 * at,
      maxGrams: null,
    })),
  }));
  return { warehouses, carriers };
}
