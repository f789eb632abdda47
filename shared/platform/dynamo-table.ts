import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { Table } from "../table/port.ts";
import { type DynamoTableDeps, makeDynamoTable } from "../table/table.dynamo.ts";
import { clientOptions, once } from "./client-options.ts";

const dynamo = once(() => new DynamoDBClient(clientOptions));

/** The single table as AWS keeps it. */
export function dynamoTable(tableName: string, options: Pick<DynamoTableDeps, "transactTries"> = {}): Table {
  return makeDynamoTable({ client: dynamo(), tableName, ...options });
}
