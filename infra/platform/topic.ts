import type { IKey } from "aws-cdk-lib/aws-kms";
import { Topic } from "aws-cdk-lib/aws-sns";
import type { Construct } from "constructs";

/** Encrypted with the hub's key, TLS only. */
export function hubTopic(
  scope: Construct,
  id: string,
  props: { readonly key: IKey; readonly displayName: string },
): Topic {
  return new Topic(scope, id, { masterKey: props.key, enforceSSL: true, displayName: props.displayName });
}
