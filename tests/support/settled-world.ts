import { recordWrite } from "../../shared/intake/delivery-record.ts";
import { connectionId, deliveryIdOf, orderIdOf } from "../../shared/kernel/ids.ts";
import { orderWrites, readOrder } from "../../shared/orders/order-store.ts";
import { matchOrder } from "../../shared/reconciliation/match-order.ts";
import { settledOrders } from "../../shared/reconciliation/settled-order-store.ts";
import type { Entry } from "../../shared/reconciliation/settlement.ts";
import { readSettlement, type Settlement, settlementIdOf } from "../../shared/reconciliation/settlement-store.ts";
import { windowOf } from "../../shared/reconciliation/window.ts";
import { toConnectionItem } from "../../shared/settings/connection.ts";
import { toMerchantItem } from "../../shared/settings/merchant-settings.ts";
import { makeMemoryTable } from "../../shared/table/table.memory.ts";
import { aHeader, aMerchant, aMerchantId, anOrder, aRefund } from "./builders.ts";
import { type Crash, crashing } from "./crashing.ts";
import { makeImporter } from "./importer.ts";
import { memoryObjects } from "./memory-ports.ts";

/** A merchant's books in which settlement files are imported, in memory. */
export const settledAt = new Date("2026-11-22T06:00:00.000Z");
export const settledMerchant = aMerchant({ locale: "en" });

export async function aSettledWorld(...shops: readonly (readonly [string, string])[]) {
  const table = makeMemoryTable({ now: () => settledAt.getTime() });
  await table.put(toMerchantItem(settledMerchant));
  for (const [id, channel] of shops) {
    const { zone } = settledMerchant;
    const shop = { connectionId: connectionId(id), channel, title: id, zone, state: "active" } as const;
    await table.put(toConnectionItem(aMerchantId, shop));
  }
  return { table, files: memoryObjects() };
}

export type SettledWorld = Awaited<ReturnType<typeof aSettledWorld>>;

export async function importSettlement(
  world: SettledWorld,
  body: string | Uint8Array,
  crash: Crash | null = null,
  name = "a.csv",
) {
  const key = `demo/settlements/${name}`;
  await world.files.put(key, body, { contentType: "text/csv" });
  const { wrap, calls } = crashing(crash);
  const ports = { table: wrap(world.table), files: wrap(world.files) };
  const { run } = makeImporter({ ...ports, now: () => settledAt, merchant: settledMerchant });
  const etag = (await world.files.get(key))?.etag ?? "";
  const answer = await run({ key, version: etag + name, etag, bytes: body.length, at: settledAt.toISOString() });
  if (answer.kind !== "finished") throw new Error(`the import is ${answer.kind}`);
  return { job: answer.job, calls: calls() };
}

export async function settlementOf(
  { table }: SettledWorld,
  shop: string,
  id: string,
): Promise<Settlement & { entries: readonly Entry[] }> {
  const found = await readSettlement(table, aMerchantId, settlementIdOf(shop, id));
  if (found === null) throw new Error(`there is no settlement ${id}`);
  const entries: Entry[] = [];
  for await (const batch of settledOrders(table, aMerchantId, found.id))
    for (const order of batch) entries.push(...matchOrder(order, found.explained?.rates ?? {}, windowOf(found)));
  return { ...found, entries };
}

/** A sold order that has left, as its shop's deliveries have made it; told again, it is changed. */
export async function sellOrder(
  { table }: SettledWorld,
  shop: string,
  channel: string,
  no: string,
  day: string,
  over: {
    readonly minor?: number;
    readonly currency?: string;
    readonly refunds?: readonly { readonly day: string; readonly minor: number }[];
  } = {},
): Promise<void> {
  const { minor = 20_000, currency = "CNY", refunds = [] } = over;
  const order = anOrder();
  const clock = { at: 1, tie: "a" };
  const { amounts } = aHeader();
  const connection = connectionId(shop);
  const orderId = orderIdOf(connection, no);
  const facts = aHeader({
    ...{ channelOrderNo: no, currency, placedAt: `${day}T02:00:00.000Z` },
    amounts: { ...amounts, itemsMinor: minor, totalMinor: minor },
  });
  const before = (await readOrder(table, aMerchantId, orderId))?.order ?? null;
  const given = refunds.map((each, at) => ({
    clock,
    facts: aRefund({ refundId: `r${at}`, at: `${each.day}T02:00:00.000Z`, amountMinor: each.minor }),
  }));
  const sale = {
    ...{ ...order, orderId, connectionId: connection, channel, channelOrderId: no, status: "shipped" as const },
    header: { clock, facts },
    booking: { day, originalDay: day, totalMinor: minor },
    refunds: Object.fromEntries(given.map((refund) => [refund.facts.refundId, refund])),
    version: (before?.version ?? 0) + 1,
  };
  const deliveryId = deliveryIdOf(aMerchantId, connection, no);
  const record = recordWrite(null, {
    ...{ deliveryId, merchantId: aMerchantId, connectionId: connection, channel },
    ...{ topic: "orders", channelDeliveryId: no, channelOrderNo: no, orderId, outcome: "applied", reason: null },
    ...{ receivedAt: order.recordedAt, attempts: 1, appliedAt: order.recordedAt, rawKey: "", rawLine: 0 },
    ...{ messageId: no, duplicates: 0, lastDuplicateAt: null, countedMessages: [] },
  });
  const written = await table.transact([...orderWrites(before, sale, []), ...(before === null ? [record] : [])]);
  if (!written.ok) throw new Error(`the order ${no} was not written`);
}
