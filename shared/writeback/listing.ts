import * as z from "zod/mini";
import type { ConnectionId, MerchantId, Sku } from "../kernel/ids.ts";
import { listKeys, skuPk, sortKeys } from "../table/keys.ts";
import { type Change, type Item, queryAll, type Table } from "../table/port.ts";
import { listingKey, listingsPrefix } from "../table/write-back-keys.ts";

/** A sku in one shop: under which ids the channel knows it, and what the channel was told of its stock. */
export type Listing = ListingTerms & {
  readonly merchantId: MerchantId;
  readonly connectionId: ConnectionId;
  readonly sku: Sku;
  /** A message about it is under way, to be handled from `dueAt` on; null: the next change of stock sends one. */
  readonly dueAt: string | null;
  /** The change that sent that message. */
  readonly dueFor: string | null;
  /** A worker is telling the channel, until then at the latest. */
  readonly claimedUntil: string | null;
  /** Counts the attempts. */
  readonly revision: number;
  /** What the channel confirmed last. */
  readonly sent: { readonly quantity: number; readonly at: string } | null;
  readonly last: LastTelling | null;
};

/** What the merchant says of it. */
export type ListingTerms = {
  /** The channel's own ids, in the words of its `api.ts`; none for a channel that knows the merchant's sku. */
  readonly listing: Readonly<Record<string, string>>;
  /** At most so many are offered; null: the shop's quota. */
  readonly quota: number | null;
  /** False: the hub keeps its hands off this listing. */
  readonly isOffered: boolean;
};

/** How the last attempt ended. `found` is what the channel had instead of what was expected. */
export type LastTelling = {
  readonly at: string;
  readonly quantity: number;
  readonly idempotencyKey: string;
  readonly outcome: "set" | "refused" | "conflict" | "in_doubt" | "later";
  readonly why: string | null;
  readonly found: number | null;
  /** Attempts in a row that did not end as `set`. */
  readonly failures: number;
};

const listingSchema = z.object({
  schemaVersion: z.literal(1),
  merchantId: z.string(),
  connectionId: z.string(),
  sku: z.string(),
  listing: z.record(z.string(), z.string()),
  quota: z.nullable(z.number()),
  isOffered: z.boolean(),
  dueAt: z._default(z.nullable(z.string()), null),
  dueFor: z._default(z.nullable(z.string()), null),
  claimedUntil: z._default(z.nullable(z.string()), null),
  revision: z._default(z.number(), 0),
  sent: z._default(z.nullable(z.object({ quantity: z.number(), at: z.string() })), null),
  last: z._default(
    z.nullable(
      z.object({
        at: z.string(),
        quantity: z.number(),
        idempotencyKey: z.string(),
        outcome: z.enum(["set", "refused", "conflict", "in_doubt", "later"]),
        why: z.nullable(z.string()),
        found: z.nullable(z.number()),
        failures: z.number(),
      }),
    ),
    null,
  ),
});

/** All shops that list a sku; strongly consistent, one query. */
export async function readListings(table: Table, merchant: MerchantId, article: Sku): Promise<readonly Listing[]> {
  const sk = { kind: "beginsWith", prefix: sortKeys.listing } as const;
  return (await queryAll(table, { pk: skuPk(merchant, article), sk })).map(fromListingItem);
}

/** The same, and the bundles that the sku is a component of: what they have left to sell changes with it. */
export async function readListed(
  table: Table,
  merchant: MerchantId,
  article: Sku,
): Promise<{ readonly listings: readonly Listing[]; readonly bundles: readonly Sku[] }> {
  const sk = { kind: "beginsWith", prefix: listingsPrefix } as const;
  const items = await queryAll(table, { pk: skuPk(merchant, article), sk });
  const isLink = (item: Item): boolean => item.sk.startsWith(sortKeys.listingOf);
  return {
    listings: items.filter((item) => !isLink(item)).map(fromListingItem),
    bundles: items.filter(isLink).map((item) => item["bundle"] as Sku),
  };
}

/** Says how a shop lists a sku, and leaves what the channel was told as it is. */
export async function saveListing(
  table: Table,
  place: Pick<Listing, "merchantId" | "connectionId" | "sku">,
  terms: ListingTerms,
): Promise<Listing> {
  const { merchantId, connectionId, sku } = place;
  const list = listKeys(merchantId, "listings", connectionId, sku, sku);
  const fixed = { schemaVersion: 1, ...list, ...place, ...terms };
  const changes = Object.entries(fixed).map(([path, value]): Change => ({ kind: "set", path, value }));
  const saved = await table.update(listingKey(merchantId, sku, connectionId), changes);
  if (!saved.ok) throw new Error("a write without a condition was refused");
  return fromListingItem(saved.value);
}

/** Throws on an item of another shape: only our own code writes it. */
export function fromListingItem(item: Item): Listing {
  const { schemaVersion: _, ...listing } = listingSchema.parse(item);
  return listing as Listing;
}
