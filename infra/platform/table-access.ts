import type { Table } from "aws-cdk-lib/aws-dynamodb";
import type { IKey } from "aws-cdk-lib/aws-kms";
import type { FunctionName } from "../../shared/platform/catalog.ts";
import type { IndexName } from "../../shared/table/names.ts";
import { grant } from "./grant.ts";
import type { HubFunction } from "./hub-function.ts";

/** The actions behind the table port. A transaction is allowed by the actions of its writes and checks. */
export type TableAction =
  | "GetItem"
  | "BatchGetItem"
  | "Query"
  | "PutItem"
  | "UpdateItem"
  | "DeleteItem"
  | "ConditionCheckItem";

const writes: readonly TableAction[] = ["PutItem", "UpdateItem", "DeleteItem"];

/** Exactly these actions on the table, Query on these indexes, and what DynamoDB asks of the key for them. */
export function grantTable(
  to: HubFunction<FunctionName>,
  { table, key }: { readonly table: Table; readonly key: IKey },
  actions: readonly TableAction[],
  indexes: readonly IndexName[] = [],
): void {
  grant(
    to.lambda,
    actions.map((action) => `dynamodb:${action}`),
    [table.tableArn],
  );
  if (indexes.length > 0)
    grant(
      to.lambda,
      ["dynamodb:Query"],
      indexes.map((index) => `${table.tableArn}/index/${index}`),
    );
  const use = ["kms:Decrypt", "kms:DescribeKey"];
  const change = ["kms:Encrypt", "kms:GenerateDataKey", "kms:ReEncryptFrom", "kms:ReEncryptTo"];
  grant(to.lambda, actions.some((action) => writes.includes(action)) ? [...use, ...change] : use, [key.keyArn]);
}
