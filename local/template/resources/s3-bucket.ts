import { arns } from "../../hub/arns.ts";
import type { BucketNotification } from "../../hub/services.ts";
import { isTrue, listOf, recordOf, recordsOf, textOf } from "../read-property.ts";
import { physicalName, type Resource, type ResourceKind } from "../resource.ts";
import { inert } from "../shape.ts";

const filter = { S3Key: { Rules: [{ Name: true, Value: true }] } } as const;

export const s3Bucket: ResourceKind = {
  type: "AWS::S3::Bucket",
  properties: {
    BucketName: true,
    VersioningConfiguration: { Status: true },
    NotificationConfiguration: {
      EventBridgeConfiguration: { EventBridgeEnabled: true },
      QueueConfigurations: [{ Event: true, Queue: true, Filter: filter }],
      TopicConfigurations: [{ Event: true, Topic: true, Filter: filter }],
      LambdaConfigurations: [{ Event: true, Function: true, Filter: filter }],
    },
    LifecycleConfiguration: { Rules: true, TransitionDefaultMinimumObjectSize: inert },
    CorsConfiguration: { CorsRules: true },
    BucketEncryption: {
      ServerSideEncryptionConfiguration: [
        { BucketKeyEnabled: inert, ServerSideEncryptionByDefault: { SSEAlgorithm: inert, KMSMasterKeyID: true } },
      ],
    },
    PublicAccessBlockConfiguration: inert,
    OwnershipControls: inert,
    LoggingConfiguration: inert,
    AccessControl: inert,
    Tags: inert,
  },
  async create(resource, { services, site }) {
    const { properties } = resource;
    const name = physicalName(resource, properties["BucketName"], 63).toLowerCase();
    const notifications = notificationsOf(resource);
    const eventBridge = recordOf(recordOf(properties["NotificationConfiguration"])["EventBridgeConfiguration"]);
    await services.buckets.create({
      name,
      isVersioned: recordOf(properties["VersioningConfiguration"])["Status"] === "Enabled",
      // `EventBridgeConfiguration: {}` alone switches it on: the flag's default is true.
      sendsToEventBridge:
        "EventBridgeConfiguration" in recordOf(properties["NotificationConfiguration"]) &&
        isTrue(eventBridge["EventBridgeEnabled"] ?? true),
      notifications,
      lifecycle: listOf(recordOf(properties["LifecycleConfiguration"])["Rules"]),
      cors: listOf(recordOf(properties["CorsConfiguration"])["CorsRules"]),
    });
    site.buckets.push(name);
    const arn = arns.bucket(name);
    for (const { target } of notifications) {
      site.deliveries.push({ principal: "s3.amazonaws.com", sourceArn: arn, targetArn: target, roleArn: null });
    }
    const key = encryptionKeyOf(resource);
    if (key !== null) site.encryptionKeys.set(arn, key);
    return {
      ref: name,
      attributes: {
        Arn: arn,
        DomainName: `${name}.s3.amazonaws.com`,
        RegionalDomainName: `${name}.s3.${services.region}.amazonaws.com`,
      },
    };
  },
};

function notificationsOf(resource: Resource): readonly BucketNotification[] {
  const configuration = recordOf(resource.properties["NotificationConfiguration"]);
  const kinds = [
    ["QueueConfigurations", "Queue"],
    ["TopicConfigurations", "Topic"],
    ["LambdaConfigurations", "Function"],
  ] as const;
  return kinds.flatMap(([list, target]) =>
    recordsOf(configuration[list]).map((one) => ({
      events: [textOf(one["Event"]) ?? ""],
      prefix: ruleOf(one["Filter"], "prefix"),
      suffix: ruleOf(one["Filter"], "suffix"),
      target: textOf(one[target]) ?? "",
    })),
  );
}

function ruleOf(given: unknown, name: string): string {
  const rules = recordsOf(recordOf(recordOf(given)["S3Key"])["Rules"]);
  return textOf(rules.find((rule) => textOf(rule["Name"])?.toLowerCase() === name)?.["Value"]) ?? "";
}

function encryptionKeyOf(resource: Resource): string | null {
  const rules = recordsOf(recordOf(resource.properties["BucketEncryption"])["ServerSideEncryptionConfiguration"]);
  return textOf(recordOf(rules[0]?.["ServerSideEncryptionByDefault"])["KMSMasterKeyID"]);
}
