import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import {
  BatchGetItemCommand,
  ConditionalCheckFailedException,
  DeleteItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  type AttributeValue as SdkValue,
  TransactionCanceledException,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from "@aws-sdk/client-dynamodb";
import { fail, ok, type Result } from "../kernel/result.ts";
import { cancelReasons, conditionFailed, distinctKeys, isOnlyConflict, pageKeyOf } from "./answers.ts";
import { fromAttributes } from "./attribute-value.ts";
import type { Attributes } from "./engine/attribute.ts";
import type { CancellationReason } from "./engine/errors.ts";
import { toDelete, toKey, toPut, toQueryRequest, toUpdate, toWriteAction } from "./engine-requests.ts";
import type { CancelReason, ConditionFailed, Item, Key, Table } from "./port.ts";
import { deleteRequest, putRequest, queryInput, transactItem, updateRequest } from "./requests.dynamo.ts";

/** All the table needs of the SDK's client: its retries, time limits and endpoint are set where it is made. */
export type TableClient = Pick<DynamoDBClient, "send">;

export type DynamoTableDeps = {
  readonly client: TableClient;
  readonly tableName: string;
  /** Waits between attempts, in ms; real time unless given. */
  readonly wait?: (ms: number) => Promise<void>;
  /** How often a transaction is tried that meets another one; 3 unless given. 1 for a caller who waits for its turn itself. */
  readonly transactTries?: number;
};

const attempts = 3;
const batchAttempts = 8;
const keysPerBatch = 100;

/** The port on DynamoDB itself, with every name and value of a request as a placeholder. */
export function makeDynamoTable({
  client,
  tableName,
  wait = defaultWait,
  transactTries = attempts,
}: DynamoTableDeps): Table {
  /** The service refuses a write that meets a running transaction (TransactionConflict): a moment later it may pass. */
  async function written<T>(send: () => Promise<T>): Promise<Result<T, ConditionFailed>> {
    for (let tried = 1; ; tried += 1) {
      try {
        return ok(await send());
      } catch (error) {
        if (error instanceof ConditionalCheckFailedException) return fail(conditionFailed(fromSdk(error.Item)));
        if (tried >= attempts || !isNamed(error, "TransactionConflictException")) throw error;
        await wait(backoffMs(tried));
      }
    }
  }

  async function fetchBatch(keys: readonly Key[]): Promise<Item[]> {
    const found: Item[] = [];
    let wanted: Record<string, SdkValue>[] = keys.map((key) => toSdk(toKey(key)));
    for (let tried = 1; wanted.length > 0; ) {
      const request = { [tableName]: { Keys: wanted, ConsistentRead: true } };
      const { Responses, UnprocessedKeys } = await client.send(new BatchGetItemCommand({ RequestItems: request }));
      found.push(...(Responses?.[tableName] ?? []).map((item) => itemOf(item)));
      const left = UnprocessedKeys?.[tableName]?.Keys ?? [];
      if (left.length === 0) break;
      tried = left.length < wanted.length ? 1 : tried + 1;
      if (tried > batchAttempts) throw new Error(`DynamoDB left ${left.length} keys of a batch unread`);
      wanted = left;
      await wait(backoffMs(tried));
    }
    return found;
  }

  return {
    async get(key) {
      const input = { TableName: tableName, Key: toSdk(toKey(key)), ConsistentRead: true };
      const { Item: item } = await client.send(new GetItemCommand(input));
      return item === undefined ? null : itemOf(item);
    },
    async getMany(keys) {
      const wanted = distinctKeys(keys);
      const batches: Promise<Item[]>[] = [];
      for (let at = 0; at < wanted.length; at += keysPerBatch) {
        batches.push(fetchBatch(wanted.slice(at, at + keysPerBatch)));
      }
      return (await Promise.all(batches)).flat();
    },
    async query(query) {
      const input = queryInput(toQueryRequest(tableName, query), query);
      const { Items, LastEvaluatedKey } = await client.send(new QueryCommand(input));
      const last = fromSdk(LastEvaluatedKey);
      return { items: (Items ?? []).map((item) => itemOf(item)), next: last === null ? null : pageKeyOf(last) };
    },
    async put(item, condition) {
      const request = putRequest(toPut(tableName, item, condition));
      const result = await written(() => client.send(new PutItemCommand(request)));
      return result.ok ? ok(null) : result;
    },
    async update(key, changes, condition) {
      const request = updateRequest(toUpdate(tableName, key, changes, condition));
      const result = await written(() => client.send(new UpdateItemCommand({ ...request, ReturnValues: "ALL_NEW" })));
      return result.ok ? ok(itemOf(result.value.Attributes ?? {})) : result;
    },
    async delete(key, condition) {
      const request = deleteRequest(toDelete(tableName, key, condition));
      const result = await written(() => client.send(new DeleteItemCommand(request)));
      return result.ok ? ok(null) : result;
    },
    async transact(writes) {
      const TransactItems = writes.map((write) => transactItem(toWriteAction(tableName, write)));
      const input = { TransactItems, ClientRequestToken: randomUUID() };
      for (let tried = 1; ; tried += 1) {
        const reasons = await cancelledReasons(() => client.send(new TransactWriteItemsCommand(input)));
        if (reasons === null) return ok(null);
        if (tried >= transactTries || !isOnlyConflict(reasons)) return fail({ kind: "cancelled", reasons });
        await wait(backoffMs(tried));
      }
    },
  };
}

/** Null when the transaction went through. */
async function cancelledReasons(send: () => Promise<unknown>): Promise<readonly CancelReason[] | null> {
  try {
    await send();
    return null;
  } catch (error) {
    if (!(error instanceof TransactionCanceledException) || error.CancellationReasons === undefined) throw error;
    const reasons = error.CancellationReasons;
    if (reasons.some(({ Code }) => !isKnown(Code))) throw error;
    return cancelReasons(reasons.map(({ Code, Item: item }) => ({ code: codeOf(Code), item: fromSdk(item) })));
  }
}

const codes: Readonly<Record<string, CancellationReason["code"]>> = {
  None: "None",
  ConditionalCheckFailed: "ConditionalCheckFailed",
  TransactionConflict: "TransactionConflict",
  ThrottlingError: "ThrottlingError",
  ProvisionedThroughputExceeded: "ThrottlingError",
};

function isKnown(code: string | undefined): boolean {
  return code !== undefined && Object.hasOwn(codes, code);
}

function codeOf(code: string | undefined): CancellationReason["code"] {
  return codes[code ?? ""] ?? "ValidationError";
}

/** Full jitter: anything up to 50, 100, 200 … ms. */
function backoffMs(tried: number): number {
  return Math.random() * 25 * 2 ** tried;
}

async function defaultWait(ms: number): Promise<void> {
  await sleep(ms);
}

function isNamed(error: unknown, name: string): boolean {
  return error instanceof Error && error.name === name;
}

function itemOf(item: Record<string, SdkValue>): Item {
  return fromAttributes(item as Attributes);
}

function fromSdk(item: Record<string, SdkValue> | undefined): Attributes | null {
  return item === undefined ? null : (item as Attributes);
}

function toSdk(attributes: Attributes): Record<string, SdkValue> {
  return attributes as Record<string, SdkValue>;
}
