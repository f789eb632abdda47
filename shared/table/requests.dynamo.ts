import type {
  DeleteItemCommandInput,
  PutItemCommandInput,
  QueryCommandInput,
  AttributeValue as SdkValue,
  TransactWriteItem,
  UpdateItemCommandInput,
} from "@aws-sdk/client-dynamodb";
import { never } from "../kernel/result.ts";
import type { Attributes } from "./engine/attribute.ts";
import type { QueryRequest, WriteAction } from "./engine/requests.ts";
import { conditionExpression, keyConditionExpression, makePlaceholders, updateExpression } from "./expression.ts";
import { indexes, partitionKey, sortKey } from "./names.ts";
import type { Query } from "./port.ts";

/** The engine's requests as the SDK's command inputs. */
type Action<K extends WriteAction["kind"]> = Extract<WriteAction, { readonly kind: K }>;

const oldImage = { ReturnValuesOnConditionCheckFailure: "ALL_OLD" } as const;

export function putRequest({ table, item, condition }: Action<"put">): PutItemCommandInput {
  return { TableName: table, Item: toSdk(item), ...conditionOf(condition) };
}

export function deleteRequest({ table, key, condition }: Action<"delete">): DeleteItemCommandInput {
  return { TableName: table, Key: toSdk(key), ...conditionOf(condition) };
}

export function updateRequest({ table, key, update, condition }: Action<"update">): UpdateItemCommandInput {
  const holders = makePlaceholders();
  const text = updateExpression(update, holders);
  const guard = condition === undefined ? {} : { ConditionExpression: conditionExpression(condition, holders) };
  const change = text === "" ? {} : { UpdateExpression: text };
  return { TableName: table, Key: toSdk(key), ...change, ...guard, ...oldImage, ...sdkPlaceholders(holders) };
}

export function transactItem(action: WriteAction): TransactWriteItem {
  switch (action.kind) {
    case "put":
      return { Put: { ...putRequest(action), TableName: action.table, Item: toSdk(action.item) } };
    case "delete":
      return { Delete: { ...deleteRequest(action), TableName: action.table, Key: toSdk(action.key) } };
    case "update": {
      const request = updateRequest(action);
      // An update in a transaction must have an expression; removing an attribute nobody has changes nothing.
      const UpdateExpression = request.UpdateExpression ?? "REMOVE unused_attribute";
      return { Update: { ...request, TableName: action.table, Key: toSdk(action.key), UpdateExpression } };
    }
    case "check": {
      const { table, key, condition } = action;
      const holders = makePlaceholders();
      const ConditionExpression = conditionExpression(condition, holders);
      const placeholders = sdkPlaceholders(holders);
      return {
        ConditionCheck: { TableName: table, Key: toSdk(key), ConditionExpression, ...oldImage, ...placeholders },
      };
    }
    default:
      return never(action);
  }
}

export function queryInput(request: QueryRequest, { index }: Query): QueryCommandInput {
  const holders = makePlaceholders();
  const keys = index === undefined ? { partition: partitionKey, sort: sortKey } : indexKeys(index);
  const KeyConditionExpression = keyConditionExpression(keys, request.partition, request.range, holders);
  return {
    TableName: request.table,
    KeyConditionExpression,
    ScanIndexForward: request.descending !== true,
    ConsistentRead: request.consistent === true,
    ...(index !== undefined && { IndexName: index }),
    ...(request.limit !== undefined && { Limit: request.limit }),
    ...(request.after !== undefined && { ExclusiveStartKey: toSdk(request.after) }),
    ...sdkPlaceholders(holders),
  };
}

function indexKeys(index: keyof typeof indexes): { readonly partition: string; readonly sort: string } {
  const { partitionKey: partition, sortKey: sort } = indexes[index];
  return { partition, sort };
}

function conditionOf(condition: WriteAction["condition"]): Partial<PutItemCommandInput> {
  if (condition === undefined) return {};
  const holders = makePlaceholders();
  return { ConditionExpression: conditionExpression(condition, holders), ...oldImage, ...sdkPlaceholders(holders) };
}

type SdkPlaceholders = {
  ExpressionAttributeNames?: Record<string, string>;
  ExpressionAttributeValues?: Record<string, SdkValue>;
};

/** Our values are the SDK's, only marked as never to be changed. */
function sdkPlaceholders(holders: ReturnType<typeof makePlaceholders>): SdkPlaceholders {
  return holders.collected() as SdkPlaceholders;
}

function toSdk(attributes: Attributes): Record<string, SdkValue> {
  return attributes as Record<string, SdkValue>;
}
