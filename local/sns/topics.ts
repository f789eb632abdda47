import { awsFault } from "../cloud/fault.ts";
import type { Place } from "../cloud/place.ts";
import type { Store } from "../cloud/service.ts";
import { invalid, readPolicy } from "./message.ts";

export type Topic = {
  readonly arn: string;
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
};

export type Subscription = {
  readonly arn: string;
  readonly topicArn: string;
  readonly protocol: "sqs" | "lambda" | "email";
  readonly endpoint: string;
  readonly attributes: Readonly<Record<string, string>>;
};

/** Topics and subscriptions, kept over a restart. Faults as SNS does. */
export type Topics = {
  all(): readonly Topic[];
  find(arn: string): Topic;
  create(name: string, attributes: Topic["attributes"]): Topic;
  remove(arn: string): void;
  setAttribute(topic: Topic, name: string, value: string): void;
  subscriptions(topicArn?: string): readonly Subscription[];
  findSubscription(arn: string): Subscription;
  subscribe(topicArn: string, protocol: string, endpoint: string, attributes: Subscription["attributes"]): Subscription;
  setSubscriptionAttribute(subscription: Subscription, name: string, value: string): void;
  unsubscribe(arn: string): void;
};

const topicAttributes = ["DisplayName", "Policy", "KmsMasterKeyId", "TracingConfig"];
const subscriptionAttributes = ["RawMessageDelivery", "FilterPolicy", "FilterPolicyScope", "RedrivePolicy"];

export function makeTopics({ store, region, accountId }: Place & { readonly store: Store }): Topics {
  const topics = new Map(store.load("sns.topics").map(([arn, value]) => [arn, JSON.parse(String(value)) as Topic]));
  const subscriptions = new Map(
    store.load("sns.subscriptions").map(([arn, value]) => [arn, JSON.parse(String(value)) as Subscription]),
  );

  function saveTopic(topic: Topic): Topic {
    store.write([{ space: "sns.topics", key: topic.arn, value: JSON.stringify(topic) }]);
    topics.set(topic.arn, topic);
    return topic;
  }

  function saveSubscription(subscription: Subscription): Subscription {
    store.write([{ space: "sns.subscriptions", key: subscription.arn, value: JSON.stringify(subscription) }]);
    subscriptions.set(subscription.arn, subscription);
    return subscription;
  }

  function unsubscribe(arn: string): void {
    store.write([{ space: "sns.subscriptions", key: arn, value: null }]);
    subscriptions.delete(arn);
  }

  function find(arn: string): Topic {
    const topic = topics.get(arn);
    if (!topic) throw awsFault("NotFound", "Topic does not exist", 404);
    return topic;
  }

  return {
    all: () => [...topics.values()],
    find,
    create(name, attributes) {
      if (!/^[A-Za-z0-9_-]{1,256}$/.test(name))
        throw invalid("Topic Name (FIFO topics are not known to the local cloud)");
      for (const attribute of Object.keys(attributes)) checkName(topicAttributes, attribute);
      const arn = `arn:aws:sns:${region}:${accountId}:${name}`;
      const existing = topics.get(arn);
      return saveTopic({ arn, name, attributes: { ...existing?.attributes, ...attributes } });
    },
    remove(arn) {
      for (const subscription of subscriptions.values()) {
        if (subscription.topicArn === arn) unsubscribe(subscription.arn);
      }
      store.write([{ space: "sns.topics", key: arn, value: null }]);
      topics.delete(arn);
    },
    setAttribute(topic, name, value) {
      checkName(topicAttributes, name);
      saveTopic({ ...topic, attributes: { ...topic.attributes, [name]: value } });
    },
    subscriptions: (topicArn) =>
      [...subscriptions.values()].filter((one) => topicArn === undefined || one.topicArn === topicArn),
    findSubscription(arn) {
      const subscription = subscriptions.get(arn);
      if (!subscription) throw awsFault("NotFound", "Subscription does not exist", 404);
      return subscription;
    },
    subscribe(topicArn, protocol, endpoint, attributes) {
      find(topicArn);
      if (protocol !== "sqs" && protocol !== "lambda" && protocol !== "email") {
        throw invalid(`Protocol ${protocol} (the local cloud knows sqs, lambda and email)`);
      }
      checkSubscription(attributes);
      const same = [...subscriptions.values()].find(
        (one) => one.topicArn === topicArn && one.protocol === protocol && one.endpoint === endpoint,
      );
      if (same) return saveSubscription({ ...same, attributes: { ...same.attributes, ...attributes } });
      const arn = `${topicArn}:${crypto.randomUUID()}`;
      return saveSubscription({ arn, topicArn, protocol, endpoint, attributes });
    },
    setSubscriptionAttribute(subscription, name, value) {
      checkSubscription({ [name]: value });
      saveSubscription({ ...subscription, attributes: { ...subscription.attributes, [name]: value } });
    },
    unsubscribe,
  };
}

function checkSubscription(attributes: Subscription["attributes"]): void {
  for (const [name, value] of Object.entries(attributes)) {
    checkName(subscriptionAttributes, name);
    if (name === "FilterPolicy" && value !== "" && value !== "{}") readPolicy(value);
  }
}

function checkName(known: readonly string[], name: string): void {
  if (!known.includes(name)) throw invalid(`AttributeName ${name} (unknown to the local cloud)`);
}
