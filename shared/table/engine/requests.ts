import type { Attributes, AttributeValue } from "./attribute.ts";
import type { ConditionNode } from "./condition.ts";
import type { CancellationReason } from "./errors.ts";
import type { DocumentPath } from "./path.ts";
import type { UpdateNode } from "./update.ts";

export type WriteAction =
  | {
      readonly kind: "put";
      readonly table: string;
      readonly item: Attributes;
      readonly condition?: ConditionNode | undefined;
    }
  | {
      readonly kind: "update";
      readonly table: string;
      readonly key: Attributes;
      readonly update: UpdateNode;
      readonly condition?: ConditionNode | undefined;
    }
  | {
      readonly kind: "delete";
      readonly table: string;
      readonly key: Attributes;
      readonly condition?: ConditionNode | undefined;
    }
  | { readonly kind: "check"; readonly table: string; readonly key: Attributes; readonly condition: ConditionNode };

/** Units one operation used of one table: of the table itself, and of each index it touched. */
export type Consumed = {
  readonly table: string;
  readonly kind: "read" | "write";
  readonly units: number;
  readonly indexUnits: Readonly<Record<string, number>>;
};

export type WriteResult = {
  /** `refused`: the condition did not hold, nothing happened. */
  readonly kind: "written" | "refused";
  readonly before: Attributes | null;
  readonly after: Attributes | null;
  readonly consumed: Consumed;
};

export type TransactionResult =
  | { readonly kind: "written"; readonly consumed: readonly Consumed[] }
  | {
      readonly kind: "cancelled";
      readonly reasons: readonly CancellationReason[];
      readonly consumed: readonly Consumed[];
    };

/** Makes a repeated transaction happen once: the same token and fingerprint within ten minutes are the same request. */
export type RequestToken = { readonly token: string; readonly fingerprint: string };

export type GetRequest = {
  readonly table: string;
  readonly key: Attributes;
  readonly projection?: readonly DocumentPath[] | undefined;
  readonly consistent?: boolean;
};

export type KeyRange =
  | { readonly op: "=" | "<" | "<=" | ">" | ">="; readonly value: AttributeValue }
  | { readonly op: "between"; readonly low: AttributeValue; readonly high: AttributeValue }
  | { readonly op: "beginsWith"; readonly prefix: AttributeValue };

type PageRequest = {
  readonly table: string;
  readonly index?: string | undefined;
  readonly consistent?: boolean;
  /** How many entries to look at, at most. */
  readonly limit?: number | undefined;
  /** The `last` of the page before. */
  readonly after?: Attributes | undefined;
  /** Leaves entries out of the answer after they were read and paid for. */
  readonly filter?: ConditionNode | undefined;
  readonly projection?: readonly DocumentPath[] | undefined;
};

export type QueryRequest = PageRequest & {
  readonly partition: AttributeValue;
  readonly range?: KeyRange | undefined;
  readonly descending?: boolean;
};

export type ScanRequest = PageRequest & {
  readonly segment?: { readonly number: number; readonly of: number } | undefined;
};

export type PageResult = {
  readonly items: readonly Attributes[];
  /** How many entries were read, before the filter. */
  readonly scanned: number;
  /** The key attributes of the last entry read, where there may be more. */
  readonly last: Attributes | null;
  readonly consumed: Consumed;
};
