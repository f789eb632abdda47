import type { Attributes } from "./attribute.ts";
import { EngineError, invalid, tableNotFound } from "./errors.ts";
import { type Fault, type FaultHook, faultError, type Operation } from "./faults.ts";
import { placeOfItem, placeOfKey } from "./item-key.ts";
import { projected } from "./projection.ts";
import { queryPage, readUnits, scanPage } from "./reading.ts";
import { makeRequestTokens } from "./request-tokens.ts";
import type {
  Consumed,
  GetRequest,
  PageResult,
  QueryRequest,
  RequestToken,
  ScanRequest,
  TransactionResult,
  WriteAction,
  WriteResult,
} from "./requests.ts";
import { itemSize } from "./size.ts";
import type { ChangeRecord } from "./stream-log.ts";
import { type ItemChange, makeTableData, type PlannedChange, type TableData } from "./table-data.ts";
import type { TableSpec } from "./table-spec.ts";
import { checkCount, planTransaction, reasonsFor } from "./transaction.ts";
import { type PlannedWrite, planWrite, writeConsumed } from "./writing.ts";

/** What one atomic write changes, told before it becomes visible: a hook that throws makes the write fail whole. */
export type Commit = {
  readonly at: number;
  readonly changes: readonly ItemChange[];
  readonly records: readonly { readonly table: string; readonly record: ChangeRecord }[];
  /** Stream records that are older than a day and forgotten. */
  readonly trimmed: readonly { readonly table: string; readonly sequence: string }[];
};

export type EngineOptions = {
  /** Epoch ms. */
  readonly now: () => number;
  readonly onCommit?: ((commit: Commit) => void) | undefined;
  readonly fault?: FaultHook | undefined;
  /** How far the indexes follow behind the tables. */
  readonly indexLagMs?: (() => number) | undefined;
};

export type GetResult = { readonly item: Attributes | null; readonly consumed: Consumed };
export type BatchGetResult = {
  readonly items: readonly { readonly table: string; readonly item: Attributes }[];
  readonly unprocessed: readonly GetRequest[];
  readonly consumed: readonly Consumed[];
};
export type BatchWriteResult = { readonly unprocessed: readonly WriteAction[]; readonly consumed: readonly Consumed[] };

/**
 * DynamoDB's semantics in memory, over any number of tables. Every call is atomic and synchronous. What the service
 * refuses is thrown as `EngineError`; a condition that does not hold comes back as a value.
 */
export type Engine = {
  createTable(spec: TableSpec): void;
  deleteTable(name: string): void;
  /** Throws ResourceNotFoundException for a table that is not there. */
  table(name: string): TableData;
  tableNames(): readonly string[];
  /** Brings back what an earlier run kept: items and stream records, nothing of which is announced again. */
  load(table: string, items: Iterable<Attributes>, records: Iterable<ChangeRecord>): void;
  get(request: GetRequest): GetResult;
  write(action: WriteAction): WriteResult;
  query(request: QueryRequest): PageResult;
  scan(request: ScanRequest): PageResult;
  batchGet(requests: readonly GetRequest[]): BatchGetResult;
  batchWrite(actions: readonly WriteAction[]): BatchWriteResult;
  transactWrite(actions: readonly WriteAction[], token?: RequestToken): TransactionResult;
  transactGet(requests: readonly GetRequest[]): readonly GetResult[];
  /** Deletes items whose time to live is over and forgets stream records older than a day. */
  tick(): void;
};

/** A batch of reads answers with 16 MB at most and leaves the rest unprocessed. */
const maxBatchBytes = 16 * 1024 * 1024;

const operationOf = { put: "PutItem", update: "UpdateItem", delete: "DeleteItem", check: "GetItem" } as const;

export function makeEngine({ now, onCommit, fault, indexLagMs = () => 0 }: EngineOptions): Engine {
  const tables = new Map<string, TableData>();
  const tokens = makeRequestTokens();

  function table(name: string): TableData {
    const found = tables.get(name);
    if (found === undefined) throw tableNotFound(name);
    return found;
  }

  function faulty<T>(operation: Operation, names: readonly string[], run: (fault: Fault | undefined) => T): T {
    if (fault === undefined) return run(undefined);
    const before = fault({ when: "before", operation, tables: names });
    const isOwnBusiness = before === undefined || operation.startsWith("Transact") || before === "unprocessed";
    if (!isOwnBusiness) throw faultError(before);
    const result = run(before);
    const after = fault({ when: "after", operation, tables: names });
    if (after !== undefined) throw faultError(after);
    return result;
  }

  function commit(changes: readonly PlannedChange[], isExpiry = false): void {
    const at = now();
    const records: { table: string; record: ChangeRecord }[] = [];
    const ahead = new Map<string, number>();
    for (const change of changes) {
      const count = ahead.get(change.table) ?? 0;
      const record = table(change.table).recordOf(change, at, count, isExpiry);
      if (record === null) continue;
      ahead.set(change.table, count + 1);
      records.push({ table: change.table, record });
    }
    onCommit?.({ at, changes, records, trimmed: [] });
    for (const change of changes) table(change.table).apply(change, at, indexLagMs());
    for (const { table: name, record } of records) table(name).log.append(record);
  }

  function getOne(request: GetRequest, factor: 1 | 2): GetResult {
    const data = table(request.table);
    const entry = data.find(placeOfKey(data.spec, request.key));
    const item = entry === undefined ? null : projected(entry.attributes, request.projection);
    const units = readUnits(entry?.size ?? 0, request.consistent === true || factor === 2) * factor;
    return { item, consumed: { table: request.table, kind: "read", units, indexUnits: {} } };
  }

  function writeOne(action: WriteAction): WriteResult {
    const write = planWrite(table(action.table), action);
    if (write.change !== null) commit([write.change]);
    return {
      kind: write.holds ? "written" : "refused",
      before: write.entry?.attributes ?? null,
      after: write.change?.after ?? null,
      consumed: writeConsumed(write, 1),
    };
  }

  function transact(actions: readonly WriteAction[], token: RequestToken | undefined): TransactionResult {
    const plan = planTransaction(actions, table);
    const consumed = plan.writes.map((write: PlannedWrite) => writeConsumed(write, 2));
    if (plan.reasons.some(({ code }) => code !== "None")) return { kind: "cancelled", reasons: plan.reasons, consumed };
    commit(plan.writes.flatMap(({ change }) => (change === null ? [] : [change])));
    if (token !== undefined) tokens.done(token, now());
    return { kind: "written", consumed };
  }

  function repeated(actions: readonly WriteAction[]): TransactionResult {
    const consumed = actions.map((action) => ({
      table: action.table,
      kind: "read" as const,
      units: 2,
      indexUnits: {},
    }));
    return { kind: "written", consumed };
  }

  return {
    table,
    tableNames: () => [...tables.keys()].sort(),
    createTable(spec) {
      if (tables.has(spec.name)) {
        throw new EngineError("ResourceInUseException", `Table already exists: ${spec.name}`);
      }
      tables.set(spec.name, makeTableData(spec));
    },
    deleteTable(name) {
      table(name);
      tables.delete(name);
    },
    load(name, items, records) {
      const data = table(name);
      for (const item of items) data.apply(data.plan(placeOfItem(data.spec, item), undefined, item), now(), 0);
      for (const record of records) data.log.append(record);
    },
    get: (request) => faulty("GetItem", [request.table], () => getOne(request, 1)),
    write: (action) => faulty(operationOf[action.kind], [action.table], () => writeOne(action)),
    query: (request) => faulty("Query", [request.table], () => queryPage(table(request.table), request, now())),
    scan: (request) => faulty("Scan", [request.table], () => scanPage(table(request.table), request, now())),
    batchGet(requests) {
      return faulty("BatchGetItem", tablesOf(requests), (found) => {
        const wanted = found === "unprocessed" ? requests.slice(0, (requests.length + 1) >> 1) : requests;
        const results: (GetResult & { readonly table: string })[] = [];
        let bytes = 0;
        for (const request of wanted) {
          const result = getOne(request, 1);
          bytes += result.item === null ? 0 : itemSize(result.item);
          if (bytes > maxBatchBytes) break;
          results.push({ table: request.table, ...result });
        }
        const items = results.flatMap(({ table: name, item }) => (item === null ? [] : [{ table: name, item }]));
        const consumed = results.map((result) => result.consumed);
        return { items, unprocessed: requests.slice(results.length), consumed };
      });
    },
    batchWrite(actions) {
      return faulty("BatchWriteItem", tablesOf(actions), (found) => {
        checkBatch(actions, table);
        const served = found === "unprocessed" ? actions.slice(0, (actions.length + 1) >> 1) : actions;
        const consumed = served.map((action) => writeOne(action).consumed);
        return { unprocessed: actions.slice(served.length), consumed };
      });
    },
    transactWrite(actions, token) {
      return faulty("TransactWriteItems", tablesOf(actions), (found) => {
        if (token !== undefined && tokens.isDone(token, now())) return repeated(actions);
        const code = cancellingCode(found);
        if (code === null) return transact(actions, token);
        return { kind: "cancelled", reasons: reasonsFor(actions.length, code), consumed: [] };
      });
    },
    transactGet(requests) {
      return faulty("TransactGetItems", tablesOf(requests), (found) => {
        checkCount(requests.length);
        if (found !== undefined) throw faultError(found);
        return requests.map((request) => getOne(request, 2));
      });
    },
    tick() {
      for (const data of tables.values()) {
        for (const entry of data.expired(now())) commit([data.plan(entry, entry, null)], true);
        const trimmed = data.log.trim(now()).map(({ sequence }) => ({ table: data.spec.name, sequence }));
        if (trimmed.length > 0) onCommit?.({ at: now(), changes: [], records: [], trimmed });
      }
    },
  };
}

function tablesOf(requests: readonly { readonly table: string }[]): readonly string[] {
  return [...new Set(requests.map((request) => request.table))];
}

/** How a fault shows itself in a write transaction: as a cancellation, or (null after throwing nothing) not at all. */
function cancellingCode(fault: Fault | undefined): "TransactionConflict" | "ThrottlingError" | null {
  if (fault === "conflict") return "TransactionConflict";
  if (fault === "throttle") return "ThrottlingError";
  if (fault === undefined || fault === "unprocessed") return null;
  throw faultError(fault);
}

/** A batch is refused as a whole before any of it is written: no item twice, no broken item. */
function checkBatch(actions: readonly WriteAction[], tableOf: (name: string) => TableData): void {
  const seen = new Set<string>();
  for (const action of actions) {
    const { place } = planWrite(tableOf(action.table), action);
    const name = `${action.table}\n${place.id}`;
    if (seen.has(name)) throw invalid("Provided list of item keys contains duplicates");
    seen.add(name);
  }
}
