import * as z from "zod/mini";
import { sku, warehouseCode } from "../kernel/ids.ts";
import type { Listing } from "../writeback/listing.ts";
import { LONGEST_INTERVAL_SECONDS, noPublishing, type WriteBackSettings } from "../writeback/settings.ts";

const units = z.int().check(z.gte(0), z.lte(1_000_000_000));
const name = z.string().check(z.minLength(1), z.maxLength(255));
const word = z.string().check(z.minLength(1), z.maxLength(120));

/** What is left out keeps its default; the whole is what holds from then on. */
export const writeBackBody = z.object({
  stock: z.object({
    isOn: z.boolean(),
    buffer: z._default(units, noPublishing.buffer),
    quota: z._default(z.nullable(units), null),
    warehouses: z._default(
      z.nullable(z.array(z.pipe(name, z.transform(warehouseCode))).check(z.minLength(1), z.maxLength(100))),
      null,
    ),
    minIntervalSeconds: z._default(
      z.int().check(z.gte(1), z.lte(LONGEST_INTERVAL_SECONDS)),
      noPublishing.minIntervalSeconds,
    ),
  }),
  carriers: z._default(z.record(z.string().check(z.maxLength(40)), z.object({ code: word, name: word })), {}),
});

export const listingsBody = z.object({
  listings: z
    .array(
      z.object({
        sku: z.pipe(name, z.transform(sku)),
        listing: z._default(z.record(word, z.string().check(z.minLength(1), z.maxLength(255))), {}),
        quota: z._default(z.nullable(units), null),
        isOffered: z._default(z.boolean(), true),
      }),
    )
    .check(z.minLength(1), z.maxLength(200)),
});

export function writeBackView({
  connectionId,
  channel,
  stock,
  carriers,
}: WriteBackSettings): Readonly<Record<string, unknown>> {
  return { connectionId, channel, stock, carriers };
}

/** A sku of a shop, what its channel was told last, and what stands in the way. */
export function listingView({
  sku: article,
  listing,
  quota,
  isOffered,
  sent,
  last,
  dueAt,
}: Listing): Readonly<Record<string, unknown>> {
  const isFine = last === null || last.outcome === "set";
  const trouble = isFine ? null : { outcome: last.outcome, at: last.at, quantity: last.quantity, why: last.why };
  return { sku: article, listing, quota, isOffered, told: sent, trouble, nextAt: dueAt };
}
