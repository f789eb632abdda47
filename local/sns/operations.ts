import { awsFault, isAwsFault } from "../cloud/fault.ts";
import type { Clock } from "../cloud/service.ts";
import type { XmlContent } from "../cloud/xml.ts";
import { type FormNode, formList, formMap, formText } from "./form.ts";
import { readMessage, type SnsMessage } from "./message.ts";
import type { Subscription, Topics } from "./topics.ts";

export type SnsOperation = { readonly known: readonly string[]; readonly run: (form: FormNode) => XmlContent };

type Deps = { readonly topics: Topics; readonly publish: (message: SnsMessage) => void; readonly clock: Clock };

/** SNS's operations: what each takes, and its result as XML. */
export function snsOperations({ topics, publish, clock }: Deps): Readonly<Record<string, SnsOperation>> {
  const publishOne = (node: FormNode, topicArn: string): XmlContent => {
    const message = readMessage(node, topics.find(topicArn).arn, clock.now());
    publish(message);
    return { MessageId: message.id };
  };

  return {
    CreateTopic: {
      known: ["Name", "Attributes"],
      run: (form) => ({ TopicArn: topics.create(needed(form, "Name"), formMap(form, "Attributes")).arn }),
    },
    DeleteTopic: { known: ["TopicArn"], run: (form) => void topics.remove(needed(form, "TopicArn")) },
    ListTopics: {
      known: [],
      run: () => ({ Topics: { member: topics.all().map((topic) => ({ TopicArn: topic.arn })) } }),
    },
    GetTopicAttributes: {
      known: ["TopicArn"],
      run(form) {
        const topic = topics.find(needed(form, "TopicArn"));
        const confirmed = String(topics.subscriptions(topic.arn).length);
        return attributesXml({ ...topic.attributes, TopicArn: topic.arn, SubscriptionsConfirmed: confirmed });
      },
    },
    SetTopicAttributes: {
      known: ["TopicArn", "AttributeName", "AttributeValue"],
      run(form) {
        const topic = topics.find(needed(form, "TopicArn"));
        topics.setAttribute(topic, needed(form, "AttributeName"), formText(form, "AttributeValue") ?? "");
        return undefined;
      },
    },
    Subscribe: {
      known: ["TopicArn", "Protocol", "Endpoint", "Attributes", "ReturnSubscriptionArn"],
      run(form) {
        const [topicArn, protocol, endpoint] = ["TopicArn", "Protocol", "Endpoint"].map((name) => needed(form, name));
        const made = topics.subscribe(topicArn ?? "", protocol ?? "", endpoint ?? "", formMap(form, "Attributes"));
        return { SubscriptionArn: made.arn };
      },
    },
    Unsubscribe: {
      known: ["SubscriptionArn"],
      run: (form) => void topics.unsubscribe(needed(form, "SubscriptionArn")),
    },
    ListSubscriptions: { known: [], run: () => subscriptionsXml(topics.subscriptions()) },
    ListSubscriptionsByTopic: {
      known: ["TopicArn"],
      run: (form) => subscriptionsXml(topics.subscriptions(topics.find(needed(form, "TopicArn")).arn)),
    },
    GetSubscriptionAttributes: {
      known: ["SubscriptionArn"],
      run(form) {
        const one = topics.findSubscription(needed(form, "SubscriptionArn"));
        const { arn, topicArn, protocol, endpoint, attributes } = one;
        return attributesXml({
          ...attributes,
          SubscriptionArn: arn,
          TopicArn: topicArn,
          Protocol: protocol,
          Endpoint: endpoint,
        });
      },
    },
    SetSubscriptionAttributes: {
      known: ["SubscriptionArn", "AttributeName", "AttributeValue"],
      run(form) {
        const one = topics.findSubscription(needed(form, "SubscriptionArn"));
        topics.setSubscriptionAttribute(one, needed(form, "AttributeName"), formText(form, "AttributeValue") ?? "");
        return undefined;
      },
    },
    Publish: {
      known: ["TopicArn", "TargetArn", "Message", "Subject", "MessageAttributes", "MessageStructure"],
      run: (form) => publishOne(form, formText(form, "TargetArn") ?? needed(form, "TopicArn")),
    },
    PublishBatch: {
      known: ["TopicArn", "PublishBatchRequestEntries"],
      run: (form) => publishBatch(form, (entry) => publishOne(entry, needed(form, "TopicArn"))),
    },
  };
}

function publishBatch(form: FormNode, publishOne: (entry: FormNode) => XmlContent): XmlContent {
  const entries = formList(form, "PublishBatchRequestEntries", "member");
  const ids = entries.map((entry) => needed(entry, "Id"));
  if (entries.length === 0) throw awsFault("EmptyBatchRequest", "The batch request doesn't contain any entries.");
  if (entries.length > 10)
    throw awsFault("TooManyEntriesInBatchRequest", "The batch request contains more entries than permissible (10).");
  if (new Set(ids).size < ids.length)
    throw awsFault("BatchEntryIdsNotDistinct", "Two or more batch entries in the request have the same Id.");
  const good: XmlContent[] = [];
  const failed: XmlContent[] = [];
  for (const [index, entry] of entries.entries()) {
    const Id = ids[index];
    try {
      good.push({ Id, ...(publishOne(entry) as { MessageId: string }) });
    } catch (error) {
      if (!isAwsFault(error)) throw error;
      failed.push({ Id, Code: error.code, Message: error.message, SenderFault: true });
    }
  }
  return { Successful: { member: good }, Failed: { member: failed } };
}

function needed(form: FormNode, name: string): string {
  const value = formText(form, name);
  if (value) return value;
  throw awsFault("InvalidParameter", `Invalid parameter: ${name} must be given`);
}

function attributesXml(attributes: Readonly<Record<string, string>>): XmlContent {
  return { Attributes: { entry: Object.entries(attributes).map(([key, value]) => ({ key, value })) } };
}

function subscriptionsXml(subscriptions: readonly Subscription[]): XmlContent {
  const member = subscriptions.map((one) => ({
    SubscriptionArn: one.arn,
    Owner: one.topicArn.split(":")[4],
    Protocol: one.protocol,
    Endpoint: one.endpoint,
    TopicArn: one.topicArn,
  }));
  return { Subscriptions: { member } };
}
