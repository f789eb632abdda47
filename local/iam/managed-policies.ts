import type { NamedPolicy } from "./policy.ts";

const logs = ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"];
const tracing = ["xray:PutTraceSegments", "xray:PutTelemetryRecords"];

/** The AWS managed policies a template of ours may name, as far as they matter to calls made here. */
const known: Readonly<Record<string, readonly string[]>> = {
  "service-role/AWSLambdaBasicExecutionRole": logs,
  "service-role/AWSLambdaSQSQueueExecutionRole": [
    "sqs:ReceiveMessage",
    "sqs:DeleteMessage",
    "sqs:GetQueueAttributes",
    ...logs,
  ],
  "service-role/AWSLambdaDynamoDBExecutionRole": [
    "dynamodb:DescribeStream",
    "dynamodb:GetRecords",
    "dynamodb:GetShardIterator",
    "dynamodb:ListStreams",
    ...logs,
  ],
  AWSXRayDaemonWriteAccess: tracing,
};

/** The policy behind an ARN such as `arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole`. */
export function managedPolicy(arn: string): NamedPolicy | undefined {
  const name = arn.replace(/^arn:[^:]+:iam::aws:policy\//, "");
  const actions = known[name];
  if (actions === undefined) return undefined;
  return { name, document: { Statement: [{ Effect: "Allow", Action: actions, Resource: "*" }] } };
}
