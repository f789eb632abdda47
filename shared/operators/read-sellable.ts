import { type Bundles, bundlePositions } from "../inventory/products/bundle.ts";
import { readProducts } from "../inventory/products/product-store.ts";
import type { MerchantId, Sku } from "../kernel/ids.ts";
import { readSettings } from "../routing/settings-store.ts";
import type { Table } from "../table/port.ts";
import { readListings } from "../writeback/listing.ts";
import { makeReadOffer, type ReadOffer } from "../writeback/read-offer.ts";
import { makeCachedWriteBacks } from "../writeback/settings.ts";
import { type SellableFacts, sellableView } from "./sellable-view.ts";

/** What the network has of a sku and each shop may sell of it; null for a sku without stock. Bundles are what their components make. */
export async function readSellable(
  table: Table,
  merchant: MerchantId,
  sku: Sku,
): Promise<Readonly<Record<string, unknown>> | null> {
  const readOffer = makeReadOffer({ table, readSettings: (of) => readSettings(table, of) });
  const [product] = await readProducts(table, merchant, [sku]);
  const components = product?.components ?? [];
  const offer =
    components.length === 0
      ? await readOffer(merchant, sku)
      : await readBundleOffer(readOffer, merchant, sku, components);
  if (offer.stocks.length === 0) return null;
  const shops = await makeCachedWriteBacks(table, () => new Date(0))(merchant);
  const listings = await readListings(table, merchant, sku);
  return sellableView({ ...offer, sku, shops, listings });
}

type Offered = Pick<SellableFacts, "stocks" | "open" | "waiting">;

/** Whoever waits for a component waits for the bundles that it would make. */
async function readBundleOffer(
  readOffer: ReadOffer,
  merchant: MerchantId,
  bundle: Sku,
  components: NonNullable<Bundles[string]>,
): Promise<Offered> {
  const offers = await Promise.all(components.map(({ sku }) => readOffer(merchant, sku)));
  const stocks = bundlePositions(
    bundle,
    components,
    offers.flatMap((offer) => offer.stocks),
  );
  const waiting = components.map(({ quantity }, at) => Math.ceil((offers[at]?.waiting ?? 0) / quantity));
  return { stocks, open: offers[0]?.open ?? new Set(), waiting: Math.max(0, ...waiting) };
}
