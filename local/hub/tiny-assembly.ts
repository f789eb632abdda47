import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { tempFolder } from "../../tests/support/temp-folder.ts";
import type { ResourceTemplate } from "../template/assembly.ts";

/** A small hub for tests: POST /items -> queue -> table -> stream -> bus -> queue "heard", one function for each step. */
export function tinyAssembly(change: (resources: Record<string, ResourceTemplate>) => void = () => undefined): string {
  const folder = tempFolder();
  const resources: Record<string, ResourceTemplate> = { ...storage(), ...steps(), ...api() };
  change(resources);
  for (const [name, source] of Object.entries(sources)) {
    mkdirSync(join(folder, name));
    writeFileSync(join(folder, name, "index.mjs"), source);
  }
  const files = Object.fromEntries(
    Object.keys(sources).map((name) => [
      name,
      { source: { path: name }, destinations: { here: { objectKey: `${name}.zip` } } },
    ]),
  );
  const write = (file: string, content: unknown): void => writeFileSync(join(folder, file), JSON.stringify(content));
  write("tiny.template.json", { Resources: resources });
  write("tiny.assets.json", { files });
  write("manifest.json", {
    artifacts: {
      tiny: { type: "aws:cloudformation:stack", properties: { templateFile: "tiny.template.json" } },
      "tiny.assets": { type: "cdk:asset-manifest", properties: { file: "tiny.assets.json" } },
    },
  });
  return folder;
}

const sdk = (name: string): string => JSON.stringify(import.meta.resolve(`@aws-sdk/client-${name}`));

const sources: Readonly<Record<string, string>> = {
  receive: `import { SQSClient, SendMessageCommand } from ${sdk("sqs")};
    const sqs = new SQSClient({ maxAttempts: 1 });
    export const handler = async ({ body }) => {
      await sqs.send(new SendMessageCommand({ QueueUrl: process.env.QUEUE, MessageBody: body }));
      return { statusCode: 202, body: new Date().toISOString() };
    };`,
  apply: `import { DynamoDBClient, PutItemCommand } from ${sdk("dynamodb")};
    const db = new DynamoDBClient({});
    export const handler = async ({ Records }) => {
      for (const { body } of Records) await db.send(new PutItemCommand({ TableName: process.env.TABLE, Item: { pk: { S: body } } }));
    };`,
  announce: `import { EventBridgeClient, PutEventsCommand } from ${sdk("eventbridge")};
    const events = new EventBridgeClient({});
    export const handler = async ({ Records }) => {
      const Entries = Records.map(({ dynamodb }) => ({ EventBusName: process.env.BUS, Source: "tiny", DetailType: "kept", Detail: JSON.stringify(dynamodb.Keys) }));
      await events.send(new PutEventsCommand({ Entries }));
    };`,
};

const arnOf = (id: string, name = "Arn"): unknown => ({ "Fn::GetAtt": [id, name] });
const ref = (id: string): unknown => ({ Ref: id });

function storage(): Record<string, ResourceTemplate> {
  return {
    Work: { Type: "AWS::SQS::Queue", Properties: { QueueName: "work", VisibilityTimeout: 60 } },
    Heard: { Type: "AWS::SQS::Queue", Properties: { QueueName: "heard" } },
    HeardPolicy: {
      Type: "AWS::SQS::QueuePolicy",
      Properties: {
        Queues: [ref("Heard")],
        PolicyDocument: {
          Statement: [
            {
              Effect: "Allow",
              Principal: { Service: "events.amazonaws.com" },
              Action: "sqs:SendMessage",
              Resource: arnOf("Heard"),
            },
          ],
        },
      },
    },
    Bus: { Type: "AWS::Events::EventBus", Properties: { Name: "tiny" } },
    Rule: {
      Type: "AWS::Events::Rule",
      Properties: {
        EventBusName: ref("Bus"),
        EventPattern: { source: ["tiny"] },
        Targets: [{ Id: "heard", Arn: arnOf("Heard") }],
      },
    },
    Table: {
      Type: "AWS::DynamoDB::Table",
      Properties: {
        TableName: "items",
        BillingMode: "PAY_PER_REQUEST",
        KeySchema: [{ AttributeName: "pk", KeyType: "HASH" }],
        AttributeDefinitions: [{ AttributeName: "pk", AttributeType: "S" }],
        StreamSpecification: { StreamViewType: "NEW_AND_OLD_IMAGES" },
      },
    },
  };
}

function steps(): Record<string, ResourceTemplate> {
  const reads = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"];
  const follows = ["dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator"];
  return {
    ...step("receive", { QUEUE: ref("Work") }, [[["sqs:SendMessage"], arnOf("Work")]]),
    ...step("apply", { TABLE: ref("Table") }, [
      [reads, arnOf("Work")],
      [["dynamodb:PutItem"], arnOf("Table")],
    ]),
    ...step("announce", { BUS: ref("Bus") }, [
      [follows, arnOf("Table", "StreamArn")],
      [["events:PutEvents"], arnOf("Bus")],
    ]),
    FromWork: {
      Type: "AWS::Lambda::EventSourceMapping",
      Properties: { FunctionName: ref("apply"), EventSourceArn: arnOf("Work"), BatchSize: 10 },
    },
    FromTable: {
      Type: "AWS::Lambda::EventSourceMapping",
      Properties: {
        FunctionName: ref("announce"),
        EventSourceArn: arnOf("Table", "StreamArn"),
        StartingPosition: "TRIM_HORIZON",
      },
    },
  };
}

type Grant = readonly [actions: readonly string[], resource: unknown];

function step(
  name: string,
  variables: Readonly<Record<string, unknown>>,
  grants: readonly Grant[],
): Record<string, ResourceTemplate> {
  return {
    [name]: {
      Type: "AWS::Lambda::Function",
      Metadata: { "aws:cdk:path": `tiny/${name}/Resource` },
      Properties: {
        Code: { S3Bucket: "assets", S3Key: `${name}.zip` },
        Handler: "index.handler",
        Runtime: "nodejs24.x",
        Timeout: 10,
        Role: arnOf(`${name}Role`),
        Environment: { Variables: variables },
      },
    },
    [`${name}Role`]: {
      Type: "AWS::IAM::Role",
      Properties: {
        AssumeRolePolicyDocument: {
          Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: "lambda.amazonaws.com" } }],
        },
        Policies: grants.map(([Action, Resource], index) => ({
          PolicyName: `grant${index}`,
          PolicyDocument: { Statement: [{ Effect: "Allow", Action, Resource }] },
        })),
      },
    },
  };
}

function api(): Record<string, ResourceTemplate> {
  const ApiId = ref("Api");
  return {
    Api: { Type: "AWS::ApiGatewayV2::Api", Properties: { Name: "tiny", ProtocolType: "HTTP" } },
    Integration: {
      Type: "AWS::ApiGatewayV2::Integration",
      Properties: {
        ApiId,
        IntegrationType: "AWS_PROXY",
        IntegrationUri: arnOf("receive"),
        PayloadFormatVersion: "2.0",
      },
    },
    Route: {
      Type: "AWS::ApiGatewayV2::Route",
      Properties: {
        ApiId,
        RouteKey: "POST /items",
        Target: { "Fn::Join": ["/", ["integrations", ref("Integration")]] },
      },
    },
    Permission: {
      Type: "AWS::Lambda::Permission",
      Properties: {
        Action: "lambda:InvokeFunction",
        FunctionName: ref("receive"),
        Principal: "apigateway.amazonaws.com",
      },
    },
  };
}
