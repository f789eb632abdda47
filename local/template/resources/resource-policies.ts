import { arns } from "../../hub/arns.ts";
import { policyDocumentOf } from "../../iam/policy.ts";
import { listOf, textOf } from "../read-property.ts";
import { physicalName, type ResourceKind } from "../resource.ts";
import { inert } from "../shape.ts";

/** Policies written on the thing itself; the hub checks that services which deliver to it are let in. */
export const sqsQueuePolicy: ResourceKind = {
  type: "AWS::SQS::QueuePolicy",
  properties: { PolicyDocument: true, Queues: true },
  create(resource, { site }) {
    const document = policyDocumentOf(resource.properties["PolicyDocument"]);
    for (const url of listOf(resource.properties["Queues"]).map(String)) {
      site.resourcePolicies.push({ resourceArn: arns.queue(url.slice(url.lastIndexOf("/") + 1)), document });
    }
    return { ref: physicalName(resource, undefined), attributes: {} };
  },
};

export const snsTopicPolicy: ResourceKind = {
  type: "AWS::SNS::TopicPolicy",
  properties: { PolicyDocument: true, Topics: true },
  create(resource, { site }) {
    const document = policyDocumentOf(resource.properties["PolicyDocument"]);
    for (const resourceArn of listOf(resource.properties["Topics"]).map(String)) {
      site.resourcePolicies.push({ resourceArn, document });
    }
    return { ref: physicalName(resource, undefined), attributes: {} };
  },
};

export const s3BucketPolicy: ResourceKind = {
  type: "AWS::S3::BucketPolicy",
  properties: { PolicyDocument: true, Bucket: true },
  create(resource, { site }) {
    const document = policyDocumentOf(resource.properties["PolicyDocument"]);
    site.resourcePolicies.push({ resourceArn: arns.bucket(textOf(resource.properties["Bucket"]) ?? ""), document });
    return { ref: physicalName(resource, undefined), attributes: {} };
  },
};

export const secretResourcePolicy: ResourceKind = {
  type: "AWS::SecretsManager::ResourcePolicy",
  properties: { ResourcePolicy: true, SecretId: true, BlockPublicPolicy: inert },
  create(resource, { site }) {
    const document = policyDocumentOf(resource.properties["ResourcePolicy"]);
    site.resourcePolicies.push({ resourceArn: textOf(resource.properties["SecretId"]) ?? "", document });
    return { ref: physicalName(resource, undefined), attributes: {} };
  },
};
