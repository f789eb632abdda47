import { Stack } from "aws-cdk-lib";
import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import type { IFunction } from "aws-cdk-lib/aws-lambda";
import type { Bucket } from "aws-cdk-lib/aws-s3";
import { acknowledge } from "./acknowledge.ts";

/** Lets a function do exactly `actions` on exactly `resources`: no wildcard actions, ever (tests/synth holds it). */
export function grant(to: IFunction, actions: readonly string[], resources: readonly string[]): void {
  to.addToRolePolicy(new PolicyStatement({ actions: [...actions], resources: [...resources] }));
}

/** The same for the objects of a bucket whose keys match `pattern`, e.g. "*" + "/receipts/*" for all merchants. */
export function grantObjects(
  to: IFunction,
  actions: readonly string[],
  objects: { readonly bucket: Bucket; readonly pattern: string; readonly because: string },
): void {
  const { bucket, pattern, because } = objects;
  grant(to, actions, [bucket.arnForObjects(pattern)]);
  acknowledge(to.role ?? to, `AwsSolutions-IAM5[Resource::${exportedArn(bucket)}/${pattern}]`, because);
}

/** How the checker spells the ARN of a bucket that stands in the other stack. */
function exportedArn(bucket: Bucket): string {
  const stack = Stack.of(bucket);
  const imported: { readonly "Fn::ImportValue": string } = stack.resolve(stack.exportValue(bucket.bucketArn));
  return imported["Fn::ImportValue"];
}
