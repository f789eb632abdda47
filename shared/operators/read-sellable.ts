import type { MerchantId, Sku } from "../kernel/ids.ts";
import { readSettings } from "../routing/settings-store.ts";
import type { Table } from "../table/port.ts";
import { readListings } from "../writeback/listing.ts";
import { makeReadOffer } from "../writeback/read-offer.ts";
import { makeCachedWriteBacks } from "../writeback/settings.ts";
import { sellableView } from "./sellable-view.ts";

/** What the network has of a sku and each shop may sell of it; null for a sku without stock. Bundles are what their components make. */
export async function readSellable(
  table: Table,
  merchant: MerchantId,
  sku: Sku,
): Promise<Readonly<Record<string, unknown>> | null> {
  const readOffer = makeReadOffer({ table, readSettings: (of) => readSettings(table, of) });
  const offer = await readOffer(merchant, sku);
  if (offer.stocks.length === 0) return null;
  const shops = await makeCachedWriteBacks(table, () => new Date(0))(merchant);
  const listings = await readListings(table, merchant, sku);
  return sellableView({ ...offer, sku, shops, listings });
}
