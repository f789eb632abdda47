import { type Deliveries, type Delivery, makeDeliveries } from "../cloud/deliveries.ts";
import { awsFault, isAwsFault } from "../cloud/fault.ts";
import { localPlace, type NeededAction, type Place } from "../cloud/place.ts";
import { refusalReply, xmlReply } from "../cloud/replies.ts";
import type { AwsRequest, AwsService, Clock, Store } from "../cloud/service.ts";
import type { Targets } from "../cloud/targets.ts";
import { type XmlContent, xml } from "../cloud/xml.ts";
import { type FormNode, formText, parseForm } from "./form.ts";
import { passesFilter, readPolicy, type SnsMessage, toNotification } from "./message.ts";
import { snsOperations } from "./operations.ts";
import { makeTopics, type Subscription } from "./topics.ts";

export type SnsDeps = Partial<Place> & { readonly clock: Clock; readonly store: Store; readonly targets: Targets };

/** What an e-mail subscriber would have got. */
export type Letter = {
  readonly to: string;
  readonly topicArn: string;
  readonly subject: string;
  readonly message: string;
  /** Epoch ms. */
  readonly at: number;
};

/** SNS over HTTP, and the doors other parts of the local cloud use. */
export type SnsService = AwsService &
  Pick<Deliveries, "resume" | "pending" | "idle"> & {
    actionsOf(request: AwsRequest): readonly NeededAction[];
    ensureTopic(name: string, attributes?: Readonly<Record<string, string>>): { readonly arn: string };
    /** `protocol`: sqs, lambda or email. Attributes as in the API: `RawMessageDelivery`, `FilterPolicy` … */
    subscribe(
      topicArn: string,
      protocol: string,
      endpoint: string,
      attributes?: Readonly<Record<string, string>>,
    ): { readonly arn: string };
    /** Publishes as an AWS service would (a bus target, an alarm). Durable when it returns. */
    publish(topicArn: string, message: string, subject?: string): void;
    /** Letters to e-mail subscribers, oldest first. */
    mailbox(): readonly Letter[];
  };

export function makeSnsService(deps: SnsDeps): SnsService {
  const place: Place = { ...localPlace, ...deps };
  const topics = makeTopics({ ...deps, ...place });
  const deliveries = makeDeliveries({ ...deps, space: "sns.pending" });
  const letters = deps.store.load("sns.mailbox").map(([, value]) => JSON.parse(String(value)) as Letter);

  function publish(message: SnsMessage): void {
    const wanted = topics.subscriptions(topics.find(message.topicArn).arn).filter((one) => isWanted(one, message));
    for (const { protocol, endpoint } of wanted) if (protocol === "email") post(endpoint, message);
    deliveries.add(wanted.flatMap((one) => (one.protocol === "email" ? [] : [toDelivery(one, message)])));
  }

  function post(to: string, { topicArn, subject = "AWS Notification Message", message, at, id }: SnsMessage): void {
    const letter: Letter = { to, topicArn, subject, message, at };
    const key = `${String(letters.length).padStart(10, "0")}-${id}`;
    deps.store.write([{ space: "sns.mailbox", key, value: JSON.stringify(letter) }]);
    letters.push(letter);
  }

  const operations = snsOperations({ topics, publish, clock: deps.clock });

  return {
    name: "sns",
    async handle(request) {
      const form = parseForm(request.body.toString("utf8"));
      const action = formText(form, "Action") ?? "";
      try {
        return answer(action, run(action, form));
      } catch (error) {
        if (!isAwsFault(error)) throw error;
        return refusalReply("sns", error);
      }
    },
    actionsOf(request) {
      const form = parseForm(request.body.toString("utf8"));
      const action = (formText(form, "Action") ?? "").replace(/^PublishBatch$/, "Publish");
      const named = formText(form, "TopicArn") ?? formText(form, "SubscriptionArn");
      const name = formText(form, "Name");
      const created = name === undefined ? "*" : `arn:aws:sns:${place.region}:${place.accountId}:${name}`;
      return [{ action: `sns:${action}`, resource: named ?? created }];
    },
    resume: deliveries.resume,
    pending: deliveries.pending,
    idle: deliveries.idle,
    ensureTopic: (name, attributes = {}) => topics.create(name, attributes),
    subscribe: (topicArn, protocol, endpoint, attributes = {}) =>
      topics.subscribe(topicArn, protocol, endpoint, attributes),
    publish(topicArn, message, subject) {
      const about = { id: crypto.randomUUID(), topicArn, message, attributes: {}, at: deps.clock.now() };
      publish(subject === undefined ? about : { ...about, subject });
    },
    mailbox: () => [...letters],
  };

  function run(action: string, form: FormNode): XmlContent {
    const operation = operations[action];
    if (!operation) throw awsFault("InvalidAction", `The local cloud does not know the operation sns:${action}`);
    const known = [...operation.known, "Action", "Version"];
    const unknown = [...form.children.keys()].find((name) => !known.includes(name));
    if (unknown === undefined) return operation.run(form);
    throw awsFault("InvalidParameter", `The local cloud does not know the parameter ${unknown} of sns:${action}`);
  }
}

function answer(action: string, result: XmlContent): ReturnType<typeof xmlReply> {
  const metadata = xml("ResponseMetadata", { RequestId: crypto.randomUUID() });
  const body = xml(`${action}Result`, result ?? {}) + metadata;
  return xmlReply(xml(`${action}Response`, { raw: body }, ' xmlns="http://sns.amazonaws.com/doc/2010-03-31/"'));
}

function isWanted({ attributes }: Subscription, message: SnsMessage): boolean {
  const policy = attributes["FilterPolicy"] ?? "";
  if (policy === "" || policy === "{}") return true;
  return passesFilter(message, readPolicy(policy), attributes["FilterPolicyScope"] ?? "MessageAttributes");
}

function toDelivery({ arn, protocol, endpoint, attributes }: Subscription, message: SnsMessage): Delivery {
  const raw = attributes["RawMessageDelivery"] === "true";
  const notification = toNotification(message, arn);
  const record = { EventSource: "aws:sns", EventVersion: "1.0", EventSubscriptionArn: arn, Sns: notification };
  const redrive = JSON.parse(attributes["RedrivePolicy"] ?? "{}") as { deadLetterTargetArn?: string };
  const wrapped = protocol === "lambda" ? { Records: [record] } : notification;
  const texts = Object.entries(message.attributes).flatMap(([name, value]) =>
    value.StringValue === undefined ? [] : [[name, value.StringValue] as const],
  );
  return {
    id: crypto.randomUUID(),
    targetArn: endpoint,
    payload: raw ? message.message : JSON.stringify(wrapped),
    queue: raw && texts.length > 0 ? { attributes: Object.fromEntries(texts) } : {},
    createdAt: message.at,
    maxRetries: 50,
    maxAgeMs: 86_400_000,
    about: {},
    ...(redrive.deadLetterTargetArn === undefined ? {} : { deadLetterArn: redrive.deadLetterTargetArn }),
  };
}
