import type { Bundles } from "../inventory/products/bundle.ts";
import { type Sku, sku } from "../kernel/ids.ts";
import { isEmpty } from "../kernel/is-empty.ts";
import { instantFromMs } from "../kernel/time.ts";
import type { RuleSet } from "../rules/rule-set.ts";
import type { Books } from "./books.ts";
import type { IncomingOrder, LineFacts } from "./facts.ts";
import { type Consequences, followThrough } from "./follow-through.ts";
import { type MasterFacts, withMaster } from "./master-facts.ts";
import { type FieldGroup, type MergeContext, mergeOrder } from "./merge-order.ts";
import type { Order } from "./order.ts";

const LONGEST_NAME = 255;

export type UpsertContext = MergeContext & {
  readonly books: Books;
  /** The bundles among the skus that the message brings into the order. */
  readonly bundles?: Bundles;
  /** What those rules ask the merchant's own records for; absent where they were not read. */
  readonly master?: MasterFacts;
  /** The merchant's rules in force, null for none; absent where they were not read. */
  readonly rules?: RuleSet | null;
};

export type Upsert =
  | (Consequences & {
      readonly kind: "stored";
      /** Empty when only clocks moved: stored, and nobody told. */
      readonly changedGroups: readonly FieldGroup[];
    })
  | { readonly kind: "unchanged" }
  | { readonly kind: "stale" }
  /** Must not be applied without a person: to be parked with this reason. */
  | { readonly kind: "refused"; readonly why: string };

/** Everything that follows from one message: the order as it is then, what to tell others, what to book, which goods to move. */
export function decideUpsert(current: Order | null, incoming: IncomingOrder, context: UpsertContext): Upsert {
  const overlong = overlongName(incoming);
  if (overlong !== null) return { kind: "refused", why: overlong };
  const merge = mergeOrder(current, incoming, context);
  if (merge.kind !== "merged") return merge;
  const currencies = [current?.header?.facts.currency, merge.order.header?.facts.currency];
  if (current?.booking != null && currencies[0] !== currencies[1]) {
    return { kind: "refused", why: `the order is booked in ${currencies[0]} and would change to ${currencies[1]}` };
  }

  const { changedGroups } = merge;
  const what = { at: context.now, what: current === null ? "received" : "changed", note: changedGroups.join(", ") };
  return {
    kind: "stored",
    changedGroups,
    ...followThrough(current, withMaster(withBundles(current, merge.order, context.bundles), context.master), {
      changedGroups,
      entries: current === null || changedGroups.length > 0 ? [what] : [],
      occurredAt: instantFromMs(incoming.clock.at),
      now: context.now,
      books: context.books,
      ...(context.rules === undefined ? {} : { rules: context.rules }),
    }),
  };
}

/** Skus and order numbers become keys of the table, which takes 2,048 bytes: longer ones would fail for ever. */
function overlongName({ header, lines = [] }: IncomingOrder): string | null {
  const taken = `at most ${LONGEST_NAME} are taken`;
  const number = header?.channelOrderNo ?? "";
  if (number.length > LONGEST_NAME) return `the order number has ${number.length} characters, ${taken}`;
  const line = lines.find(({ sku }) => sku.length > LONGEST_NAME);
  return line === undefined ? null : `the sku of line ${line.lineId} has ${line.sku.length} characters, ${taken}`;
}

/**
 * A sku is taken apart as it was composed when it came into the order: what the merchant says of it later is about later
 * orders, so that goods already promised stay as they are.
 */
function withBundles(current: Order | null, order: Order, bundles: Bundles = {}): Order {
  if (isEmpty(bundles)) return order;
  const fresh = newSkus(current, order.lines?.facts ?? []).filter((article) => bundles[article] !== undefined);
  if (fresh.length === 0) return order;
  const added = Object.fromEntries(fresh.map((article) => [article, bundles[article] ?? []]));
  return { ...order, bundles: { ...order.bundles, ...added } };
}

/** The skus of `lines` that no line of the order had before. */
export function newSkus(current: Order | null, lines: readonly Pick<LineFacts, "sku">[]): readonly Sku[] {
  const known = new Set((current?.lines?.facts ?? []).map((line) => sku(line.sku)));
  return [...new Set(lines.map((line) => sku(line.sku)))].filter((article) => article !== "" && !known.has(article));
}
