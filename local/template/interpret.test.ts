import { describe, expect, it } from "vitest";
import type { Assembly, Template } from "./assembly.ts";
import { interpret } from "./interpret.ts";
import { makeRecordingServices } from "./services.recording.ts";
import type { Site } from "./site.ts";

const codeFolder = import.meta.dirname;
const assets = new Map([["code.zip", codeFolder]]);

function assemblyOf(...templates: readonly Template[]): Assembly {
  return { assets, stacks: templates.map((template, index) => ({ name: `stack${index + 1}`, template })) };
}

async function bringUp(
  ...templates: readonly Template[]
): Promise<{ site: Site; calls: readonly [string, unknown][] }> {
  const { services, calls } = makeRecordingServices();
  const site = interpret(assemblyOf(...templates), services, "http://127.0.0.1:4510");
  return { site, calls };
}

const queue = (properties: Record<string, unknown> = {}): Template => ({
  Resources: { Work: { Type: "AWS::SQS::Queue", Properties: properties } },
});

describe("bringing a template to life", () => {
  it("makes what is referred to first, and resolves every reference", async () => {
    const { site, calls } = await bringUp({
      Parameters: { Suffix: { Type: "String", Default: "eu" } },
      Mappings: { Sizes: { small: { retention: 60 } } },
      Conditions: {
        Always: { "Fn::Equals": [{ Ref: "Suffix" }, "eu"] },
        Never: { "Fn::Not": [{ Condition: "Always" }] },
      },
      Resources: {
        Work: {
          Type: "AWS::SQS::Queue",
          Properties: {
            // biome-ignore lint/suspicious/noTemplateCurlyInString: the template's own placeholders
            QueueName: { "Fn::Sub": "work-${Suffix}-${!literal}-${AWS::Region}" },
            RedrivePolicy: { deadLetterTargetArn: { "Fn::GetAtt": ["Dead", "Arn"] }, maxReceiveCount: 3 },
            VisibilityTimeout: { "Fn::If": ["Never", 1, 60] },
            DelaySeconds: { "Fn::If": ["Never", 1, { Ref: "AWS::NoValue" }] },
            MessageRetentionPeriod: { "Fn::FindInMap": ["Sizes", "small", "retention"] },
          },
        },
        Dead: {
          Type: "AWS::SQS::Queue",
          Properties: {
            QueueName: { "Fn::Join": ["-", ["work", { "Fn::Select": [1, { "Fn::Split": ["/", "a/dead"] }] }]] },
          },
        },
        Skipped: { Type: "AWS::SQS::Queue", Condition: "Never" },
      },
    });
    // biome-ignore lint/suspicious/noTemplateCurlyInString: what an escaped placeholder becomes
    expect(site.queues.map((one) => one.name)).toEqual(["work-dead", "work-eu-${literal}-us-east-1"]);
    expect(calls.at(-1)?.[1]).toMatchObject({
      attributes: {
        VisibilityTimeout: "60",
        MessageRetentionPeriod: "60",
        RedrivePolicy: JSON.stringify({
          deadLetterTargetArn: "arn:aws:sqs:us-east-1:000000000000:work-dead",
          maxReceiveCount: 3,
        }),
      },
    });
    expect(calls.at(-1)?.[1]).not.toHaveProperty("attributes.DelaySeconds");
  });

  it("hands exports of one stack to the next", async () => {
    const { site } = await bringUp(
      {
        Resources: { Bus: { Type: "AWS::Events::EventBus", Properties: { Name: "hub" } } },
        Outputs: { Bus: { Value: { Ref: "Bus" }, Export: { Name: "the-bus" } } },
      },
      {
        Resources: {
          Rule: {
            Type: "AWS::Events::Rule",
            Properties: { EventBusName: { "Fn::ImportValue": "the-bus" }, EventPattern: { source: ["a"] } },
          },
        },
        Outputs: { Rule: { Value: { Ref: "Rule" } } },
      },
    );
    expect(site.outputs.get("stack2.Rule")).toMatch(/^hub\|stack2-Rule-/);
  });

  it("gives unnamed resources the same name at every start", async () => {
    const [first, second] = [await bringUp(queue()), await bringUp(queue())];
    expect(first.site.queues[0]?.name).toBe(second.site.queues[0]?.name);
  });

  it("gathers functions, mappings, routes and roles", async () => {
    const { site } = await bringUp({
      Resources: {
        Work: { Type: "AWS::SQS::Queue", Properties: { QueueName: "work" } },
        Role: {
          Type: "AWS::IAM::Role",
          Properties: {
            AssumeRolePolicyDocument: {
              Statement: [
                { Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: "lambda.amazonaws.com" } },
              ],
            },
            ManagedPolicyArns: [
              {
                "Fn::Join": [
                  "",
                  ["arn:", { Ref: "AWS::Partition" }, ":iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"],
                ],
              },
            ],
          },
        },
        Policy: {
          Type: "AWS::IAM::Policy",
          Properties: {
            PolicyName: "reads",
            Roles: [{ Ref: "Role" }],
            PolicyDocument: {
              Statement: [
                { Effect: "Allow", Action: "sqs:ReceiveMessage", Resource: { "Fn::GetAtt": ["Work", "Arn"] } },
              ],
            },
          },
        },
        Fn: {
          Type: "AWS::Lambda::Function",
          Metadata: { "aws:cdk:path": "stack1/Intake/apply-delivery/Function/Resource" },
          Properties: {
            Code: { S3Bucket: "assets", S3Key: "code.zip" },
            Handler: "index.handler",
            Runtime: "nodejs24.x",
            Timeout: 6,
            Role: { "Fn::GetAtt": ["Role", "Arn"] },
            Environment: { Variables: { QUEUE: { Ref: "Work" } } },
          },
        },
        Mapping: {
          Type: "AWS::Lambda::EventSourceMapping",
          Properties: {
            FunctionName: { Ref: "Fn" },
            EventSourceArn: { "Fn::GetAtt": ["Work", "Arn"] },
            FunctionResponseTypes: ["ReportBatchItemFailures"],
          },
        },
      },
    });
    expect(site.functions[0]).toMatchObject({
      label: "apply-delivery",
      timeoutMs: 6000,
      codeFolder,
      environment: { QUEUE: "http://127.0.0.1/000000000000/work" },
    });
    expect(site.mappings[0]).toMatchObject({
      kind: "queue",
      queue: "work",
      batchSize: 10,
      reportsItemFailures: true,
      functionName: site.functions[0]?.name,
    });
    expect([...site.roles.values()][0]?.policies.map((one) => one.name)).toEqual([
      "service-role/AWSLambdaBasicExecutionRole",
      "stack1/reads",
    ]);
  });
});

describe("refusing what it does not know", () => {
  it.each([
    [
      "a resource type",
      { Resources: { X: { Type: "AWS::EC2::Instance" } } },
      /stack1\/X \(AWS::EC2::Instance\).*registry\.ts/,
    ],
    ["a property", queue({ Colour: "red" }), /stack1\/Work \(AWS::SQS::Queue\): property "Colour"/],
    [
      "a nested property",
      queue({ RedrivePolicy: { deadLetterTargetArn: "x", maxReceiveCount: 1, Why: 1 } }),
      /"RedrivePolicy\.Why"/,
    ],
    ["an intrinsic function", queue({ QueueName: { "Fn::Cidr": [] } }), /Fn::Cidr/],
    ["a reference to nothing", queue({ QueueName: { Ref: "Nobody" } }), /"Nobody"/],
    [
      "an attribute",
      {
        Resources: {
          A: { Type: "AWS::SQS::Queue" },
          B: { Type: "AWS::SQS::Queue", Properties: { QueueName: { "Fn::GetAtt": ["A", "Colour"] } } },
        },
      },
      /attribute "Colour"/,
    ],
    [
      "a circle",
      { Resources: { A: { Type: "AWS::SQS::Queue", DependsOn: "B" }, B: { Type: "AWS::SQS::Queue", DependsOn: "A" } } },
      /circular/,
    ],
  ])("stops at %s", async (_name, template, message) => {
    await expect(bringUp(template)).rejects.toThrow(message);
  });
});

describe("faults that template linters let pass", () => {
  const rule = (properties: Record<string, unknown>): Template => ({
    Resources: { R: { Type: "AWS::Events::Rule", Properties: properties } },
  });
  const dashboard = (body: string): Template => ({
    Resources: { D: { Type: "AWS::CloudWatch::Dashboard", Properties: { DashboardBody: body } } },
  });
  const table = (definitions: readonly string[]): Template => ({
    Resources: {
      T: {
        Type: "AWS::DynamoDB::Table",
        Properties: {
          KeySchema: [{ AttributeName: "pk", KeyType: "HASH" }],
          AttributeDefinitions: definitions.map((AttributeName) => ({ AttributeName, AttributeType: "S" })),
          GlobalSecondaryIndexes: [
            {
              IndexName: "byList",
              KeySchema: [{ AttributeName: "listPk", KeyType: "HASH" }],
              Projection: { ProjectionType: "ALL" },
            },
          ],
        },
      },
    },
  });

  it.each([
    ["rate(5 minute)", rule({ ScheduleExpression: "rate(5 minute)" }), /plural/],
    ["rate(1 minutes)", rule({ ScheduleExpression: "rate(1 minutes)" }), /singular/],
    ["cron with five fields", rule({ ScheduleExpression: "cron(0 1 * * ?)" }), /six fields/],
    ["a scalar in an event pattern", rule({ EventPattern: { detail: { kind: "x" } } }), /EventPattern\.detail\.kind/],
    ["a key of an index that is not defined", table(["pk"]), /"listPk" is absent/],
    ["an attribute that is no key", table(["pk", "listPk", "colour"]), /"colour", which is no key/],
    [
      "maxReceiveCount 0",
      queue({ RedrivePolicy: { deadLetterTargetArn: "x", maxReceiveCount: 0 } }),
      /maxReceiveCount/,
    ],
    ["a dashboard that is not JSON", dashboard("{"), /not valid JSON/],
  ])("finds %s", async (_name, template, message) => {
    await expect(bringUp(template)).rejects.toThrow(message);
  });

  it("accepts the right ones", async () => {
    await expect(bringUp(table(["pk", "listPk"]), dashboard('{"widgets":[]}'))).resolves.toBeDefined();
  });
});
