import type { OrderId, Sku } from "../../../shared/kernel/ids.ts";
import { allShards, movementsPrefix, orderPk, provenKey, skuPk } from "../../../shared/table/keys.ts";
import { queryAll } from "../../../shared/table/port.ts";
import { dayFactsPk } from "../../../shared/table/report-keys.ts";
import { aMerchantId } from "../../support/builders.ts";
import { warehouses, type YearWorld } from "./year-world.ts";

/** Orders that ended long ago leave the table as an archive would take them; their stock has been booked. */
export async function layOrdersAside({ table }: YearWorld, orders: readonly OrderId[]): Promise<void> {
  for (const orderId of orders) {
    for (const { pk, sk } of await queryAll(table, { pk: orderPk(aMerchantId, orderId) }))
      await table.delete({ pk, sk });
  }
}

/** What is proven is proven: an archive takes the pages of the ledger up to there. */
export async function layLedgerAside({ table }: YearWorld, articles: readonly Sku[]): Promise<void> {
  for (const article of articles) {
    const items = await queryAll(table, { pk: skuPk(aMerchantId, article) });
    for (const warehouse of warehouses) {
      const { sk: ofProof } = provenKey(aMerchantId, article, warehouse);
      const proven = Number(items.find(({ sk }) => sk === ofProof)?.["version"] ?? 0);
      const pages = items.filter(({ sk }) => sk.startsWith(movementsPrefix(warehouse)));
      for (const { pk, sk, lastVersion } of pages) {
        if (Number(lastVersion) < proven) await table.delete({ pk, sk });
      }
    }
  }
}

/** What happened on a business day is in its sealed files; payments and parcels of a year are two items an order. */
export async function layDayAside({ table }: YearWorld, day: string): Promise<void> {
  for (const shard of allShards) {
    for (const { pk, sk } of await queryAll(table, { pk: dayFactsPk(aMerchantId, day, shard) }))
      await table.delete({ pk, sk });
  }
}
