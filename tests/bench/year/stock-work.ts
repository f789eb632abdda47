import { readDocument } from "../../../shared/inventory/documents/document-store.ts";
import { readStock } from "../../../shared/inventory/stock-store.ts";
import { type Sku, sku } from "../../../shared/kernel/ids.ts";
import { stockWorkbook } from "../../e2e/workbooks.ts";
import { aMerchantId } from "../../support/builders.ts";
import type { YearCounts } from "./live-year.ts";
import { warehouses, type YearWorld } from "./year-world.ts";

export type StockWork = {
  /** Announces what sold most, and receives what was announced three days ago. */
  restock(day: number): Promise<void>;
  /** Returns and a transfer every day, a stock take and an import every week. */
  dailyWork(day: number): Promise<void>;
};

export type StockWorkTerms = {
  readonly world: YearWorld;
  readonly articles: readonly Sku[];
  readonly counts: YearCounts;
  readonly random: () => number;
  readonly pick: (below: number) => number;
  readonly ordersPerDay: number;
};

/** What the warehouses' people do beside sending parcels. */
export function makeStockWork({
  world,
  articles,
  counts,
  random,
  pick,
  ordersPerDay: perDay,
}: StockWorkTerms): StockWork {
  return { restock, dailyWork };

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
    const document = await readDocument(world.table, aMerchantId, "purchase", documentId);
    if (document?.kind !== "purchase") return [];
    return document.lines.map((line) => ({
      sku: line.sku,
      quantity: line.expected,
      damaged: random() < 0.02 ? 1 : 0,
    }));
  }

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
}
