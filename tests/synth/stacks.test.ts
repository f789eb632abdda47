import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Stack } from "aws-cdk-lib";
import { Queue } from "aws-cdk-lib/aws-sqs";
import { beforeAll, describe, expect, it } from "vitest";
import { hubApp } from "../../infra/hub-app.ts";
import { setupOutputNames } from "../../local/seed/setup-merchants.ts";
import { operations } from "../../shared/operators/openapi.ts";
import { catalog, type FunctionName } from "../../shared/platform/catalog.ts";
import { indexes } from "../../shared/table/names.ts";
import { type Hub, ofType, type Resource, synthesised } from "./template.ts";

let hub: Hub;
beforeAll(async () => {
  hub = await synthesised();
}, 240_000);

/** A resource's property by its path, e.g. `RedrivePolicy.maxReceiveCount`. */
function at(resource: Resource | undefined, path: string): unknown {
  let value: unknown = resource?.Properties;
  for (const part of path.split(".")) value = (value as Record<string, unknown> | undefined)?.[part];
  return value;
}

const arnOf = (value: unknown): string | undefined =>
  (value as { "Fn::GetAtt"?: [string, string] })?.["Fn::GetAtt"]?.[0];

/** The functions by the catalog's names, with their logical ids. */
function functions(): ReadonlyMap<FunctionName, readonly [id: string, resource: Resource]> {
  const found = ofType(hub.working, "AWS::Lambda::Function");
  const names = Object.keys(catalog) as FunctionName[];
  return new Map(
    names.map((name) => {
      const own = found.filter(([id]) => id.includes(`${name.replaceAll("-", "")}Function`));
      if (own.length !== 1 || own[0] === undefined) throw new Error(`${own.length} functions are called ${name}`);
      return [name, own[0]] as const;
    }),
  );
}

describe("what holds data", () => {
  it("is one table with the keys of names.ts, on demand, restorable, streamed, expiring, encrypted and protected", () => {
    const [[, table] = []] = ofType(hub.stateful, "AWS::DynamoDB::Table");
    expect(table?.Properties).toMatchObject({
      BillingMode: "PAY_PER_REQUEST",
      DeletionProtectionEnabled: true,
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      StreamSpecification: { StreamViewType: "NEW_AND_OLD_IMAGES" },
      TimeToLiveSpecification: { AttributeName: "ttl", Enabled: true },
      SSESpecification: { SSEEnabled: true, SSEType: "KMS" },
      KeySchema: [
        { AttributeName: "pk", KeyType: "HASH" },
        { AttributeName: "sk", KeyType: "RANGE" },
      ],
      GlobalSecondaryIndexes: Object.entries(indexes).map(([IndexName, keys]) => ({
        IndexName,
        KeySchema: [
          { AttributeName: keys.partitionKey, KeyType: "HASH" },
          { AttributeName: keys.sortKey, KeyType: "RANGE" },
        ],
        Projection: { ProjectionType: "KEYS_ONLY" },
      })),
    });
  });

  it("stays when the stack is deleted or a resource replaced", () => {
    const kept = ["AWS::DynamoDB::Table", "AWS::S3::Bucket", "AWS::KMS::Key"].flatMap((type) =>
      ofType(hub.stateful, type),
    );
    expect(kept).toHaveLength(6);
    for (const [id, resource] of kept) {
      expect([id, resource.DeletionPolicy, resource.UpdateReplacePolicy]).toEqual([id, "Retain", "Retain"]);
    }
  });

  it("is in private, versioned, logged and encrypted buckets, of which the imports tell the bus", () => {
    const buckets = ofType(hub.stateful, "AWS::S3::Bucket").filter(([id]) => !id.startsWith("AccessLogs"));
    expect(buckets.map(([id]) => id.replace(/[0-9A-F]{8}$/, ""))).toEqual(["Imports", "Exports", "Raw"]);
    for (const [, bucket] of buckets) {
      expect(bucket.Properties).toMatchObject({
        VersioningConfiguration: { Status: "Enabled" },
        PublicAccessBlockConfiguration: {
          BlockPublicAcls: true,
          BlockPublicPolicy: true,
          IgnorePublicAcls: true,
          RestrictPublicBuckets: true,
        },
      });
      expect(at(bucket, "LoggingConfiguration.DestinationBucketName")).toBeDefined();
      expect(JSON.stringify(at(bucket, "BucketEncryption"))).toContain("aws:kms");
    }
    expect(at(buckets[0]?.[1], "NotificationConfiguration")).toEqual({
      EventBridgeConfiguration: { EventBridgeEnabled: true },
    });
    expect(
      ofType(hub.stateful, "AWS::S3::BucketPolicy").every(([, policy]) =>
        JSON.stringify(policy).includes("aws:SecureTransport"),
      ),
    ).toBe(true);
  });
});

describe("the functions", () => {
  it("are those of the catalog, each with exactly the settings that the catalog names", () => {
    expect(ofType(hub.working, "AWS::Lambda::Function")).toHaveLength(Object.keys(catalog).length);
    for (const [name, [, resource]] of functions()) {
      const given = Object.keys(at(resource, "Environment.Variables") as object).sort();
      expect([name, given]).toEqual([name, [...catalog[name].settings, "STAGE"].sort()]);
    }
  });

  it("run on Node 24 and arm64, traced, with a log group of their own that forgets", () => {
    for (const [, [, resource]] of functions()) {
      expect(resource.Properties).toMatchObject({
        Runtime: "nodejs24.x",
        Architectures: ["arm64"],
        TracingConfig: { Mode: "Active" },
      });
      const group = (at(resource, "LoggingConfig.LogGroup") as { Ref: string }).Ref;
      expect(hub.working.Resources[group]?.Properties).toMatchObject({
        RetentionInDays: 90,
        KmsKeyId: expect.anything(),
      });
    }
  });

  it("are stopped when they feed themselves, but for those that go on with a long job, or come back to it later, that way", () => {
    const allowed = [...functions()].filter(([, [, resource]]) => at(resource, "RecursiveLoop") === "Allow");

    expect(allowed.map(([name]) => name)).toEqual([
      "retry-backorders",
      "reroute-orders",
      "pull-order",
      "find-gaps",
      "tell-shipment",
      "publish-stock",
    ]);
  });

  it("may do named actions only", () => {
    const statements = ofType(hub.working, "AWS::IAM::Policy").flatMap(
      ([, policy]) => at(policy, "PolicyDocument.Statement") as { Action: string | string[]; Resource: unknown }[],
    );
    const actions = statements.flatMap(({ Action }) => Action);
    expect(actions.length).toBeGreaterThan(60);
    expect(actions.filter((action) => action.includes("*"))).toEqual([]);
    const everywhere = statements.filter(({ Resource }) => Resource === "*").flatMap(({ Action }) => Action);
    expect(new Set(everywhere)).toEqual(new Set(["xray:PutTelemetryRecords", "xray:PutTraceSegments"]));
    expect(JSON.stringify(hub.working)).not.toContain(":policy/");
  });

  it("that a schedule may be pointed at cannot make schedules themselves", () => {
    expect(JSON.stringify(ofType(hub.working, "AWS::IAM::Policy"))).not.toContain("scheduler:");
  });
});

describe("the queues", () => {
  it("hide a message six times as long as its function may run, and report single failures", () => {
    const mappings = ofType(hub.working, "AWS::Lambda::EventSourceMapping");
    expect(mappings.length).toBeGreaterThan(10);
    for (const [, mapping] of mappings) {
      expect(at(mapping, "FunctionResponseTypes")).toEqual(["ReportBatchItemFailures"]);
      const queue = hub.working.Resources[arnOf(at(mapping, "EventSourceArn")) ?? ""];
      if (queue === undefined) continue;
      const worker = hub.working.Resources[(at(mapping, "FunctionName") as { Ref: string }).Ref];
      expect(at(queue, "VisibilityTimeout")).toBe(6 * Number(at(worker, "Timeout")));
    }
  });

  it("each have a dead-letter queue, or are one that an alarm watches", () => {
    const queues = ofType(hub.working, "AWS::SQS::Queue");
    const targets = JSON.stringify([
      queues.map(([, queue]) => at(queue, "RedrivePolicy")),
      ofType(hub.working, "AWS::Events::Rule"),
      ofType(hub.working, "AWS::Lambda::EventSourceMapping").map(([, mapping]) => at(mapping, "DestinationConfig")),
      ofType(hub.working, "AWS::Lambda::Function").map(([, fn]) => at(fn, "DeadLetterConfig")),
    ]);
    const watched = JSON.stringify(
      ofType(hub.working, "AWS::CloudWatch::Alarm").map(([, alarm]) => at(alarm, "Dimensions")),
    );
    const last = queues.filter(([, queue]) => at(queue, "RedrivePolicy") === undefined);
    expect(queues.length).toBeGreaterThan(last.length);
    for (const [id] of last)
      expect([id, targets.includes(`"${id}"`), watched.includes(`"${id}"`)]).toEqual([id, true, true]);
    for (const [, queue] of queues) expect(at(queue, "SqsManagedSseEnabled")).toBe(true);
  });

  it("take what the bus sends, each rule with a place for what could not be delivered", () => {
    const targets = ofType(hub.working, "AWS::Events::Rule").flatMap(([, rule]) => at(rule, "Targets") as object[]);
    expect(targets.length).toBeGreaterThan(3);
    for (const target of targets) expect(target).toHaveProperty("DeadLetterConfig.Arn");
  });
});

describe("the streams", () => {
  it("begin with the oldest change, halve what fails, give up after a while and keep what they gave up", () => {
    const streams = ofType(hub.working, "AWS::Lambda::EventSourceMapping").filter(([, mapping]) =>
      at(mapping, "StartingPosition"),
    );
    expect(streams).toHaveLength(2);
    for (const [, mapping] of streams) {
      expect(mapping.Properties).toMatchObject({
        StartingPosition: "TRIM_HORIZON",
        BisectBatchOnFunctionError: true,
        MaximumRetryAttempts: 10,
        MaximumRecordAgeInSeconds: 43_200,
        DestinationConfig: { OnFailure: { Destination: expect.anything() } },
        FilterCriteria: expect.anything(),
      });
    }
  });
});

describe("the API", () => {
  it("asks for a token everywhere but where a signature or the address is the permission", () => {
    const routes = ofType(hub.working, "AWS::ApiGatewayV2::Route");
    const open = routes
      .filter(([, route]) => at(route, "AuthorizationType") !== "JWT")
      .map(([, route]) => at(route, "RouteKey"));
    const webhooks = ["GET /webhooks/{channel}/{connectionId}", "POST /webhooks/{channel}/{connectionId}"];
    expect(routes.map(([, route]) => at(route, "RouteKey")).sort()).toEqual(
      [...Object.keys(operations), ...webhooks].sort(),
    );
    expect(open.sort()).toEqual([
      "GET /deliveries/{receiptId}",
      "GET /health",
      "GET /openapi.json",
      "GET /webhooks/{channel}/{connectionId}",
      "POST /webhooks/{channel}/{connectionId}",
    ]);
  });

  it("is throttled and keeps an access log without queries", () => {
    const [[, stage] = []] = ofType(hub.working, "AWS::ApiGatewayV2::Stage");
    expect(at(stage, "DefaultRouteSettings")).toEqual({ ThrottlingBurstLimit: 2_000, ThrottlingRateLimit: 1_000 });
    expect(at(stage, "AccessLogSettings.Format")).not.toMatch(/queryString|request\.header/i);
  });
});

describe("the alarms", () => {
  const runbook = readFileSync(new URL("../../docs/runbook.md", import.meta.url), "utf8");
  const headings = new Set([...runbook.matchAll(/^## (.+)$/gm)].map(([, heading]) => heading));

  it("each say what people notice and name a heading of the runbook, and each heading has its alarm", () => {
    const alarms = ofType(hub.working, "AWS::CloudWatch::Alarm");
    const named = alarms.map(([id, alarm]) => {
      const text = /^([A-Z].{30,}\.) What to do: docs\/runbook\.md#([a-z-]+)$/.exec(
        String(at(alarm, "AlarmDescription")),
      );
      expect([id, text === null]).toEqual([id, false]);
      expect(at(alarm, "AlarmActions")).toHaveLength(1);
      return text?.[2];
    });
    expect(new Set(named).size).toBe(alarms.length);
    expect([...headings].sort()).toEqual(named.sort());
  });
});

describe("the app", () => {
  it("has stacks with room below CloudFormation's 500 resources", () => {
    for (const { Resources } of [hub.stateful, hub.stateless, hub.api])
      expect(Object.keys(Resources).length).toBeLessThanOrEqual(470);
  });

  it("has no finding of AWS's rules that is not explained", () => {
    expect(hub.findings).toMatchObject({ pluginReports: [] });
  });

  it("would not be synthesised with one", () => {
    const outdir = mkdtempSync(join(tmpdir(), "orderhub-synth-"));
    const app = hubApp({ outdir });
    new Queue(app.node.findChild("orderhub-stateless") as Stack, "Careless");
    expect(() => app.synth()).toThrow("AwsSolutions-SQS3");
    rmSync(outdir, { recursive: true });
  });

  it("uses no custom resource and only types that the local hub brings to life", () => {
    const types = new Set(
      [hub.stateful, hub.working].flatMap(({ Resources }) => Object.values(Resources).map(({ Type }) => Type)),
    );
    expect([...types].sort()).toEqual([
      "AWS::ApiGatewayV2::Api",
      "AWS::ApiGatewayV2::Authorizer",
      "AWS::ApiGatewayV2::Integration",
      "AWS::ApiGatewayV2::Route",
      "AWS::ApiGatewayV2::Stage",
      "AWS::CloudWatch::Alarm",
      "AWS::CloudWatch::Dashboard",
      "AWS::DynamoDB::Table",
      "AWS::Events::EventBus",
      "AWS::Events::Rule",
      "AWS::Glue::Database",
      "AWS::Glue::Table",
      "AWS::IAM::Policy",
      "AWS::IAM::Role",
      "AWS::KMS::Alias",
      "AWS::KMS::Key",
      "AWS::Lambda::EventSourceMapping",
      "AWS::Lambda::Function",
      "AWS::Lambda::Permission",
      "AWS::Logs::LogGroup",
      "AWS::S3::Bucket",
      "AWS::S3::BucketPolicy",
      "AWS::SNS::Topic",
      "AWS::SNS::TopicPolicy",
      "AWS::SQS::Queue",
      "AWS::SQS::QueuePolicy",
      "AWS::Scheduler::ScheduleGroup",
    ]);
  });

  it("tells the names that set-up, the command line and the local hub need", () => {
    const told = Object.keys({ ...hub.stateful.Outputs, ...hub.working.Outputs });
    expect(told).toEqual(
      expect.arrayContaining([
        ...setupOutputNames,
        "ApiUrl",
        "ImportsBucketName",
        "ExportsBucketName",
        "RawBucketName",
        "IntakeQueueUrl",
        "BusName",
      ]),
    );
  });
});
