import type { Attributes } from "./attribute.ts";
import { invalid } from "./errors.ts";
import type { Fault } from "./faults.ts";
import type { Consumed, GetRequest, WriteAction } from "./requests.ts";
import { itemSize } from "./size.ts";
import type { TableData } from "./table-data.ts";
import { planWrite } from "./writing.ts";

export type GetResult = { readonly item: Attributes | null; readonly consumed: Consumed };

export type BatchGetResult = {
  readonly items: readonly { readonly table: string; readonly item: Attributes }[];
  readonly unprocessed: readonly GetRequest[];
  readonly consumed: readonly Consumed[];
};

export type BatchWriteResult = { readonly unprocessed: readonly WriteAction[]; readonly consumed: readonly Consumed[] };

/** A batch of reads answers with 16 MB at most and leaves the rest unprocessed. */
const maxBatchBytes = 16 * 1024 * 1024;

/** What of a batch is worked on: all of it, or under the fault `unprocessed` its first half. */
export function servedOf<T>(all: readonly T[], fault: Fault | undefined): readonly T[] {
  return fault === "unprocessed" ? all.slice(0, (all.length + 1) >> 1) : all;
}

export function getBatch(
  requests: readonly GetRequest[],
  fault: Fault | undefined,
  get: (request: GetRequest) => GetResult,
): BatchGetResult {
  const items: { table: string; item: Attributes }[] = [];
  const consumed: Consumed[] = [];
  let bytes = 0;
  for (const request of servedOf(requests, fault)) {
    const result = get(request);
    bytes += result.item === null ? 0 : itemSize(result.item);
    if (bytes > maxBatchBytes) break;
    consumed.push(result.consumed);
    if (result.item !== null) items.push({ table: request.table, item: result.item });
  }
  return { items, unprocessed: requests.slice(consumed.length), consumed };
}

/** A batch is refused as a whole before any of it is written: no item twice, no broken item. */
export function checkBatch(actions: readonly WriteAction[], tableOf: (name: string) => TableData): void {
  const seen = new Set<string>();
  for (const action of actions) {
    const { place } = planWrite(tableOf(action.table), action);
    const name = `${action.table}\n${place.id}`;
    if (seen.has(name)) throw invalid("Provided list of item keys contains duplicates");
    seen.add(name);
  }
}
