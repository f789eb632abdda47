import type { Bundles } from "../inventory/products/bundle.ts";
import { type ConnectionId, type MerchantId, orderIdOf, type Sku } from "../kernel/ids.ts";
import type { ReadRules } from "../rules/cached-rules.ts";
import type { MerchantSettings } from "../settings/merchant-settings.ts";
import { itemBytes, mostItemBytes } from "../table/item-bytes.ts";
import type { Item, Table, Write } from "../table/port.ts";
import { factWrites } from "./book-facts.ts";
import { decideUpsert, newSkus, type Upsert, type UpsertContext } from "./decide-upsert.ts";
import type { IncomingOrder } from "./facts.ts";
import { type MasterReaders, readMaster } from "./master-facts.ts";
import type { Order } from "./order.ts";
import { orderWrites, readOrder } from "./order-store.ts";
import { withStockPart } from "./stock-part.ts";

const TRIES = 5;
/** The table takes 100 writes and 4 MB together and 400 KB in an item; some is left for the writes beside. */
const MAX_OWN_WRITES = 98;
const MAX_ITEM_BYTES = 380_000;
const MAX_TOTAL_BYTES = 3_900_000;

export type UpsertRequest = {
  readonly merchantId: MerchantId;
  readonly connectionId: ConnectionId;
  readonly channel: string;
  readonly incoming: IncomingOrder;
};

/** What came of it, and the order as it stands then; null when a message left nothing to store. */
export type Decided = { readonly upsert: Upsert; readonly order: Order | null };

/**
 * More writes for the same transaction, such as the record of the delivery; asked anew for each try. A failed condition of
 * theirs ends the upsert: nothing is stored then.
 */
export type Beside = (decided: Decided) => readonly Write[];

export type UpsertResult =
  | ({ readonly kind: "decided" } & Decided)
  /** A condition of the writes beside failed: their items as they stood then. */
  | { readonly kind: "beside_refused"; readonly old: readonly (Item | null)[] }
  /** Others wrote the same order or stock each time: to be tried again later. */
  | { readonly kind: "contended"; readonly why: string };

export type UpsertOrder = (request: UpsertRequest, beside: Beside) => Promise<UpsertResult>;

export type UpsertDeps = MasterReaders & {
  readonly table: Table;
  /** May be a minute old. Null for a merchant that does not exist, which is a fault. */
  readonly readMerchant: (merchant: MerchantId) => Promise<MerchantSettings | null>;
  /** The rules in force, may be a minute old; without it what they said of an order before stays. */
  readonly readRules?: ReadRules;
  /** The bundles among `skus`, may be a minute old; without it nothing is a bundle. */
  readonly readBundles?: (merchant: MerchantId, skus: readonly Sku[]) => Promise<Bundles>;
  readonly now: () => Date;
  /** Waits a little, longer for each further attempt, with some chance in it. */
  readonly pause: (attempt: number) => Promise<void>;
};

/**
 * Reads, decides, and writes order, money facts, stock and the writes beside in one transaction. Losing a race means
 * deciding again on what the winner wrote. A decision that stores no order still makes the writes beside.
 */
export function makeUpsertOrder(deps: UpsertDeps): UpsertOrder {
  return async (request, beside) => {
    const { merchantId, connectionId, channel, incoming } = request;
    const books = await deps.readMerchant(merchantId);
    if (books === null) throw new Error(`merchant ${merchantId} has no settings`);
    const rules = deps.readRules === undefined ? {} : { rules: await deps.readRules(merchantId) };
    const orderId = orderIdOf(connectionId, incoming.channelOrderId);

    let why = "";
    for (let attempt = 1; attempt <= TRIES; attempt += 1) {
      const stored = await readOrder(deps.table, merchantId, orderId);
      const fresh = newSkus(stored?.order ?? null, incoming.lines ?? []);
      const bundles = fresh.length === 0 ? {} : ((await deps.readBundles?.(merchantId, fresh)) ?? {});
      const seen = { current: stored?.order ?? null, incoming };
      const master = rules.rules === undefined ? {} : { master: await readMaster(deps, rules.rules, request, seen) };
      const context = {
        merchantId,
        connectionId,
        channel,
        now: deps.now().toISOString(),
        books,
        bundles,
        ...rules,
        ...master,
      };
      const { decided, writes } = plan(stored?.order ?? null, incoming, context);
      const answer = await writeAll(deps.table, beside(decided), writes);
      if (answer.kind === "written") return { kind: "decided", ...decided };
      if (answer.kind === "beside_refused") return answer;
      why = answer.why;
      await deps.pause(attempt);
    }
    return { kind: "contended", why };
  };
}

function plan(current: Order | null, incoming: IncomingOrder, context: UpsertContext): Plan {
  const upsert = decideUpsert(current, incoming, context);
  if (upsert.kind !== "stored") return { decided: { upsert, order: current }, writes: [] };
  const { facts, moves } = upsert;
  const { order, events, writes: stock } = withStockPart(upsert.order, upsert.events, moves, context.now);
  const writes = [...orderWrites(current, order, events), ...factWrites(order.merchantId, facts), ...stock];
  const why = tooLarge(writes);
  if (why === null) return { decided: { upsert, order }, writes };
  return { decided: { upsert: { kind: "refused", why }, order: current }, writes: [] };
}

type Plan = { readonly decided: Decided; readonly writes: readonly Write[] };

/** The limits of the table, seen before it refuses: such an order is shown to a person instead of failing for ever. */
export function tooLarge(writes: readonly Write[]): string | null {
  if (writes.length > MAX_OWN_WRITES)
    return `the change needs ${writes.length} writes, at most ${MAX_OWN_WRITES} fit together`;
  let most = 0;
  for (const write of writes) if (write.kind === "put") most += mostItemBytes(write.item);
  if (most <= MAX_ITEM_BYTES) return null;
  const sizes = writes.map((write) => (write.kind === "put" ? itemBytes(write.item) : 0));
  const largest = Math.max(0, ...sizes);
  if (largest > MAX_ITEM_BYTES) return `the order needs ${largest} bytes in one item, at most ${MAX_ITEM_BYTES} fit`;
  const all = sizes.reduce((sum, size) => sum + size, 0);
  return all > MAX_TOTAL_BYTES ? `the order needs ${all} bytes, at most ${MAX_TOTAL_BYTES} fit` : null;
}

type Answer =
  | { readonly kind: "written" }
  | { readonly kind: "beside_refused"; readonly old: readonly (Item | null)[] }
  | { readonly kind: "lost"; readonly why: string };

async function writeAll(table: Table, beside: readonly Write[], own: readonly Write[]): Promise<Answer> {
  const [first, ...others] = [...beside, ...own];
  if (first === undefined) return { kind: "written" };
  if (others.length === 0 && first.kind === "put") {
    const put = await table.put(first.item, first.condition);
    if (put.ok) return { kind: "written" };
    return beside.length > 0 ? { kind: "beside_refused", old: [put.error.old] } : { kind: "lost", why: put.error.kind };
  }
  const transacted = await table.transact([first, ...others]);
  if (transacted.ok) return { kind: "written" };
  const { reasons } = transacted.error;
  const refused = reasons.slice(0, beside.length).filter((reason) => reason.kind === "condition_failed");
  if (refused.length > 0) return { kind: "beside_refused", old: refused.map((reason) => reason.old) };
  return { kind: "lost", why: reasons.map((reason) => reason.kind).find((kind) => kind !== "none") ?? "cancelled" };
}
