import { isRecord, type JsonInput } from "../cloud/json-service.ts";
import type { NeededAction } from "../cloud/place.ts";
import { arns } from "../hub/arns.ts";
import { tableOfIterator } from "./stream-operations.ts";

const transacted: Readonly<Record<string, string>> = {
  Put: "PutItem",
  Update: "UpdateItem",
  Delete: "DeleteItem",
  ConditionCheck: "ConditionCheckItem",
  Get: "GetItem",
};

/**
 * The permissions a request needs, as a role's policy must grant them. A transaction needs one for each of its items, a
 * query of an index needs the index. `body` is the request's parsed JSON.
 */
export function dynamodbActions(operation: string, body: unknown): readonly NeededAction[] {
  const input = isRecord(body) ? body : {};
  return distinct(needed(operation, input));
}

function needed(operation: string, input: JsonInput): NeededAction[] {
  const action = `dynamodb:${operation}`;
  switch (operation) {
    case "TransactWriteItems":
    case "TransactGetItems":
      return records(input["TransactItems"]).flatMap((item) =>
        Object.entries(item).flatMap(([kind, wish]) =>
          isRecord(wish)
            ? [{ action: `dynamodb:${transacted[kind] ?? kind}`, resource: tableArn(wish["TableName"]) }]
            : [],
        ),
      );
    case "BatchGetItem":
    case "BatchWriteItem": {
      const tables = isRecord(input["RequestItems"]) ? Object.keys(input["RequestItems"]) : [];
      return tables.map((table) => ({ action, resource: tableArn(table) }));
    }
    case "Query":
    case "Scan": {
      const table = tableArn(input["TableName"]);
      const index = input["IndexName"];
      return [{ action, resource: typeof index === "string" ? `${table}/index/${index}` : table }];
    }
    case "GetRecords":
      return [{ action, resource: arns.tableStream(tableOfIterator(String(input["ShardIterator"] ?? ""))) }];
    case "DescribeStream":
    case "GetShardIterator":
      return [{ action, resource: String(input["StreamArn"] ?? "") }];
    case "ListStreams":
    case "ListTables":
      return [{ action, resource: "*" }];
    default:
      return [{ action, resource: tableArn(input["TableName"]) }];
  }
}

function tableArn(name: unknown): string {
  const text = typeof name === "string" ? name : "";
  return text.startsWith("arn:") ? text : arns.table(text);
}

function records(value: unknown): readonly JsonInput[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}

function distinct(actions: readonly NeededAction[]): readonly NeededAction[] {
  return [...new Map(actions.map((one) => [`${one.action}\n${one.resource}`, one])).values()];
}
