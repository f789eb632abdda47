import { plainTerms } from "../../../shared/inventory/products/product.ts";
import { saveProduct } from "../../../shared/inventory/products/product-store.ts";
import { setOnHand } from "../../../shared/inventory/set-on-hand.ts";
import { readStock } from "../../../shared/inventory/stock-store.ts";
import { type OrderId, orderIdOf, type ShipmentId, type Sku, sku } from "../../../shared/kernel/ids.ts";
import { readOrder } from "../../../shared/orders/order-store.ts";
import { movementsPrefix, orderPk, provenKey, skuPk } from "../../../shared/table/keys.ts";
import { queryAll } from "../../../shared/table/port.ts";
import { stockWorkbook } from "../../e2e/workbooks.ts";
import { seeded } from "../../property/seeded.ts";
import { aConnectionId, aHeader, aLine, aMerchantId, anIncomingOrder, aStatus } from "../../support/builders.ts";
import { makeYearWorld, warehouses, type YearWorld } from "./year-world.ts";

export type YearPlan = {
  readonly days: number;
  readonly orders: number;
  readonly skus: number;
  readonly seed: number;
  /** Called at the end of each month (30 days). */
  readonly onMonth?: (day: number, orders: number) => void;
};

/** What happened, by kind. */
export type YearCounts = Record<
  | "orders"
  | "units"
  | "shipped"
  | "cancelled"
  | "returned"
  | "takenBack"
  | "purchases"
  | "transfers"
  | "takes"
  | "imports"
  | "proofs"
  | "drifts"
  | "pending",
  number
>;

export type Year = { readonly world: YearWorld; readonly articles: readonly Sku[]; readonly counts: YearCounts };

const startsAt = "2026-01-01T00:00:00.000Z";
const dayMs = 86_400_000;
/** An order that is over for so long is laid aside, so that memory holds what is under way and not the whole year. */
const keptDays = 10;

type Placed = { readonly orderId: OrderId; readonly channelOrderId: string; readonly day: number; clock: number };

/** Days of a shop with three warehouses, over the real use cases: the same seed is the same year. */
export async function liveYear(plan: YearPlan): Promise<Year> {
  const world = await makeYearWorld(startsAt);
  const random = seeded(plan.seed);
  const pick = (below: number): number => Math.floor(random() * below);
  const articles = Array.from({ length: plan.skus }, (_, index) => sku(`ART-${String(index).padStart(4, "0")}`));
  const names = ["orders", "units", "shipped", "cancelled", "returned", "takenBack", "purchases", "transfers"] as const;
  const more = ["takes", "imports", "proofs", "drifts", "pending"] as const;
  const counts = Object.fromEntries([...names, ...more].map((name) => [name, 0])) as YearCounts;
  const bundles = await openShop(world, articles);
  const perDay = plan.orders / plan.days;
  const open: Placed[] = [];
  const over: Placed[] = [];
  const sold = [...articles, ...bundles];
  /** Few articles sell most. */
  const article = (): Sku => sold[Math.min(sold.length - 1, Math.floor(sold.length * random() ** 2))] ?? sku("");

  for (let day = 0; day < plan.days; day += 1) {
    const midnight = Date.parse(startsAt) + day * dayMs;
    world.advanceTo(midnight);
    await restock(day);
    const target = Math.round((day + 1) * perDay);
    while (counts.orders < target) {
      for (let batch = 0; batch < 20 && counts.orders < target; batch += 1) await placeOrder(day);
      await world.settle();
    }
    await endOrders(day);
    await dailyWork(day);
    await world.settle();
    await layAside(day);
    if (day % 30 === 29 || day === plan.days - 1) {
      await prove();
      plan.onMonth?.(day + 1, counts.orders);
    }
  }
  return { world, articles, counts };

  async function placeOrder(day: number): Promise<void> {
    const channelOrderId = String(1_000_000 + counts.orders);
    const lines = Array.from({ length: random() < 0.7 ? 1 : 2 + pick(2) }, (_, index) => {
      const quantity = 1 + pick(3);
      counts.units += quantity;
      return aLine({ lineId: `l${index}`, sku: article(), quantity, totalMinor: quantity * 10_000 });
    });
    const at = world.now();
    const header = aHeader({ channelOrderNo: `#${channelOrderId}`, placedAt: at.toISOString() });
    const incoming = anIncomingOrder({ channelOrderId, clock: { at: at.getTime(), tie: "" }, header, lines });
    await upsert(incoming);
    counts.orders += 1;
    open.push({ orderId: orderIdOf(aConnectionId, channelOrderId), channelOrderId, day, clock: at.getTime() });
  }

  async function upsert(incoming: ReturnType<typeof anIncomingOrder>): Promise<void> {
    const request = { merchantId: aMerchantId, connectionId: aConnectionId, channel: "shopify", incoming };
    const { kind } = await world.upsertOrder(request, () => []);
    if (kind !== "decided") throw new Error(`order ${incoming.channelOrderId} was ${kind}`);
  }

  /** Orders of the day before ship, most of them; some are cancelled, some parcels are taken back, some goods return. */
  async function endOrders(day: number): Promise<void> {
    const due = open.filter((placed) => placed.day < day);
    const left: Placed[] = [];
    for (const placed of due) {
      const fate = random();
      if (fate < 0.03) await cancel(placed);
      else if (fate < 0.5) await shipByChannel(placed);
      else if (!(await shipByHub(placed))) {
        if (placed.day > day - 7) left.push(placed);
        else await cancel(placed);
        continue;
      }
      over.push(placed);
    }
    open.splice(0, due.length, ...left);
  }

  async function cancel(placed: Placed): Promise<void> {
    const clock = { at: world.now().getTime(), tie: "" };
    const status = aStatus({ cancelledAt: new Date(clock.at).toISOString() });
    await upsert({ channelOrderId: placed.channelOrderId, clock, status });
    counts.cancelled += 1;
  }

  async function shipByChannel({ channelOrderId, orderId }: Placed): Promise<void> {
    const stored = await readOrder(world.table, aMerchantId, orderId);
    const lines = (stored?.order.lines?.facts ?? []).map(({ lineId, quantity }) => ({ lineId, quantity }));
    const at = world.now();
    const parcel = {
      fulfilmentId: "f1",
      at: at.toISOString(),
      state: "success",
      carrier: null,
      trackingNo: null,
    } as const;
    await upsert({ channelOrderId, clock: { at: at.getTime(), tie: "" }, fulfilments: [{ ...parcel, lines }] });
    counts.shipped += 1;
  }

  /** From each warehouse that holds goods for it; false while nothing is promised, or not all. */
  async function shipByHub({ orderId }: Placed): Promise<boolean> {
    const stored = await readOrder(world.table, aMerchantId, orderId);
    if (stored?.order.status !== "allocated") return false;
    for (const warehouse of new Set(stored.order.allocations.map((each) => each.warehouse))) {
      const trackingNo = `SF${orderId.slice(-10)}${warehouse}`;
      const parcel = { warehouse, carrier: { code: "SF", name: "SF" }, trackingNo, lines: null, shippedBy: "bench" };
      const request = { ...parcel, merchantId: aMerchantId, orderId, key: null, shippedAt: null };
      const shipped = await world.shipOrder(request);
      if (!shipped.ok) throw new Error(`a parcel was refused: ${shipped.error.kind}`);
      if (random() < 0.01) await takeBack(orderId, shipped.value.shipmentId, request);
    }
    counts.shipped += 1;
    return true;
  }

  async function takeBack(
    orderId: OrderId,
    shipmentId: ShipmentId,
    again: Parameters<YearWorld["shipOrder"]>[0],
  ): Promise<void> {
    const taken = await world.unshipOrder({ merchantId: aMerchantId, orderId, shipmentId, reason: "mistake" });
    if (!taken.ok) throw new Error(`a parcel could not be taken back: ${taken.error.kind}`);
    const shipped = await world.shipOrder(again);
    if (!shipped.ok) throw new Error(`a parcel could not be sent again: ${shipped.error.kind}`);
    counts.takenBack += 1;
  }

  /** Purchases come a week after they were announced; what sold most is ordered. */
  async function restock(day: number): Promise<void> {
    const common = { merchantId: aMerchantId, by: "bench" };
    const name = (of: number, at: string) =>
      ({ merchantId: aMerchantId, kind: "purchase", documentId: `PO-${of}-${at}` }) as const;
    for (const warehouse of warehouses) {
      const low: { sku: Sku; quantity: number }[] = [];
      for (let tries = 0; tries < Math.min(30, 2 + perDay / 10); tries += 1) {
        const wanted = articles[Math.min(articles.length - 1, Math.floor(articles.length * random() ** 2))] ?? sku("");
        if (low.every((line) => line.sku !== wanted))
          low.push({ sku: wanted, quantity: Math.ceil(perDay / 12) + pick(20) });
      }
      const { documentId } = name(day, warehouse);
      const announced = {
        ...common,
        kind: "purchase",
        documentId,
        from: "supplier",
        to: warehouse,
        expectedAt: null,
      } as const;
      await world.documents.announce({ ...announced, lines: low });
      counts.purchases += 1;
      if (day < 3) continue;
      const due = name(day - 3, warehouse);
      const lines = await dueLines(due.documentId);
      await world.documents.receive(due, { receiptId: `R-${day}`, lines });
      await world.documents.close(due);
    }
    await world.settle();
  }

  /** A little less or more than announced comes at times, and some of it is damaged. */
  async function dueLines(documentId: string) {
    const [item] = await world.table.getMany([{ pk: `MER#${aMerchantId}#DOC#purchase#${documentId}`, sk: "STOCKDOC" }]);
    const lines = (item?.["lines"] ?? []) as unknown as readonly { sku: Sku; expected: number }[];
    return lines.map((line) => ({ sku: line.sku, quantity: line.expected, damaged: random() < 0.02 ? 1 : 0 }));
  }

  /** Returns and a transfer every day, a stock take and an import every week. */
  async function dailyWork(day: number): Promise<void> {
    const by = "bench";
    const wanted = [...new Set(Array.from({ length: 5 }, () => articles[pick(articles.length)] ?? sku("")))];
    const [from, to] = [warehouses[day % 3], warehouses[(day + 1) % 3]];
    if (from === undefined || to === undefined) return;
    const returned = wanted.map(
      (each) => ({ sku: each, warehouse: from, kind: "returned", quantity: 1 + pick(2) }) as const,
    );
    const adjustment = { merchantId: aMerchantId, documentId: `RET-${day}`, reason: "returned", lines: returned, by };
    if ((await world.documents.adjust(adjustment)).ok) counts.returned += returned.length;
    const transfer = {
      merchantId: aMerchantId,
      kind: "transfer",
      documentId: `TR-${day}`,
      from,
      to,
      expectedAt: null,
      by,
    } as const;
    const moved = await world.documents.announce({
      ...transfer,
      lines: wanted.map((each) => ({ sku: each, quantity: 1 })),
    });
    if (moved.ok) {
      const lines = wanted.map((each) => ({ sku: each, quantity: 1, damaged: 0 }));
      await world.documents.receive(transfer, { receiptId: "R", lines });
      counts.transfers += 1;
    }
    if (day % 7 !== 3) return;
    const take = { merchantId: aMerchantId, documentId: `CC-${day}` };
    await world.documents.startTake({ ...take, warehouse: to, skus: wanted, by });
    const counted = await Promise.all(wanted.map(async (each) => ({ sku: each, counted: await found(each, to) })));
    await world.documents.count(take, { lines: counted, at: null, by: "counter" });
    if ((await world.documents.approve(take)).ok) counts.takes += 1;
    await importCount(day, wanted);
  }

  async function found(article: Sku, warehouse: string): Promise<number> {
    const stock = (await readStock(world.table, aMerchantId, article)).find((each) => each.warehouse === warehouse);
    return Math.max(0, (stock?.onHand ?? 0) + pick(3) - 1);
  }

  async function importCount(day: number, wanted: readonly Sku[]): Promise<void> {
    const lines = await Promise.all(
      warehouses.flatMap((warehouse) =>
        wanted.map(async (each) => ({ sku: each, warehouse, onHand: await found(each, warehouse), threshold: 20 })),
      ),
    );
    const key = `${aMerchantId}/stock/count-${day}.xlsx`;
    await world.files.put(key, stockWorkbook(lines), { contentType: "application/octet-stream" });
    const stored = await world.files.get(key);
    if (stored === null) throw new Error("the workbook is gone");
    const at = world.now().toISOString();
    const upload = { key, version: "1", etag: stored.etag, bytes: stored.body.length, at };
    const answer = await world.runImport(upload);
    if (answer.kind !== "finished" || answer.job.failed > 0) throw new Error(`an import was ${answer.kind}`);
    world.files.objects.clear();
    counts.imports += 1;
  }

  /** Orders that ended long ago leave the table as an archive would take them; their stock has been booked. */
  async function layAside(day: number): Promise<void> {
    const old = over.filter((placed) => placed.day < day - keptDays);
    for (const { orderId } of old) {
      for (const { pk, sk } of await queryAll(world.table, { pk: orderPk(aMerchantId, orderId) })) {
        await world.table.delete({ pk, sk });
      }
    }
    if (old.length > 0) over.splice(0, over.length, ...over.filter((placed) => placed.day >= day - keptDays));
  }

  async function prove(): Promise<void> {
    const { drifts, pending } = await world.proveStock(aMerchantId);
    counts.proofs += 1;
    counts.drifts += drifts;
    counts.pending += pending;
    await layLedgerAside();
  }

  /** What is proven is proven: an archive takes the pages of the ledger up to there. */
  async function layLedgerAside(): Promise<void> {
    for (const article of articles) {
      const items = await queryAll(world.table, { pk: skuPk(aMerchantId, article) });
      for (const warehouse of warehouses) {
        const { sk: ofProof } = provenKey(aMerchantId, article, warehouse);
        const proven = Number(items.find(({ sk }) => sk === ofProof)?.["version"] ?? 0);
        const pages = items.filter(({ sk }) => sk.startsWith(movementsPrefix(warehouse)));
        for (const { pk, sk, lastVersion } of pages) {
          if (Number(lastVersion) < proven) await world.table.delete({ pk, sk });
        }
      }
    }
  }
}

/** Stock of every article in every warehouse; each twentieth has a reorder point, and there is a bundle for each fortieth. */
async function openShop(world: YearWorld, articles: readonly Sku[]): Promise<readonly Sku[]> {
  const bundles: Sku[] = [];
  for (const [index, article] of articles.entries()) {
    for (const warehouse of warehouses) {
      const place = { merchantId: aMerchantId, sku: article, warehouse };
      const count = { ...place, onHand: 200, lowStockThreshold: index % 4 === 0 ? 20 : null, countKey: "opening" };
      await setOnHand(world.table, count, world.now().toISOString());
    }
    const now = world.now().toISOString();
    if (index % 20 === 0) {
      const terms = { ...plainTerms(article), packSize: 12, leadTimeDays: 7, reorder: { point: 60, quantity: 120 } };
      await saveProduct(world.table, { merchantId: aMerchantId, sku: article }, terms, now);
    }
    const other = articles[index + 1];
    if (index % 40 !== 0 || other === undefined) continue;
    const bundle = sku(`SET-${index}`);
    const components = [
      { sku: article, quantity: 2 },
      { sku: other, quantity: 1 },
    ];
    await saveProduct(
      world.table,
      { merchantId: aMerchantId, sku: bundle },
      { ...plainTerms(bundle), components },
      now,
    );
    bundles.push(bundle);
  }
  await world.settle();
  return bundles;
}
