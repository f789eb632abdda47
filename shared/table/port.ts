import type { Result } from "../kernel/result.ts";
import type { IndexName } from "./names.ts";

/** What an attribute may hold. Numbers are safe integers or short decimals; anything larger is kept as text. */
export type Value =
  | string
  | number
  | boolean
  | null
  | Uint8Array
  | readonly Value[]
  | { readonly [name: string]: Value };

export type Key = { readonly pk: string; readonly sk: string };

/** One item of the table. An attribute that is `undefined` is left out when written. */
export type Item = Key & { readonly [name: string]: Value | undefined };

/** One attribute by name, or a way into it: `["lines", 0, "quantity"]`. Never an expression string. */
export type Path = string | readonly (string | number)[];

export type Comparison = "=" | "<>" | "<" | "<=" | ">" | ">=";

/** What must hold of the stored item for a write to happen; an absent item has no attributes. */
export type Condition =
  | { readonly kind: "exists"; readonly path: Path }
  | { readonly kind: "absent"; readonly path: Path }
  | { readonly kind: "compare"; readonly path: Path; readonly op: Comparison; readonly value: Value }
  | { readonly kind: "between"; readonly path: Path; readonly low: Value; readonly high: Value }
  | { readonly kind: "in"; readonly path: Path; readonly values: readonly Value[] }
  | { readonly kind: "beginsWith"; readonly path: Path; readonly prefix: string }
  | { readonly kind: "contains"; readonly path: Path; readonly value: Value }
  | { readonly kind: "all"; readonly of: readonly Condition[] }
  | { readonly kind: "any"; readonly of: readonly Condition[] }
  | { readonly kind: "not"; readonly of: Condition };

/** One step of an update. `add` counts a missing number as 0, `append` a missing list as empty. */
export type Change =
  | { readonly kind: "set"; readonly path: Path; readonly value: Value }
  | { readonly kind: "setIfAbsent"; readonly path: Path; readonly value: Value }
  | { readonly kind: "add"; readonly path: Path; readonly amount: number }
  | { readonly kind: "append"; readonly path: Path; readonly values: readonly Value[] }
  | { readonly kind: "remove"; readonly path: Path };

export type Write =
  | { readonly kind: "put"; readonly item: Item; readonly condition?: Condition | undefined }
  | {
      readonly kind: "update";
      readonly key: Key;
      readonly changes: readonly Change[];
      readonly condition?: Condition | undefined;
    }
  | { readonly kind: "delete"; readonly key: Key; readonly condition?: Condition | undefined }
  | { readonly kind: "check"; readonly key: Key; readonly condition: Condition };

export type SortKeyRange =
  | { readonly kind: "equals"; readonly value: string }
  | { readonly kind: "beginsWith"; readonly prefix: string }
  | { readonly kind: "between"; readonly low: string; readonly high: string }
  | { readonly kind: "after"; readonly value: string }
  | { readonly kind: "before"; readonly value: string };

/** One partition of the table (read strongly) or of an index (which may lag behind). */
export type Query = {
  readonly index?: IndexName;
  readonly pk: string;
  readonly sk?: SortKeyRange;
  readonly descending?: boolean;
  /** How many items at most in this page. */
  readonly limit?: number;
  /** The `next` of the page before. */
  readonly after?: PageKey;
};

/** Where a page ended: the key attributes of its last item, index keys included. */
export type PageKey = { readonly [attribute: string]: string };

export type Page = { readonly items: readonly Item[]; readonly next: PageKey | null };

/** The condition did not hold; `old` is the item as it stood then, or null where there was none. */
export type ConditionFailed = { readonly kind: "condition_failed"; readonly old: Item | null };

/** Why one action of a cancelled transaction failed; actions that were fine say `none`. */
export type CancelReason =
  | { readonly kind: "none" }
  | ConditionFailed
  | { readonly kind: "conflict" }
  | { readonly kind: "throttled" };

/** Nothing of the transaction happened. `reasons` stand in the order of the writes. */
export type TransactionCancelled = { readonly kind: "cancelled"; readonly reasons: readonly CancelReason[] };

/**
 * The single table as our code sees it. Two faces keep it: DynamoDB (`table.dynamo.ts`) and in-process
 * (`table.memory.ts`); both pass `table.contract.ts`. Expected refusals come back as values; faults (the service is
 * down, a request that breaks a limit) are thrown. Reads of the base table are strongly consistent.
 */
export interface Table {
  get(key: Key): Promise<Item | null>;
  /** The items that exist among `keys`, in no promised order; more than 100 keys are fetched in several requests. */
  getMany(keys: readonly Key[]): Promise<readonly Item[]>;
  query(query: Query): Promise<Page>;
  put(item: Item, condition?: Condition): Promise<Result<null, ConditionFailed>>;
  /** Creates the item when it is absent, as DynamoDB does. Gives the item after the update. */
  update(key: Key, changes: readonly Change[], condition?: Condition): Promise<Result<Item, ConditionFailed>>;
  delete(key: Key, condition?: Condition): Promise<Result<null, ConditionFailed>>;
  /** All or nothing: at most 100 writes, 4 MB, and no item twice. */
  transact(writes: readonly Write[]): Promise<Result<null, TransactionCancelled>>;
}

/** Every item of a query, page after page. Only for partitions whose size is known to be small. */
export async function queryAll(table: Table, query: Omit<Query, "after">): Promise<Item[]> {
  const items: Item[] = [];
  let after: PageKey | undefined;
  do {
    const page = await table.query(after === undefined ? query : { ...query, after });
    items.push(...page.items);
    after = page.next ?? undefined;
  } while (after !== undefined);
  return items;
}
