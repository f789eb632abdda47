import { Stack } from "aws-cdk-lib";
import type { Table } from "aws-cdk-lib/aws-dynamodb";
import type { Construct } from "constructs";
import { acknowledge } from "./platform/acknowledge.ts";
import { grant } from "./platform/grant.ts";
import type { Hub } from "./platform/hub.ts";
import { HubFunction } from "./platform/hub-function.ts";
import { apiSecretPrefix, connectionSecretPrefix } from "./platform/names.ts";
import { grantTable } from "./platform/table-access.ts";

/** Connects shops and changes their secrets: the only function of the API that may touch one. */
export function manageConnectionsFunction(
  scope: Construct,
  { hub, table }: { readonly hub: Hub; readonly table: Table },
): HubFunction<"manage-connections"> {
  const { stage } = hub.settings;
  const made = new HubFunction(scope, "manage-connections", {
    hub,
    description: "Connects shops, pauses them, and changes their secrets and credentials.",
    environment: {
      TABLE_NAME: table.tableName,
      CONNECTION_SECRET_PREFIX: connectionSecretPrefix(stage),
      API_SECRET_PREFIX: apiSecretPrefix(stage),
    },
    memoryMb: 512,
    timeoutSeconds: 15,
  });
  grantTable(made, { table, key: hub.key }, ["GetItem", "PutItem", "UpdateItem"]);
  const actions = ["secretsmanager:CreateSecret", "secretsmanager:GetSecretValue", "secretsmanager:PutSecretValue"];
  for (const prefix of [connectionSecretPrefix(stage), apiSecretPrefix(stage)]) {
    const resource = `secret:${prefix}*`;
    grant(made.lambda, actions, [Stack.of(scope).formatArn({ service: "secretsmanager", resource })]);
    const arn = `arn:<AWS::Partition>:secretsmanager:<AWS::Region>:<AWS::AccountId>:${resource}`;
    acknowledge(
      made,
      `AwsSolutions-IAM5[Resource::${arn}]`,
      "One secret for each connection; connections come and go.",
    );
  }
  return made;
}
