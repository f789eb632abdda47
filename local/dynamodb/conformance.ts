import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { Check } from "../cloud/conformance.ts";
import { expressionChecks } from "./conformance-expressions.ts";
import { limitChecks } from "./conformance-limits.ts";
import { streamChecks } from "./conformance-streams.ts";
import { tableChecks } from "./conformance-tables.ts";
import { transactionChecks } from "./conformance-transactions.ts";

/** What a check needs: a client, the hub's table, and a way to ask an API the pinned client packages do not hold. */
export type DynamoEnvironment = {
  readonly client: DynamoDBClient;
  readonly tableName: string;
  readonly url: string;
  /** A partition key no other check uses. */
  readonly pk: () => string;
};

/** What DynamoDB does, as its real client sees it: held against ours, and against other emulators by the oracles. */
export const dynamoChecks: readonly Check<DynamoEnvironment>[] = [
  ...expressionChecks,
  ...transactionChecks,
  ...limitChecks,
  ...tableChecks,
  ...streamChecks,
];

export function makeEnvironment(client: DynamoDBClient, tableName: string, url: string): DynamoEnvironment {
  let used = 0;
  return {
    client,
    tableName,
    url,
    pk() {
      used += 1;
      return `CHECK#${used}`;
    },
  };
}
