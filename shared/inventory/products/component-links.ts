import { type MerchantId, type Sku, sku as toSku } from "../../kernel/ids.ts";
import { skuPk, sortKeys } from "../../table/keys.ts";
import { queryAll, type Table } from "../../table/port.ts";
import { listingOfKey } from "../../table/write-back-keys.ts";
import type { Component } from "./product.ts";

type Place = { readonly merchantId: MerchantId; readonly sku: Sku };

/** Each component names the bundle, so that whoever sees its stock change finds what else can be sold less. */
export async function linkComponents(table: Table, bundle: Place, components: readonly Component[]): Promise<void> {
  const { merchantId, sku } = bundle;
  for (const component of components) {
    await table.put({ ...listingOfKey(merchantId, component.sku, sku), schemaVersion: 1, merchantId, bundle: sku });
  }
}

/** Components that a bundle has lost name it no longer. One too many does no harm: what is offered is counted anew. */
export async function unlinkComponents(table: Table, bundle: Place, gone: readonly Component[]): Promise<void> {
  for (const component of gone) await table.delete(listingOfKey(bundle.merchantId, component.sku, bundle.sku));
}

/** Bundles that name it as a component, or did so; strongly consistent. */
export async function bundlesWith(table: Table, { merchantId, sku }: Place): Promise<readonly Sku[]> {
  const links = await queryAll(table, {
    pk: skuPk(merchantId, sku),
    sk: { kind: "beginsWith", prefix: sortKeys.listingOf },
  });
  return links.map(({ bundle }) => toSku(String(bundle)));
}
