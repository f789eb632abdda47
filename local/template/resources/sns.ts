import { arns } from "../../hub/arns.ts";
import { jsonOf, listOf, recordOf, textOf } from "../read-property.ts";
import { type Ground, physicalName, type Resource, type ResourceKind } from "../resource.ts";
import type { Created } from "../scope.ts";
import { inert } from "../shape.ts";

const subscriptionAttributes = ["FilterPolicy", "FilterPolicyScope", "RawMessageDelivery", "RedrivePolicy"] as const;

export const snsTopic: ResourceKind = {
  type: "AWS::SNS::Topic",
  properties: {
    TopicName: true,
    Subscription: [{ Protocol: true, Endpoint: true }],
    DisplayName: inert,
    KmsMasterKeyId: true,
    TracingConfig: inert,
    SignatureVersion: inert,
    Tags: inert,
  },
  create(resource, ground) {
    const name = physicalName(resource, resource.properties["TopicName"]);
    ground.services.topics.create(name);
    const arn = arns.topic(name);
    const key = textOf(resource.properties["KmsMasterKeyId"]);
    if (key !== null) ground.site.encryptionKeys.set(arn, key);
    for (const one of listOf(resource.properties["Subscription"])) subscribe(arn, recordOf(one), ground);
    return { ref: arn, attributes: { TopicArn: arn, TopicName: name } };
  },
};

export const snsSubscription: ResourceKind = {
  type: "AWS::SNS::Subscription",
  properties: {
    TopicArn: true,
    Protocol: true,
    Endpoint: true,
    Region: inert,
    FilterPolicy: true,
    FilterPolicyScope: true,
    RawMessageDelivery: true,
    RedrivePolicy: true,
  },
  create: (resource: Resource, ground: Ground): Created =>
    subscribe(textOf(resource.properties["TopicArn"]) ?? "", resource.properties, ground),
};

function subscribe(topicArn: string, properties: Readonly<Record<string, unknown>>, ground: Ground): Created {
  const attributes: Record<string, string> = {};
  for (const name of subscriptionAttributes) {
    const value = properties[name];
    if (value === undefined) continue;
    attributes[name] = typeof value === "object" ? JSON.stringify(jsonOf(value)) : String(value);
  }
  const protocol = textOf(properties["Protocol"]) ?? "";
  const endpoint = textOf(properties["Endpoint"]) ?? "";
  const { arn } = ground.services.topics.subscribe({ topicArn, protocol, endpoint, attributes });
  if (protocol === "sqs" || protocol === "lambda") {
    const wire = { principal: "sns.amazonaws.com", sourceArn: topicArn, targetArn: endpoint, roleArn: null };
    ground.site.deliveries.push(wire);
  }
  return { ref: arn, attributes: { Arn: arn } };
}
