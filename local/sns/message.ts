import { awsFault } from "../cloud/fault.ts";
import { type EventPattern, matches } from "../events/pattern.ts";
import { checkPattern } from "../events/pattern-check.ts";
import { type FormNode, formList, formText } from "./form.ts";

export type SnsAttribute = { readonly DataType: string; readonly StringValue?: string; readonly BinaryValue?: string };

export type SnsMessage = {
  readonly id: string;
  readonly topicArn: string;
  readonly message: string;
  readonly subject?: string;
  readonly attributes: Readonly<Record<string, SnsAttribute>>;
  readonly at: number;
};

const limitBytes = 262_144;

/** What a Publish request, or an entry of a batch, says. Faults `InvalidParameter`. */
export function readMessage(node: FormNode, topicArn: string, at: number): SnsMessage {
  const message = formText(node, "Message") ?? "";
  const subject = formText(node, "Subject");
  if (message === "") throw invalid("Empty message");
  if (Buffer.byteLength(message) > limitBytes) throw invalid("Message too long");
  const structure = formText(node, "MessageStructure");
  if (structure !== undefined) throw invalid(`The local cloud does not know MessageStructure ${structure}`);
  const attributes = formList(node, "MessageAttributes", "entry").map((entry) => {
    const text = formText(entry, "Value", "StringValue");
    const binary = formText(entry, "Value", "BinaryValue");
    const value: SnsAttribute = {
      DataType: formText(entry, "Value", "DataType") ?? "",
      ...(text === undefined ? {} : { StringValue: text }),
      ...(binary === undefined ? {} : { BinaryValue: binary }),
    };
    return [formText(entry, "Name") ?? "", value] as const;
  });
  const about = { id: crypto.randomUUID(), topicArn, message, at, attributes: Object.fromEntries(attributes) };
  return subject === undefined ? about : { ...about, subject };
}

/** The wrapping in which queues and functions get a message that is not delivered raw. */
export function toNotification(message: SnsMessage, subscriptionArn: string): Readonly<Record<string, unknown>> {
  const attributes = Object.entries(message.attributes).map(([name, value]) => {
    return [name, { Type: value.DataType, Value: value.StringValue ?? value.BinaryValue ?? "" }] as const;
  });
  return {
    Type: "Notification",
    MessageId: message.id,
    TopicArn: message.topicArn,
    ...(message.subject === undefined ? {} : { Subject: message.subject }),
    Message: message.message,
    Timestamp: new Date(message.at).toISOString(),
    UnsubscribeURL: `http://127.0.0.1/?Action=Unsubscribe&SubscriptionArn=${subscriptionArn}`,
    ...(attributes.length === 0 ? {} : { MessageAttributes: Object.fromEntries(attributes) }),
  };
}

/** Whether a subscription's filter lets a message through: by its attributes, or by its body (JSON). */
export function passesFilter(message: SnsMessage, policy: EventPattern, scope: string): boolean {
  if (scope !== "MessageBody") return matches(policy, attributesAsEvent(message));
  try {
    return matches(policy, JSON.parse(message.message));
  } catch (cause) {
    if (cause instanceof SyntaxError) return false;
    throw cause;
  }
}

function attributesAsEvent({ attributes }: SnsMessage): Readonly<Record<string, unknown>> {
  const values = Object.entries(attributes).map(([name, { DataType, StringValue = "" }]) => {
    if (DataType === "Number") return [name, Number(StringValue)] as const;
    return [name, DataType === "String.Array" ? (JSON.parse(StringValue) as unknown) : StringValue] as const;
  });
  return Object.fromEntries(values);
}

/** A filter policy out of its JSON text. Fault `InvalidParameter` with what is wrong. */
export function readPolicy(text: string): EventPattern {
  try {
    const policy = JSON.parse(text) as EventPattern;
    const [problem] = checkPattern(policy);
    if (problem === undefined) return policy;
    throw invalid(`FilterPolicy: ${problem}`);
  } catch (cause) {
    if (cause instanceof SyntaxError) throw invalid("FilterPolicy: failed to parse JSON");
    throw cause;
  }
}

export function invalid(message: string): Error {
  return awsFault("InvalidParameter", `Invalid parameter: ${message}`);
}
