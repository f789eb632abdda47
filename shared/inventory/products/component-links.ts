import { type MerchantId, type Sku, sku as toSku } from "../../kernel/ids.ts";
import { bundleMarkKey } from "../../table/article-keys.ts";
import { skuPk, sortKeys } from "../../table/keys.ts";
import { type Change, type Condition, queryAll, type Table, type Write } from "../../table/port.ts";
import { listingOfKey } from "../../table/write-back-keys.ts";
import type { Component } from "./product.ts";

type Place = { readonly merchantId: MerchantId; readonly sku: Sku };

/** What a statement of parts changes: articles that become parts or are none any more, and whether a bundle begins or ends. */
export type PartsChange = {
  readonly gained: readonly Sku[];
  readonly lost: readonly Sku[];
  readonly becomes: "bundle" | "plain" | null;
};

export function partsChange(had: readonly Component[], has: readonly Component[]): PartsChange {
  const [before, after] = [had, has].map((parts) => new Set(parts.map(({ sku }) => sku))) as [Set<Sku>, Set<Sku>];
  const becomes = after.size === 0 ? "plain" : "bundle";
  return {
    gained: [...after].filter((sku) => !before.has(sku)),
    lost: [...before].filter((sku) => !after.has(sku)),
    becomes: (before.size === 0) === (after.size === 0) ? null : becomes,
  };
}

/**
 * Bundles that name it as a component, or did so, and how often any has taken it in; strongly consistent. The count is read
 * first: where it is still the same when something is written, no bundle has come in between.
 */
export async function bundlesWith(
  table: Table,
  { merchantId, sku }: Place,
): Promise<{ readonly taken: number; readonly bundles: readonly Sku[] }> {
  const mark = await table.get(bundleMarkKey(merchantId, sku));
  const links = await queryAll(table, {
    pk: skuPk(merchantId, sku),
    sk: { kind: "beginsWith", prefix: sortKeys.listingOf },
  });
  return { taken: Number(mark?.["taken"] ?? 0), bundles: links.map(({ bundle }) => toSku(String(bundle))) };
}

/**
 * Written in one transaction with the product itself. Each part names its bundle, so that whoever sees its stock change
 * finds what else can be sold less. And each article has a mark on which both sides meet: a bundle takes no part in that has
 * become a bundle, and an article becomes none once another bundle than those of `taken` times holds it. Two writes for each
 * part that comes and one for each that goes: with 20 of both a transaction of 62.
 */
export function partWrites(bundle: Place, { gained, lost, becomes }: PartsChange, taken: number): readonly Write[] {
  const { merchantId, sku } = bundle;
  return [
    ...(becomes === null ? [] : [ownMark(bundle, becomes, taken)]),
    ...gained.flatMap((part): Write[] => [
      markWrite({ merchantId, sku: part }, [{ kind: "add", path: "taken", amount: 1 }], {
        kind: "compare",
        path: "isBundle",
        op: "<>",
        value: true,
      }),
      { kind: "put", item: { ...listingOfKey(merchantId, part, sku), schemaVersion: 1, merchantId, bundle: sku } },
    ]),
    ...lost.map((part): Write => ({ kind: "delete", key: listingOfKey(merchantId, part, sku) })),
  ];
}

function ownMark(place: Place, becomes: "bundle" | "plain", taken: number): Write {
  const change: Change = { kind: "set", path: "isBundle", value: becomes === "bundle" };
  if (becomes === "plain") return markWrite(place, [change]);
  const condition: Condition =
    taken === 0 ? { kind: "absent", path: "taken" } : { kind: "compare", path: "taken", op: "=", value: taken };
  return markWrite(place, [change], condition);
}

function markWrite({ merchantId, sku }: Place, changes: readonly Change[], condition?: Condition): Write {
  const names = { schemaVersion: 1, merchantId, sku };
  const named = Object.entries(names).map(([path, value]): Change => ({ kind: "setIfAbsent", path, value }));
  return { kind: "update", key: bundleMarkKey(merchantId, sku), changes: [...changes, ...named], condition };
}
