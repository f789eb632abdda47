import { Validations } from "aws-cdk-lib";
import type { IConstruct } from "constructs";

/** A finding of AWS's rules that is right as it is, and why. Anything else that the rules find stops the synthesis. */
export function acknowledge(scope: IConstruct, finding: string, because: string): void {
  Validations.of(scope).acknowledge({ id: finding, reason: because });
}
