import type { NeededAction } from "../cloud/place.ts";

/** Which grant on the customer's key a call on an encrypted resource takes besides its own. */
const needs: readonly (readonly [action: RegExp, keyAction: string])[] = [
  [/^dynamodb:/, "kms:Decrypt"],
  [/^s3:(?:PutObject|CreateMultipartUpload)$/, "kms:GenerateDataKey"],
  [/^s3:GetObject(?:Version)?$/, "kms:Decrypt"],
  [/^sqs:SendMessage$/, "kms:GenerateDataKey"],
  [/^sqs:(?:SendMessage|ReceiveMessage)$/, "kms:Decrypt"],
  [/^sns:Publish$/, "kms:GenerateDataKey"],
  [/^secretsmanager:GetSecretValue$/, "kms:Decrypt"],
  [/^secretsmanager:(?:CreateSecret|PutSecretValue|UpdateSecret)$/, "kms:GenerateDataKey"],
];

/** None where the resource has no key of the customer's. An index or object belongs to its table or bucket. */
export function keyActionsFor(needed: NeededAction, keys: ReadonlyMap<string, string>): readonly NeededAction[] {
  const key = keys.get(needed.resource) ?? keys.get(ownerOf(needed.resource));
  if (key === undefined || !key.startsWith("arn:")) return [];
  return needs.filter(([action]) => action.test(needed.action)).map(([, action]) => ({ action, resource: key }));
}

function ownerOf(arn: string): string {
  const parts = arn.split("/");
  return arn.startsWith("arn:aws:s3:::") ? (parts[0] ?? arn) : parts.slice(0, 2).join("/");
}
