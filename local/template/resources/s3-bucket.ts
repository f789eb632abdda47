import { arns } from "../../hub/arns.ts";
import { isTrue, recordOf, recordsOf, textOf } from "../read-property.ts";
import { physicalName, type Resource, type ResourceKind } from "../resource.ts";
import { inert } from "../shape.ts";

/** Objects do not expire here, hence the lifecycle is inert; notifications go through the event bus only. */
export const s3Bucket: ResourceKind = {
  type: "AWS::S3::Bucket",
  properties: {
    BucketName: true,
    VersioningConfiguration: { Status: true },
    NotificationConfiguration: { EventBridgeConfiguration: { EventBridgeEnabled: true } },
    BucketEncryption: {
      ServerSideEncryptionConfiguration: [
        { BucketKeyEnabled: inert, ServerSideEncryptionByDefault: { SSEAlgorithm: inert, KMSMasterKeyID: true } },
      ],
    },
    LifecycleConfiguration: inert,
    PublicAccessBlockConfiguration: inert,
    OwnershipControls: inert,
    LoggingConfiguration: inert,
    AccessControl: inert,
    Tags: inert,
  },
  create(resource, { services, site }) {
    const { properties } = resource;
    const name = physicalName(resource, properties["BucketName"], 63).toLowerCase();
    const notifications = recordOf(properties["NotificationConfiguration"]);
    const eventBridge = notifications["EventBridgeConfiguration"];
    services.buckets.create({
      name,
      isVersioned: recordOf(properties["VersioningConfiguration"])["Status"] === "Enabled",
      // `EventBridgeConfiguration: {}` alone switches it on: the flag's default is true.
      sendsToEventBridge: eventBridge !== undefined && isTrue(recordOf(eventBridge)["EventBridgeEnabled"] ?? true),
    });
    site.buckets.push(name);
    const arn = arns.bucket(name);
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

function encryptionKeyOf(resource: Resource): string | null {
  const rules = recordsOf(recordOf(resource.properties["BucketEncryption"])["ServerSideEncryptionConfiguration"]);
  return textOf(recordOf(rules[0]?.["ServerSideEncryptionByDefault"])["KMSMasterKeyID"]);
}
