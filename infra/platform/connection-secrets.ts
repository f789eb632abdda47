import { Stack } from "aws-cdk-lib";
import type { FunctionName } from "../../shared/platform/catalog.ts";
import { acknowledge } from "./acknowledge.ts";
import { grant } from "./grant.ts";
import type { HubFunction } from "./hub-function.ts";

export type SecretAction = "CreateSecret" | "GetSecretValue" | "PutSecretValue";

/** Lets a function act on the secrets of all connections under a prefix. Secrets Manager ends every ARN with six characters of its own. */
export function grantSecrets<Name extends FunctionName>(
  to: HubFunction<Name>,
  prefix: string,
  actions: readonly SecretAction[],
): void {
  const resource = `secret:${prefix}*`;
  const arn = Stack.of(to).formatArn({ service: "secretsmanager", resource });
  const allowed = actions.map((action) => `secretsmanager:${action}`);
  grant(to.lambda, allowed, [arn]);
  const spelt = `arn:<AWS::Partition>:secretsmanager:<AWS::Region>:<AWS::AccountId>:${resource}`;
  acknowledge(to, `AwsSolutions-IAM5[Resource::${spelt}]`, "One secret for each connection; connections come and go.");
}
