import type { Attributes } from "./attribute.ts";
import { type BatchGetResult, type BatchWriteResult, checkBatch, type GetResult, getBatch, servedOf } from "./batch.ts";
import { type ConsumedHook, makeCall } from "./calls.ts";
import { EngineError, tableNotFound } from "./errors.ts";
import { type FaultHook, faultError } from "./faults.ts";
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
import type { ChangeRecord } from "./stream-log.ts";
import { type ItemChange, makeTableData, type PlannedChange, type TableData } from "./table-data.ts";
import type { TableSpec } from "./table-spec.ts";
import { cancellingCode, checkCount, planTransaction, reasonsFor } from "./transaction.ts";
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
  readonly onConsumed?: ConsumedHook | undefined;
  /** How far the indexes follow behind the tables. */
  readonly indexLagMs?: (() => number) | undefined;
};

export type TransactGetResult = { readonly results: readonly GetResult[]; readonly consumed: readonly Consumed[] };

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
  transactGet(requests: readonly GetRequest[]): TransactGetResult;
  /** Deletes items whose time to live is over and forgets stream records older than a day. */
  tick(): void;
};

const operationOf = { put: "PutItem", update: "UpdateItem", delete: "DeleteItem", check: "GetItem" } as const;

export function makeEngine({ now, onCommit, fault, onConsumed, indexLagMs = () => 0 }: EngineOptions): Engine {
  const call = makeCall(fault, onConsumed);
  const tables = new Map<string, TableData>();
  const tokens = makeRequestTokens();

  function table(name: string): TableData {
    const found = tables.get(name);
    if (found === undefined) throw tableNotFound(name);
    return found;
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
    get: (request) => call("GetItem", [request.table], () => getOne(request, 1)),
    write: (action) => call(operationOf[action.kind], [action.table], () => writeOne(action)),
    query: (request) => call("Query", [request.table], () => queryPage(table(request.table), request, now())),
    scan: (request) => call("Scan", [request.table], () => scanPage(table(request.table), request, now())),
    batchGet(requests) {
      const names = tablesOf(requests);
      return call("BatchGetItem", names, (found) => getBatch(requests, found, (request) => getOne(request, 1)));
    },
    batchWrite(actions) {
      return call("BatchWriteItem", tablesOf(actions), (found) => {
        checkBatch(actions, table);
        const served = servedOf(actions, found);
        const consumed = served.map((action) => writeOne(action).consumed);
        return { unprocessed: actions.slice(served.length), consumed };
      });
    },
    transactWrite(actions, token) {
      return call("TransactWriteItems", tablesOf(actions), (found) => {
        if (token !== undefined && tokens.isDone(token, now())) return repeated(actions);
        const code = cancellingCode(found);
        if (code === null) return transact(actions, token);
        return { kind: "cancelled", reasons: reasonsFor(actions.length, code), consumed: [] };
      });
    },
    transactGet(requests) {
      return call("TransactGetItems", tablesOf(requests), (found) => {
        checkCount(requests.length);
        if (found !== undefined) throw faultError(found);
        const results = requests.map((request) => getOne(request, 2));
        return { results, consumed: results.map(({ consumed }) => consumed) };
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
