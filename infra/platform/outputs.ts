import { CfnOutput, type Stack } from "aws-cdk-lib";

/** What setting up merchants, the command line and the local hub need to know, told by the stack that has it. */
export function outputs(stack: Stack, values: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(values)) new CfnOutput(stack, name, { value });
}
