import type { ConnectionId, MerchantId, OrderId, ShipmentId, Sku } from "../kernel/ids.ts";
import { orderPk, settingsPk, skuPk, sortKeys } from "./keys.ts";
import type { Key } from "./port.ts";

/** What the hub may tell a shop's channel: beside the connection, so that writing one never loses the other. */
export const writeBackKey = (merchant: MerchantId, connection: ConnectionId): Key => ({
  pk: settingsPk(merchant),
  sk: `${sortKeys.writeBack}${connection}`,
});

/** How far the channel has been told of one of our own parcels. */
export const toldKey = (merchant: MerchantId, order: OrderId, shipment: ShipmentId): Key => ({
  pk: orderPk(merchant, order),
  sk: `${sortKeys.told}${shipment}`,
});

/** What one shop sells under this sku, and what it was told of its stock. All shops of a sku are one query. */
export const listingKey = (merchant: MerchantId, sku: Sku, connection: ConnectionId): Key => ({
  pk: skuPk(merchant, sku),
  sk: `${sortKeys.listing}${connection}`,
});

/** Whose listings depend on this sku too: a bundle that it is a component of. Stands among the sku's own, for one query. */
export const listingOfKey = (merchant: MerchantId, component: Sku, bundle: Sku): Key => ({
  pk: skuPk(merchant, component),
  sk: `${sortKeys.listingOf}${bundle}`,
});
/** Begins both. */
export const listingsPrefix = "LISTING";
