import { type Engine, makeEngine } from "../../shared/table/engine/engine.ts";
import { EngineError } from "../../shared/table/engine/errors.ts";
import type { FaultHook } from "../../shared/table/engine/faults.ts";
import { isRecord, type JsonInput } from "../cloud/json-service.ts";
import type { NeededAction } from "../cloud/place.ts";
import type { AwsRequest, AwsResponse, AwsService, Clock, Store } from "../cloud/service.ts";
import { arns } from "../hub/arns.ts";
import { answered, type Operations, refused } from "./answer.ts";
import { batchOperations } from "./batch-operations.ts";
import { dynamodbActions } from "./iam-actions.ts";
import { itemOperations } from "./item-operations.ts";
import { makeKeptTables, storeChanges } from "./kept-tables.ts";
import { type Capacity, makeMeter } from "./meter.ts";
import { pageOperations } from "./page-operations.ts";
import { streamOperations } from "./stream-operations.ts";
import { recordsAfter, type StreamRecord, toStreamRecord } from "./stream-records.ts";
import { toDefinition } from "./table-definition.ts";
import { tableOperations, unknownOperation } from "./table-operations.ts";
import { transactionOperations } from "./transaction-operations.ts";

export type DynamoDbDeps = {
  readonly clock: Clock;
  readonly store: Store;
  readonly faults?: FaultHook;
  /** How far the indexes follow behind their tables; 0 unless given. */
  readonly indexLagMs?: () => number;
};

/** One request before it is worked on. `actions` are the permissions it needs. */
export type DynamoDbRequest = {
  readonly operation: string;
  readonly accessKeyId: string;
  readonly tableName: string | null;
  readonly actions: readonly NeededAction[];
};

/** DynamoDB and DynamoDB Streams on the engine, with what the local cloud needs beside the protocol. */
export type DynamoDbService = AwsService & {
  readonly engine: Engine;
  /** Makes the table of an AWS::DynamoDB::Table's `Properties`. One that the store brought back keeps its items. */
  createTable(properties: JsonInput): void;
  streamArn(table: string): string;
  /** Records after a sequence number (null: from the oldest kept), in order, as Lambda receives them. */
  readStream(table: string, after: string | null, limit: number): { readonly records: readonly StreamRecord[] };
  /** The newest record's sequence number, or null: where a mapping with `LATEST` begins. */
  streamEnd(table: string): string | null;
  /** Calls back soon after writes that made stream records. Gives a way to stop. */
  onStreamRecords(table: string, run: () => void): () => void;
  capacity(): Capacity;
  /** Told of every request before it is worked on; an error it throws (`awsFault`, `EngineError`) is the answer. */
  onRequest(listener: (request: DynamoDbRequest) => void): void;
};

const tickMs = 60_000;

export function makeDynamoDbService({ clock, store, faults, indexLagMs }: DynamoDbDeps): DynamoDbService {
  const meter = makeMeter();
  const listeners = new Map<string, Set<() => void>>();
  const observers: ((request: DynamoDbRequest) => void)[] = [];
  const engine = makeEngine({
    now: () => clock.now(),
    fault: faults,
    indexLagMs,
    onConsumed: meter.add,
    onCommit(commit) {
      store.write(storeChanges(commit));
      for (const table of new Set(commit.records.map((record) => record.table))) announce(table);
    },
  });
  const tables = makeKeptTables(engine, store);
  const operations: Operations = {
    ...itemOperations(engine),
    ...pageOperations(engine),
    ...batchOperations(engine),
    ...transactionOperations(engine),
    ...tableOperations(engine, tables, clock),
    ...streamOperations(engine, tables, clock),
  };
  let stopTicking = clock.schedule(clock.now() + tickMs, tick);

  function tick(): void {
    engine.tick();
    stopTicking = clock.schedule(clock.now() + tickMs, tick);
  }

  /** After the commit is visible, and not inside the request that made it. */
  function announce(table: string): void {
    const waiting = listeners.get(table);
    if (waiting === undefined || waiting.size === 0) return;
    queueMicrotask(() => {
      for (const run of waiting) run();
    });
  }

  function observe(operation: string, request: AwsRequest, input: JsonInput): void {
    if (observers.length === 0) return;
    const name = input["TableName"];
    const tableName = typeof name === "string" ? name : null;
    const { accessKeyId } = request;
    const seen = { operation, accessKeyId, tableName, actions: dynamodbActions(operation, input) };
    for (const observer of observers) observer(seen);
  }

  async function handle(request: AwsRequest): Promise<AwsResponse> {
    try {
      const { operation } = request;
      const run = Object.hasOwn(operations, operation) ? operations[operation] : undefined;
      if (run === undefined) throw unknownOperation(operation);
      const input = inputOf(request);
      observe(operation, request, input);
      return answered(run(input));
    } catch (error) {
      if (error instanceof EngineError) return refused(error);
      throw error;
    }
  }

  return {
    name: "dynamodb",
    engine,
    handle,
    createTable: (properties) => tables.ensure(toDefinition(properties, clock.now())),
    streamArn: arns.tableStream,
    readStream(table, after, limit) {
      const { streamView } = tables.definition(table);
      if (streamView === null) return { records: [] };
      const records = recordsAfter(engine.table(table), after, limit, clock.now());
      return { records: records.map((record) => toStreamRecord(table, streamView, record)) };
    },
    streamEnd: (table) => engine.table(table).log.latest(),
    onStreamRecords(table, run) {
      const waiting = listeners.get(table) ?? new Set();
      listeners.set(table, waiting.add(run));
      return () => waiting.delete(run);
    },
    capacity: meter.capacity,
    onRequest(listener) {
      observers.push(listener);
    },
    async close() {
      stopTicking();
    },
  };
}

function inputOf(request: AwsRequest): JsonInput {
  try {
    const input: unknown = JSON.parse(request.body.toString("utf8") || "{}");
    if (isRecord(input)) return input;
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
  }
  throw new EngineError("SerializationException", "The body is not JSON");
}
