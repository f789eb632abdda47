import { sortKeys } from "../../../shared/table/keys.ts";
import type { Item } from "../../../shared/table/port.ts";
import { firstDifference } from "./compare-exports.ts";

/** What of one kind of item belongs to the run and not to the day, with the reason. */
type OwnPart = { readonly because: string; readonly fields: readonly string[] | "all" };

const times = "when the hub did it: messages that come again come later";
const tries = "how often something was tried";
const uploads = "names the upload, whose version is new in each bucket";

/**
 * By the beginning of the sort key. What is not named here must be the same on both sides; a kind of item that is new is
 * compared whole until somebody says what of it cannot be the same.
 */
export const ownParts: Readonly<Record<string, readonly OwnPart[]>> = {
  [sortKeys.order]: [
    { because: times, fields: ["recordedAt", "changedAt", "timeline", "outbox"] },
    {
      because: "counts each accepted change, and which of two messages came first decides how many there are",
      fields: ["version"],
    },
    { because: "packed evidence of a decision names what was seen when it was made", fields: ["routing"] },
    { because: "a row of an uploaded file is as new as its upload", fields: ["clocks"] },
  ],
  [sortKeys.receipt]: [
    { because: "decisions that were replaced: how many there are depends on what came first", fields: "all" },
  ],
  [sortKeys.delivery]: [
    { because: times, fields: ["receivedAt", "appliedAt", "listSk", "daySk", "ttl", "outbox", "lastDuplicateAt"] },
    { because: tries, fields: ["messageId", "countedMessages", "duplicates", "attempts"] },
    { because: "which messages were archived together", fields: ["rawKey", "rawLine"] },
    { because: "why it was stale or unchanged: see `outcomeOf`", fields: ["reason", "listPk"] },
    { because: uploads, fields: ["channelDeliveryId"] },
  ],
  [sortKeys.stock]: [
    { because: times, fields: ["changedAt", "countedAt"] },
    { because: "counts writes, and orders that are routed together share one", fields: ["version"] },
    { because: "the last movement, by the name of its upload or order", fields: ["moved"] },
  ],
  [sortKeys.movements]: [
    { because: "the ledger tells writes in their order; that it adds up is proven each night", fields: "all" },
  ],
  [sortKeys.proven]: [{ because: "names the write up to which it is proven", fields: ["version"] }],
  [sortKeys.proof]: [{ because: "named by their time", fields: "all" }],
  [sortKeys.alert]: [
    { because: times, fields: ["openedAt", "noticedAt", "resolvedAt", "listSk", "outbox"] },
    { because: "what was left when it was told", fields: ["available", "stockVersion", "decided"] },
  ],
  [sortKeys.product]: [{ because: times, fields: ["changedAt"] }],
  "FX#": [
    { because: times, fields: ["savedAt"] },
    { because: uploads, fields: ["savedBy"] },
  ],
  [sortKeys.usage]: [{ because: times, fields: ["changedAt", "version"] }],
  [sortKeys.seal]: [
    { because: "the manifest says when the facts were read", fields: ["sealedAt", "outbox", "manifestSha256"] },
  ],
  [sortKeys.activity]: [{ because: "when a shop was last heard of", fields: "all" }],
  [sortKeys.cursor]: [{ because: "when a channel was last asked", fields: "all" }],
  [sortKeys.rate]: [{ because: "calls of the last seconds", fields: "all" }],
  [sortKeys.refresh]: [{ because: tries, fields: "all" }],
  [sortKeys.health]: [{ because: times, fields: ["since"] }],
  [sortKeys.gap]: [{ because: tries, fields: ["checkedAt", "version"] }],
  [sortKeys.import]: [
    {
      because:
        "an upload's name has its version in it, which is new in each bucket; receipts are compared by the day's checks",
      fields: "all",
    },
  ],
};

/** How far the sealing of a day is, by its date. */
const ownOfSealings: OwnPart = { because: times, fields: ["updatedAt"] };

/** Reports of the merchant's own are kept in a partition, by their names. */
const ownOfReports: OwnPart = { because: times, fields: ["savedAt"] };

export type ComparedItems = { readonly items: number; readonly differences: readonly string[] };

/** Lays two tables side by side, without what belongs to the run. */
export function compareItems(clean: readonly Item[], other: readonly Item[]): ComparedItems {
  const [one, two] = [clean, other].map(comparable);
  const keys = new Set([...(one?.keys() ?? []), ...(two?.keys() ?? [])]);
  const differences = [...keys].sort().flatMap((key) => {
    const difference = firstDifference(one?.get(key) ?? "nothing", two?.get(key) ?? "nothing");
    return difference === null ? [] : [`${key}: ${difference}`];
  });
  return { items: keys.size, differences };
}

function comparable(items: readonly Item[]): ReadonlyMap<string, unknown> {
  return new Map(
    items.flatMap((item): [string, unknown][] => {
      const parts = partsOf(item);
      if (parts.some(({ fields }) => fields === "all")) return [];
      const own = new Set(parts.flatMap(({ fields }) => fields));
      const rest = Object.entries(item)
        .filter(([name]) => !own.has(name))
        .map(([name, value]) => [name, name === "outcome" ? outcomeOf(value) : value] as const)
        .sort(([a], [b]) => (a < b ? -1 : 1));
      return [[`${item.pk} ${item.sk}`, rest]];
    }),
  );
}

/** Of two messages the one that comes second may have nothing new to say; the order knows both. */
function outcomeOf(outcome: unknown): unknown {
  return ["applied", "stale", "unchanged"].includes(String(outcome)) ? "taken" : outcome;
}

function partsOf({ pk, sk }: Item): readonly OwnPart[] {
  if (pk.endsWith("#CUSTOM-REPORTS")) return [ownOfReports];
  if (/^\d{4}-\d\d-\d\d$/.test(sk)) return [ownOfSealings];
  const begin = Object.keys(ownParts).find((key) => sk === key || (key.endsWith("#") && sk.startsWith(key)));
  return begin === undefined ? [] : (ownParts[begin] ?? []);
}
