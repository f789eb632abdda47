import { createHash } from "node:crypto";
import { arns, partsOfArn } from "../../hub/arns.ts";
import type { MappingSpec } from "../../lambda/function.ts";
import { isTrue, listOf, numberOf, recordOf, recordsOf, textOf } from "../read-property.ts";
import { type Resource, type ResourceKind, resourceError } from "../resource.ts";
import { inert } from "../shape.ts";
import { functionNameOf } from "./lambda-function.ts";

export const eventSourceMapping: ResourceKind = {
  type: "AWS::Lambda::EventSourceMapping",
  properties: {
    FunctionName: true,
    EventSourceArn: true,
    Enabled: true,
    BatchSize: true,
    MaximumBatchingWindowInSeconds: true,
    FunctionResponseTypes: true,
    FilterCriteria: { Filters: [{ Pattern: true }] },
    ScalingConfig: { MaximumConcurrency: true },
    StartingPosition: true,
    BisectBatchOnFunctionError: true,
    MaximumRetryAttempts: true,
    MaximumRecordAgeInSeconds: true,
    DestinationConfig: { OnFailure: { Destination: true } },
    // More than one batch of a partition at once: order within an item holds either way; here one at a time.
    ParallelizationFactor: inert,
    MetricsConfig: inert,
    KmsKeyArn: inert,
    Tags: inert,
  },
  create(resource, { site }) {
    const spec = mappingOf(resource);
    site.mappings.push(spec);
    return { ref: spec.id, attributes: { Id: spec.id, EventSourceMappingArn: arns.mapping(spec.id) } };
  },
};

function mappingOf(resource: Resource): MappingSpec {
  const { properties } = resource;
  const sourceArn = textOf(properties["EventSourceArn"]) ?? "";
  const { service, resource: source } = partsOfArn(sourceArn);
  const base = {
    id: idOf(resource),
    functionName: functionNameOf(properties["FunctionName"]),
    sourceArn,
    isEnabled: isTrue(properties["Enabled"] ?? true),
    windowMs: (numberOf(properties["MaximumBatchingWindowInSeconds"]) ?? 0) * 1000,
    reportsItemFailures: listOf(properties["FunctionResponseTypes"]).includes("ReportBatchItemFailures"),
    filters: recordsOf(recordOf(properties["FilterCriteria"])["Filters"]).map((filter) =>
      JSON.parse(String(filter["Pattern"])),
    ),
  };
  const batchSize = numberOf(properties["BatchSize"]);
  if (service === "sqs") {
    if ((batchSize ?? 10) > 10 && base.windowMs === 0)
      throw resourceError(resource, "BatchSize above 10 needs a batching window");
    const maxConcurrency = numberOf(recordOf(properties["ScalingConfig"])["MaximumConcurrency"]);
    if (maxConcurrency !== null && maxConcurrency < 2)
      throw resourceError(resource, "MaximumConcurrency must be at least 2");
    return { ...base, kind: "queue", queue: source, batchSize: batchSize ?? 10, maxConcurrency };
  }
  if (service !== "dynamodb")
    throw resourceError(resource, `event source ${sourceArn} is not known to the local cloud`);
  const maxAge = numberOf(properties["MaximumRecordAgeInSeconds"]) ?? -1;
  return {
    ...base,
    kind: "stream",
    table: /^table\/([^/]+)\/stream\//.exec(source)?.[1] ?? "",
    batchSize: batchSize ?? 100,
    startsAt: startOf(resource),
    bisectsOnError: isTrue(properties["BisectBatchOnFunctionError"]),
    maxRetries: numberOf(properties["MaximumRetryAttempts"]) ?? -1,
    maxAgeMs: maxAge < 0 ? -1 : maxAge * 1000,
    onFailureArn: textOf(recordOf(recordOf(properties["DestinationConfig"])["OnFailure"])["Destination"]),
  };
}

function startOf(resource: Resource): "oldest" | "latest" {
  const position = textOf(resource.properties["StartingPosition"]);
  if (position === "TRIM_HORIZON") return "oldest";
  if (position === "LATEST") return "latest";
  throw resourceError(resource, `StartingPosition must be TRIM_HORIZON or LATEST, not "${position}"`);
}

/** Shaped like the UUID that Lambda gives, the same at every start. */
function idOf(resource: Resource): string {
  const hash = createHash("sha256").update(`${resource.stack}/${resource.logicalId}`).digest("hex");
  return [hash.slice(0, 8), hash.slice(8, 12), hash.slice(12, 16), hash.slice(16, 20), hash.slice(20, 32)].join("-");
}
