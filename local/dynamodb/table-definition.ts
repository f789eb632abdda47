import { invalid } from "../../shared/table/engine/errors.ts";
import type { IndexSpec, KeyAttribute, Projection, TableSpec } from "../../shared/table/engine/table-spec.ts";
import { isRecord, type JsonInput } from "../cloud/json-service.ts";

export type StreamView = "NEW_IMAGE" | "OLD_IMAGE" | "NEW_AND_OLD_IMAGES" | "KEYS_ONLY";

/** A table as it was asked for; kept in the store beside its items. */
export type TableDefinition = {
  readonly spec: TableSpec;
  readonly streamView: StreamView | null;
  readonly createdAt: number;
  readonly hasPointInTimeRecovery: boolean;
  readonly isDeletionProtected: boolean;
};

const known = new Set([
  "TableName",
  "KeySchema",
  "AttributeDefinitions",
  "BillingMode",
  "ProvisionedThroughput",
  "OnDemandThroughput",
  "WarmThroughput",
  "GlobalSecondaryIndexes",
  "StreamSpecification",
  "TimeToLiveSpecification",
  "PointInTimeRecoverySpecification",
  "ContributorInsightsSpecification",
  "SSESpecification",
  "TableClass",
  "DeletionProtectionEnabled",
  "ResourcePolicy",
  "Tags",
]);

/** Reads CreateTable's input, or the `Properties` of an AWS::DynamoDB::Table, which are the same but for time to live. */
export function toDefinition(input: JsonInput, createdAt: number): TableDefinition {
  const unknown = Object.keys(input).find((name) => !known.has(name) && input[name] !== undefined);
  if (unknown !== undefined) throw invalid(`The local table does not know the property ${unknown}`);
  const name = textOf(input["TableName"], "TableName");
  if (!/^[A-Za-z0-9_.-]{3,255}$/.test(name)) throw invalid(`Invalid table name: ${name}`);
  const types = typesOf(input["AttributeDefinitions"]);
  const indexes = listOf(input["GlobalSecondaryIndexes"]).map((index) => indexOf(index, types));
  const keys = keysOf(input["KeySchema"], types);
  const stream = recordOf(input["StreamSpecification"]);
  const streamView = stream["StreamEnabled"] === false ? null : viewOf(stream["StreamViewType"]);
  const timeToLive = recordOf(input["TimeToLiveSpecification"]);
  const hasTimeToLive = timeToLive["Enabled"] === true || timeToLive["Enabled"] === "true";
  mustUseAll(types, [keys, ...indexes]);
  return {
    spec: {
      name,
      ...keys,
      indexes,
      stream: streamView !== null,
      timeToLive: hasTimeToLive ? textOf(timeToLive["AttributeName"], "AttributeName") : null,
    },
    streamView,
    createdAt,
    hasPointInTimeRecovery: recordOf(input["PointInTimeRecoverySpecification"])["PointInTimeRecoveryEnabled"] === true,
    isDeletionProtected: input["DeletionProtectionEnabled"] === true,
  };
}

type Keys = { readonly partition: KeyAttribute; readonly sort: KeyAttribute | null };
type Types = ReadonlyMap<string, KeyAttribute["type"]>;

function indexOf(input: JsonInput, types: Types): IndexSpec {
  const name = textOf(input["IndexName"], "IndexName");
  return { name, ...keysOf(input["KeySchema"], types), projection: projectionOf(recordOf(input["Projection"])) };
}

function projectionOf(input: JsonInput): Projection {
  const type = input["ProjectionType"] ?? "ALL";
  if (type === "ALL") return { kind: "all" };
  if (type === "KEYS_ONLY") return { kind: "keys" };
  const names = input["NonKeyAttributes"];
  if (type !== "INCLUDE" || !Array.isArray(names)) throw invalid(`Invalid projection ${JSON.stringify(input)}`);
  return { kind: "include", names: names.map((name) => textOf(name, "NonKeyAttributes")) };
}

function keysOf(schema: unknown, types: Types): Keys {
  const elements = listOf(schema);
  const key = (keyType: string): KeyAttribute | null => {
    const element = elements.find((one) => one["KeyType"] === keyType);
    if (element === undefined) return null;
    const name = textOf(element["AttributeName"], "AttributeName");
    const type = types.get(name);
    if (type !== undefined) return { name, type };
    throw invalid(
      `One or more parameter values were invalid: Some index key attributes are not defined in AttributeDefinitions. Keys: [${name}]`,
    );
  };
  const partition = key("HASH");
  if (partition === null || elements.length > 2)
    throw invalid("Invalid KeySchema: it needs one HASH and at most one RANGE");
  return { partition, sort: key("RANGE") };
}

function typesOf(given: unknown): Types {
  return new Map(
    listOf(given).map((definition) => {
      const type = definition["AttributeType"];
      if (type !== "S" && type !== "N" && type !== "B") throw invalid(`Invalid AttributeType ${String(type)}`);
      return [textOf(definition["AttributeName"], "AttributeName"), type];
    }),
  );
}

function mustUseAll(types: Types, users: readonly Keys[]): void {
  const used = new Set(users.flatMap(({ partition, sort }) => [partition.name, sort?.name]));
  const unused = [...types.keys()].filter((name) => !used.has(name));
  if (unused.length === 0) return;
  throw invalid(
    `One or more parameter values were invalid: Some AttributeDefinitions are not used. AttributeDefinitions: [${unused.join(", ")}]`,
  );
}

function viewOf(given: unknown): StreamView | null {
  if (given === undefined) return null;
  const views: readonly unknown[] = ["NEW_IMAGE", "OLD_IMAGE", "NEW_AND_OLD_IMAGES", "KEYS_ONLY"];
  if (!views.includes(given)) throw invalid(`Invalid StreamViewType ${String(given)}`);
  return given as StreamView;
}

function textOf(given: unknown, what: string): string {
  if (typeof given !== "string" || given === "") throw invalid(`${what} must be a string`);
  return given;
}

function recordOf(given: unknown): JsonInput {
  return isRecord(given) ? given : {};
}

function listOf(given: unknown): readonly JsonInput[] {
  return Array.isArray(given) ? given.filter(isRecord) : [];
}

/** What DescribeTable answers. */
export function tableDescription(
  { spec, streamView, createdAt, isDeletionProtected }: TableDefinition,
  arns: { readonly table: string; readonly stream: string },
  totals: { readonly items: number; readonly bytes: number },
): JsonInput {
  const keys = [spec, ...spec.indexes].flatMap(({ partition, sort }) =>
    sort === null ? [partition] : [partition, sort],
  );
  const types = new Map(keys.map(({ name, type }) => [name, type]));
  return {
    TableName: spec.name,
    TableArn: arns.table,
    TableId: "00000000-0000-0000-0000-000000000000",
    TableStatus: "ACTIVE",
    CreationDateTime: createdAt / 1000,
    KeySchema: keySchema(spec),
    AttributeDefinitions: [...types].map(([AttributeName, AttributeType]) => ({ AttributeName, AttributeType })),
    BillingModeSummary: { BillingMode: "PAY_PER_REQUEST" },
    ProvisionedThroughput: { NumberOfDecreasesToday: 0, ReadCapacityUnits: 0, WriteCapacityUnits: 0 },
    DeletionProtectionEnabled: isDeletionProtected,
    ItemCount: totals.items,
    TableSizeBytes: totals.bytes,
    ...(spec.indexes.length > 0 && {
      GlobalSecondaryIndexes: spec.indexes.map((index) => ({
        IndexName: index.name,
        IndexArn: `${arns.table}/index/${index.name}`,
        IndexStatus: "ACTIVE",
        KeySchema: keySchema(index),
        Projection: shownProjection(index.projection),
      })),
    }),
    ...(streamView !== null && {
      StreamSpecification: { StreamEnabled: true, StreamViewType: streamView },
      LatestStreamArn: arns.stream,
      LatestStreamLabel: arns.stream.split("/").at(-1),
    }),
  };
}

export function keySchema({ partition, sort }: Keys): readonly JsonInput[] {
  const whole = { AttributeName: partition.name, KeyType: "HASH" };
  return sort === null ? [whole] : [whole, { AttributeName: sort.name, KeyType: "RANGE" }];
}

function shownProjection(projection: Projection): JsonInput {
  if (projection.kind === "all") return { ProjectionType: "ALL" };
  if (projection.kind === "keys") return { ProjectionType: "KEYS_ONLY" };
  return { ProjectionType: "INCLUDE", NonKeyAttributes: projection.names };
}
