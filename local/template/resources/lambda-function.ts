import { existsSync } from "node:fs";
import { arns } from "../../hub/arns.ts";
import { numberOf, recordOf, textOf } from "../read-property.ts";
import { type Ground, physicalName, type Resource, type ResourceKind, resourceError } from "../resource.ts";
import { inert } from "../shape.ts";

const environmentLimitBytes = 4096;

export const lambdaFunction: ResourceKind = {
  type: "AWS::Lambda::Function",
  properties: {
    FunctionName: true,
    Code: { S3Bucket: inert, S3Key: true, SourceKMSKeyArn: inert },
    Handler: true,
    Runtime: true,
    Role: true,
    Timeout: true,
    MemorySize: true,
    Environment: { Variables: true },
    ReservedConcurrentExecutions: true,
    DeadLetterConfig: { TargetArn: true },
    Architectures: inert,
    Description: inert,
    EphemeralStorage: inert,
    KmsKeyArn: inert,
    LoggingConfig: inert,
    RecursiveLoop: inert,
    RuntimeManagementConfig: inert,
    Tags: inert,
    TracingConfig: inert,
  },
  create(resource, ground) {
    const { properties } = resource;
    const name = physicalName(resource, properties["FunctionName"], 64);
    const runtime = textOf(properties["Runtime"]) ?? "";
    if (!/^nodejs2[24]\.x$/.test(runtime))
      throw resourceError(resource, `runtime "${runtime}" cannot run here; use nodejs24.x`);
    const arn = arns.function(name);
    ground.site.functions.push({
      name,
      label: labelOf(resource),
      arn,
      codeFolder: codeFolderOf(resource, ground),
      handler: textOf(properties["Handler"]) ?? "index.handler",
      timeoutMs: (numberOf(properties["Timeout"]) ?? 3) * 1000,
      memoryMb: numberOf(properties["MemorySize"]) ?? 128,
      environment: environmentOf(resource),
      reservedConcurrency: numberOf(properties["ReservedConcurrentExecutions"]),
      roleArn: textOf(properties["Role"]) ?? "",
      deadLetterArn: textOf(recordOf(properties["DeadLetterConfig"])["TargetArn"]),
    });
    return { ref: name, attributes: { Arn: arn } };
  },
};

/** From `stack/Intake/receive-webhook/Function/Resource` comes `receive-webhook`. */
function labelOf(resource: Resource): string {
  const path = textOf(resource.metadata["aws:cdk:path"]) ?? "";
  return path.split("/").findLast((part) => part !== "Resource" && part !== "Function") || resource.logicalId;
}

function codeFolderOf(resource: Resource, ground: Ground): string {
  const key = textOf(recordOf(resource.properties["Code"])["S3Key"]) ?? "";
  const folder = ground.assets.get(key);
  if (folder === undefined || !existsSync(folder))
    throw resourceError(resource, `asset "${key}" is not in the assembly`);
  return folder;
}

function environmentOf(resource: Resource): Readonly<Record<string, string>> {
  const variables = recordOf(recordOf(resource.properties["Environment"])["Variables"]);
  const entries = Object.entries(variables).map(([name, value]) => [name, textOf(value) ?? ""] as const);
  const bytes = entries.reduce((sum, [name, value]) => sum + Buffer.byteLength(name) + Buffer.byteLength(value), 0);
  if (bytes > environmentLimitBytes) {
    throw resourceError(resource, `environment variables take ${bytes} bytes; Lambda allows ${environmentLimitBytes}`);
  }
  return Object.fromEntries(entries);
}

export const lambdaVersion: ResourceKind = {
  type: "AWS::Lambda::Version",
  properties: { FunctionName: true, Description: inert, CodeSha256: inert, RuntimePolicy: inert },
  create(resource) {
    const name = functionNameOf(resource.properties["FunctionName"]);
    return { ref: `${arns.function(name)}:1`, attributes: { FunctionArn: `${arns.function(name)}:1`, Version: "1" } };
  },
};

export const lambdaAlias: ResourceKind = {
  type: "AWS::Lambda::Alias",
  properties: { FunctionName: true, FunctionVersion: inert, Name: true, Description: inert },
  create(resource) {
    const name = functionNameOf(resource.properties["FunctionName"]);
    const arn = `${arns.function(name)}:${textOf(resource.properties["Name"]) ?? ""}`;
    return { ref: arn, attributes: { AliasArn: arn } };
  },
};

/** The bare name from a name, an ARN, or an ARN with version or alias. */
export function functionNameOf(value: unknown): string {
  const text = textOf(value) ?? "";
  return /:function:([^:]+)/.exec(text)?.[1] ?? text;
}
