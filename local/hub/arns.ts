/** The account and region every local hub stands in, and the ARNs of what it makes. */
export const partition = "aws";
export const accountId = "000000000000";
export const region = "us-east-1";

export const arns = {
  table: (name: string): string => `arn:aws:dynamodb:${region}:${accountId}:table/${name}`,
  tableStream: (name: string): string => `${arns.table(name)}/stream/2026-01-01T00:00:00.000`,
  queue: (name: string): string => `arn:aws:sqs:${region}:${accountId}:${name}`,
  bucket: (name: string): string => `arn:aws:s3:::${name}`,
  bus: (name: string): string => `arn:aws:events:${region}:${accountId}:event-bus/${name}`,
  rule: (bus: string, name: string): string =>
    `arn:aws:events:${region}:${accountId}:rule/${bus === "default" ? "" : `${bus}/`}${name}`,
  archive: (name: string): string => `arn:aws:events:${region}:${accountId}:archive/${name}`,
  scheduleGroup: (name: string): string => `arn:aws:scheduler:${region}:${accountId}:schedule-group/${name}`,
  schedule: (group: string, name: string): string =>
    `arn:aws:scheduler:${region}:${accountId}:schedule/${group}/${name}`,
  topic: (name: string): string => `arn:aws:sns:${region}:${accountId}:${name}`,
  function: (name: string): string => `arn:aws:lambda:${region}:${accountId}:function:${name}`,
  mapping: (id: string): string => `arn:aws:lambda:${region}:${accountId}:event-source-mapping:${id}`,
  role: (name: string): string => `arn:aws:iam::${accountId}:role/${name}`,
  policy: (name: string): string => `arn:aws:iam::${accountId}:policy/${name}`,
  key: (id: string): string => `arn:aws:kms:${region}:${accountId}:key/${id}`,
  alias: (name: string): string => `arn:aws:kms:${region}:${accountId}:${name}`,
  logGroup: (name: string): string => `arn:aws:logs:${region}:${accountId}:log-group:${name}:*`,
  alarm: (name: string): string => `arn:aws:cloudwatch:${region}:${accountId}:alarm:${name}`,
  api: (id: string): string => `arn:aws:execute-api:${region}:${accountId}:${id}`,
} as const;

/** `service` and `resource` of an ARN: `arn:aws:sqs:us-east-1:000000000000:orders` gives `sqs` and `orders`. */
export function partsOfArn(arn: string): { readonly service: string; readonly resource: string } {
  const [, , service = "", , , ...resource] = arn.split(":");
  return { service, resource: resource.join(":") };
}
