import type { ConnectionId, MerchantId, Sku } from "../kernel/ids.ts";
import { fail, ok, type Result } from "../kernel/result.ts";
import type { Change, Condition, Table } from "../table/port.ts";
import { listingKey } from "../table/write-back-keys.ts";
import { fromListingItem, type LastTelling, type Listing } from "./listing.ts";

/** Longer than the function may run: while a claim holds, its worker may be speaking to the channel. */
export const CLAIM_MS = 90_000;

type Place = { readonly merchantId: MerchantId; readonly connectionId: ConnectionId; readonly sku: Sku };

/**
 * Takes a listing for one worker and its mark off. The stock must be read after this: then a change that this reading does
 * not see finds no mark and sends a message of its own. `claimed`: another worker has it; `absent`: the sku is not listed.
 */
export async function claimListing(
  table: Table,
  { merchantId, connectionId, sku }: Place,
  now: Date,
): Promise<Result<Listing, "claimed" | "absent">> {
  const free: Condition = {
    kind: "any",
    of: [
      { kind: "not", of: { kind: "exists", path: "claimedUntil" } },
      { kind: "compare", path: "claimedUntil", op: "<", value: now.toISOString() },
    ],
  };
  const claimed = await table.update(
    listingKey(merchantId, sku, connectionId),
    [
      { kind: "set", path: "claimedUntil", value: new Date(now.getTime() + CLAIM_MS).toISOString() },
      { kind: "add", path: "revision", amount: 1 },
      { kind: "remove", path: "dueAt" },
      { kind: "remove", path: "dueFor" },
    ],
    { kind: "all", of: [{ kind: "exists", path: "pk" }, free] },
  );
  if (claimed.ok) return ok(fromListingItem(claimed.value));
  return fail(claimed.error.old === null ? "absent" : "claimed");
}

/** What came of it: `last` null where the channel was not told at all. `retryAt` asks for another message. */
export type Ended = { readonly last: LastTelling | null; readonly retryAt: string | null };

/**
 * Gives the listing back with what came of it. True: another message is wanted and none is under way, so the caller sends
 * one. A worker whose claim ran out writes nothing: whoever took it over knows better.
 */
export async function releaseListing(table: Table, claimed: Listing, { last, retryAt }: Ended): Promise<boolean> {
  const isMine: Condition = { kind: "compare", path: "revision", op: "=", value: claimed.revision };
  const changes: Change[] = [{ kind: "remove", path: "claimedUntil" }];
  if (last !== null) changes.push({ kind: "set", path: "last", value: { ...last } });
  if (last?.outcome === "set") {
    changes.push({ kind: "set", path: "sent", value: { quantity: last.quantity, at: last.at } });
  }
  const key = listingKey(claimed.merchantId, claimed.sku, claimed.connectionId);
  if (retryAt !== null) {
    const marked: readonly Change[] = [
      { kind: "set", path: "dueAt", value: retryAt },
      { kind: "set", path: "dueFor", value: "retry" },
    ];
    const isUnmarked: Condition = { kind: "not", of: { kind: "exists", path: "dueAt" } };
    const both = await table.update(key, [...changes, ...marked], { kind: "all", of: [isMine, isUnmarked] });
    if (both.ok) return true;
  }
  await table.update(key, changes, isMine);
  return false;
}
