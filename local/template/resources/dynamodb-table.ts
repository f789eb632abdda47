import { arns } from "../../hub/arns.ts";
import type { IndexSpec, KeyAttribute, TableSpec } from "../../hub/services.ts";
import { isTrue, listOf, recordOf, recordsOf, textOf } from "../read-property.ts";
import { physicalName, type Resource, type ResourceKind, resourceError } from "../resource.ts";
import { inert } from "../shape.ts";

const keySchema = [{ AttributeName: true, KeyType: true }] as const;
const projection = { ProjectionType: true, NonKeyAttributes: true } as const;

export const dynamoDbTable: ResourceKind = {
  type: "AWS::DynamoDB::Table",
  properties: {
    TableName: true,
    KeySchema: keySchema,
    AttributeDefinitions: [{ AttributeName: true, AttributeType: true }],
    GlobalSecondaryIndexes: [
      { IndexName: true, KeySchema: keySchema, Projection: projection, ContributorInsightsSpecification: inert },
    ],
    StreamSpecification: { StreamViewType: true },
    TimeToLiveSpecification: { AttributeName: true, Enabled: true },
    SSESpecification: { SSEEnabled: inert, SSEType: inert, KMSMasterKeyId: true },
    BillingMode: inert,
    PointInTimeRecoverySpecification: inert,
    ContributorInsightsSpecification: inert,
    DeletionProtectionEnabled: inert,
    OnDemandThroughput: inert,
    TableClass: inert,
    Tags: inert,
  },
  async create(resource, { services, site }) {
    const spec = tableSpecOf(resource);
    await services.tables.create(spec);
    site.tables.push(spec.name);
    const key = textOf(recordOf(resource.properties["SSESpecification"])["KMSMasterKeyId"]);
    if (key !== null) site.encryptionKeys.set(arns.table(spec.name), key);
    const streamArn = spec.streamView === null ? {} : { StreamArn: arns.tableStream(spec.name) };
    return { ref: spec.name, attributes: { Arn: arns.table(spec.name), ...streamArn } };
  },
};

function tableSpecOf(resource: Resource): TableSpec {
  const { properties } = resource;
  const types = new Map(
    recordsOf(properties["AttributeDefinitions"]).map((one) => [
      textOf(one["AttributeName"]),
      textOf(one["AttributeType"]),
    ]),
  );
  const keyOf = (schema: unknown, role: string): KeyAttribute | null => {
    const name = textOf(recordsOf(schema).find((one) => one["KeyType"] === role)?.["AttributeName"]);
    if (name === null) return null;
    const type = types.get(name);
    if (type !== "S" && type !== "N" && type !== "B")
      throw resourceError(resource, `key "${name}" has no attribute type`);
    return { name, type };
  };
  const hashKeyOf = (schema: unknown): KeyAttribute => {
    const key = keyOf(schema, "HASH");
    if (key === null) throw resourceError(resource, "a key schema has no HASH key");
    return key;
  };
  const indexOf = (index: Readonly<Record<string, unknown>>): IndexSpec => ({
    name: textOf(index["IndexName"]) ?? "",
    partitionKey: hashKeyOf(index["KeySchema"]),
    sortKey: keyOf(index["KeySchema"], "RANGE"),
    projection: projectionOf(recordOf(index["Projection"])),
  });
  const timeToLive = recordOf(properties["TimeToLiveSpecification"]);
  return {
    name: physicalName(resource, properties["TableName"]),
    partitionKey: hashKeyOf(properties["KeySchema"]),
    sortKey: keyOf(properties["KeySchema"], "RANGE"),
    indexes: recordsOf(properties["GlobalSecondaryIndexes"]).map(indexOf),
    streamView: streamViewOf(resource),
    timeToLive: isTrue(timeToLive["Enabled"]) ? textOf(timeToLive["AttributeName"]) : null,
  };
}

function projectionOf(projected: Readonly<Record<string, unknown>>): IndexSpec["projection"] {
  if (projected["ProjectionType"] === "INCLUDE") return { include: listOf(projected["NonKeyAttributes"]).map(String) };
  return projected["ProjectionType"] === "KEYS_ONLY" ? "KEYS_ONLY" : "ALL";
}

function streamViewOf(resource: Resource): TableSpec["streamView"] {
  const view = textOf(recordOf(resource.properties["StreamSpecification"])["StreamViewType"]);
  switch (view) {
    case null:
    case "NEW_IMAGE":
    case "OLD_IMAGE":
    case "NEW_AND_OLD_IMAGES":
    case "KEYS_ONLY":
      return view;
    default:
      throw resourceError(resource, `unknown StreamViewType "${view}"`);
  }
}
