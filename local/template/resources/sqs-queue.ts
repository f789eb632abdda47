import { arns } from "../../hub/arns.ts";
import { isTrue, jsonOf, numberOf, recordOf, textOf } from "../read-property.ts";
import { physicalName, type ResourceKind } from "../resource.ts";
import { inert } from "../shape.ts";

/** Properties that are queue attributes of the same name. */
const attributeNames = [
  "DelaySeconds",
  "VisibilityTimeout",
  "MessageRetentionPeriod",
  "MaximumMessageSize",
  "ReceiveMessageWaitTimeSeconds",
  "FifoQueue",
  "ContentBasedDeduplication",
  "DeduplicationScope",
  "FifoThroughputLimit",
] as const;

export const sqsQueue: ResourceKind = {
  type: "AWS::SQS::Queue",
  properties: {
    ...Object.fromEntries(attributeNames.map((name) => [name, true as const])),
    QueueName: true,
    RedrivePolicy: { deadLetterTargetArn: true, maxReceiveCount: true },
    RedriveAllowPolicy: inert,
    KmsMasterKeyId: true,
    KmsDataKeyReusePeriodSeconds: inert,
    SqsManagedSseEnabled: inert,
    Tags: inert,
  },
  create(resource, { services, site }) {
    const { properties } = resource;
    const isFifo = isTrue(properties["FifoQueue"]);
    const given = textOf(properties["QueueName"]);
    const name = physicalName(resource, given) + (isFifo && given === null ? ".fifo" : "");
    const attributes: Record<string, string> = {};
    for (const attribute of attributeNames) {
      const value = textOf(properties[attribute]);
      if (value !== null) attributes[attribute] = value;
    }
    const redrive = recordOf(jsonOf(properties["RedrivePolicy"]));
    const deadLetterArn = textOf(redrive["deadLetterTargetArn"]);
    if (deadLetterArn !== null) attributes["RedrivePolicy"] = JSON.stringify(redrive);
    const { url } = services.queues.create({ name, isFifo, attributes });
    const arn = arns.queue(name);
    const visibilityMs = (numberOf(properties["VisibilityTimeout"]) ?? 30) * 1000;
    site.queues.push({ name, arn, url, deadLetterArn, visibilityMs });
    const key = textOf(properties["KmsMasterKeyId"]);
    if (key !== null) site.encryptionKeys.set(arn, key);
    return { ref: url, attributes: { Arn: arn, QueueName: name, QueueUrl: url } };
  },
};
