import type { Table } from "aws-cdk-lib/aws-dynamodb";
import type { Queue } from "aws-cdk-lib/aws-sqs";
import type { Construct } from "constructs";
import { grantSecrets, type SecretAction } from "./platform/connection-secrets.ts";
import { grant } from "./platform/grant.ts";
import type { Hub } from "./platform/hub.ts";
import { HubFunction } from "./platform/hub-function.ts";
import { apiSecretPrefix, connectionSecretPrefix } from "./platform/names.ts";
import { grantTable } from "./platform/table-access.ts";

type Props = { readonly hub: Hub; readonly table: Table };

/** Connects and pauses shops. */
export function manageConnectionsFunction(scope: Construct, props: Props): HubFunction<"manage-connections"> {
  const made = secretKeeper(scope, props, "manage-connections", {
    description: "Connects shops and pauses them.",
    timeoutSeconds: 15,
    actions: [["CreateSecret", "GetSecretValue"], replacing],
  });
  grantTable(made, { table: props.table, key: props.hub.key }, ["GetItem", "PutItem", "UpdateItem"]);
  return made;
}

/** Changes the secrets of shops that are connected. */
export function manageSecretsFunction(scope: Construct, props: Props): HubFunction<"manage-secrets"> {
  const made = secretKeeper(scope, props, "manage-secrets", {
    description: "Changes the secrets and credentials of shops.",
    timeoutSeconds: 15,
    actions: [["GetSecretValue", "PutSecretValue"], replacing],
  });
  grantTable(made, { table: props.table, key: props.hub.key }, ["GetItem"]);
  return made;
}

/** Tries secrets and credentials. Tokens that have run out are renewed and kept; signing secrets are only read. */
export function testConnectionFunction(scope: Construct, props: Props): HubFunction<"test-connection"> {
  const made = secretKeeper(scope, props, "test-connection", {
    description: "Tries whether a shop's secrets and credentials hold.",
    timeoutSeconds: 25,
    actions: [["GetSecretValue"], ["GetSecretValue", "PutSecretValue"]],
  });
  const actions = ["GetItem", "PutItem", "UpdateItem", "DeleteItem"] as const;
  grantTable(made, { table: props.table, key: props.hub.key }, actions);
  return made;
}

/** Shows what channels and the hub have of each day; `gaps` has a day counted. */
export function manageGapsFunction(
  scope: Construct,
  { hub, table, gaps }: Props & { readonly gaps: Queue },
): HubFunction<"manage-gaps"> {
  const made = new HubFunction(scope, "manage-gaps", {
    hub,
    description: "Shows what channels and the hub have of each day; has a day counted.",
    environment: { TABLE_NAME: table.tableName, GAP_QUEUE_URL: gaps.queueUrl },
    memoryMb: 512,
    timeoutSeconds: 10,
  });
  grantTable(made, { table, key: hub.key }, ["GetItem", "Query"]);
  grant(made.lambda, ["sqs:SendMessage"], [gaps.queueArn]);
  return made;
}

type Terms = {
  readonly description: string;
  readonly timeoutSeconds: number;
  /** What it may do with signing secrets, and with credentials. */
  readonly actions: readonly [readonly SecretAction[], readonly SecretAction[]];
};

/** Made when there is none, else read to see whose it is, then replaced. */
const replacing: readonly SecretAction[] = ["CreateSecret", "GetSecretValue", "PutSecretValue"];

/** These three are the only functions of the API that may touch a secret. */
function secretKeeper<Name extends "manage-connections" | "manage-secrets" | "test-connection">(
  scope: Construct,
  { hub, table }: Props,
  name: Name,
  { description, timeoutSeconds, actions }: Terms,
): HubFunction<Name> {
  const { stage } = hub.settings;
  const prefixes = [connectionSecretPrefix(stage), apiSecretPrefix(stage)] as const;
  const environment = {
    TABLE_NAME: table.tableName,
    CONNECTION_SECRET_PREFIX: prefixes[0],
    API_SECRET_PREFIX: prefixes[1],
  };
  const made = new HubFunction<Name>(scope, name, { hub, description, environment, memoryMb: 512, timeoutSeconds });
  for (const [at, prefix] of prefixes.entries()) grantSecrets(made, prefix, actions[at] ?? []);
  return made;
}
