import { createHash } from "node:crypto";
import { awsFault } from "../cloud/fault.ts";
import { isRecord, type JsonInput } from "../cloud/json-service.ts";
import type { StoreChange } from "../cloud/service.ts";
import type { Dedup } from "./dedup.ts";
import { type KeptMessage, type MessageAttributes, md5, md5OfAttributes, type NewMessage, sizeOf } from "./message.ts";
import { fields, invalid, wrongQueueType } from "./parameters.ts";
import type { Queue } from "./queue.port.ts";

export const entryParameters = [
  "MessageBody",
  "DelaySeconds",
  "MessageAttributes",
  "MessageSystemAttributes",
  "MessageDeduplicationId",
  "MessageGroupId",
];

/** The answer to one sent message. */
export type Sent = {
  readonly MessageId: string;
  readonly MD5OfMessageBody: string;
  readonly MD5OfMessageAttributes?: string;
  readonly MD5OfMessageSystemAttributes?: string;
  readonly SequenceNumber?: string;
};

const isFifo = (queue: Queue): boolean => queue.config.attributes["FifoQueue"] === "true";

/** A message out of a SendMessage request or one entry of a batch. Faults as SQS does, before anything is stored. */
export function readMessage(queue: Queue, input: JsonInput, senderId: string): NewMessage {
  const body = fields.text(input, "MessageBody");
  checkCharacters(body);
  const attributes = readAttributes(input, "MessageAttributes");
  const message = { body, attributes, senderId, ...readOrder(queue, input), ...readTrace(input) };
  const limit = Number(queue.config.attributes["MaximumMessageSize"]);
  if (sizeOf(message) > limit) {
    throw invalid(`One or more parameters are invalid. Reason: Message must be shorter than ${limit} bytes.`);
  }
  return message;
}

function readOrder(queue: Queue, input: JsonInput): Pick<NewMessage, "groupId" | "dedupId" | "delayMs"> {
  const groupId = fields.maybeText(input, "MessageGroupId");
  const given = fields.maybeText(input, "MessageDeduplicationId");
  const delaySeconds = fields.maybeInteger(input, "DelaySeconds", { min: 0, max: 900 });
  const group = groupId === undefined ? {} : { groupId };
  if (!isFifo(queue)) {
    if (given !== undefined) throw wrongQueueType("MessageDeduplicationId");
    return { ...group, ...(delaySeconds === undefined ? {} : { delayMs: delaySeconds * 1000 }) };
  }
  if (groupId === undefined)
    throw awsFault("MissingRequiredParameterException", "The request must contain the parameter MessageGroupId.");
  if (delaySeconds) throw wrongQueueType("DelaySeconds");
  const byContent = queue.config.attributes["ContentBasedDeduplication"] === "true";
  if (given === undefined && !byContent) {
    throw invalid(
      "The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly",
    );
  }
  const dedupId = given ?? createHash("sha256").update(String(input["MessageBody"])).digest("hex");
  return { ...group, dedupId };
}

function readTrace(input: JsonInput): { traceHeader?: string } {
  const attributes = readAttributes(input, "MessageSystemAttributes");
  const other = Object.keys(attributes).find((name) => name !== "AWSTraceHeader");
  if (other) throw invalid(`Message system attribute name '${other}' is invalid.`);
  const traceHeader = attributes["AWSTraceHeader"]?.StringValue;
  return traceHeader === undefined ? {} : { traceHeader };
}

function readAttributes(input: JsonInput, parameter: string): MessageAttributes {
  const given = fields.maybeRecord(input, parameter) ?? {};
  if (!isAttributes(given)) throw invalid(`The parameter ${parameter} must map names to DataType and a value.`);
  const names = Object.keys(given);
  if (names.length > 10)
    throw invalid(`Number of message attributes [${names.length}] exceeds the allowed maximum [10].`);
  for (const name of names) checkAttribute(name, given[name]);
  return given;
}

function isAttributes(given: JsonInput): given is MessageAttributes {
  return Object.values(given).every((value) => isRecord(value) && typeof value["DataType"] === "string");
}

function checkCharacters(body: string): void {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are exactly the characters SQS refuses
  if (!/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/.test(body) && body.isWellFormed()) return;
  throw awsFault(
    "InvalidMessageContents",
    "Invalid characters found. Valid unicode characters are #x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to #xFFFD | #x10000 to #x10FFFF",
  );
}

function checkAttribute(name: string, attribute: MessageAttributes[string] | undefined): void {
  const type = attribute?.DataType ?? "";
  if (!/^(String|Number|Binary)(\..+)?$/.test(type)) {
    throw invalid(
      `The message attribute '${name}' has an invalid message attribute type, the set of supported type prefixes is Binary, Number, and String.`,
    );
  }
  const value = type.startsWith("Binary") ? attribute?.BinaryValue : attribute?.StringValue;
  if (!value) throw invalid(`The message attribute '${name}' must contain a non-empty value of its type.`);
  if (!/^(?!(aws|amazon)\.)[A-Za-z0-9_.-]{1,256}$/i.test(name))
    throw invalid(`The message attribute name '${name}' is invalid.`);
}

/** As `sendOne` for each; a standard queue stores them in one write. */
export function sendAll(queue: Queue, dedup: Dedup, messages: readonly NewMessage[], now: number): readonly Sent[] {
  if (isFifo(queue)) return messages.map((message) => sendOne(queue, dedup, message, now));
  return queue.send(messages).map((kept) => toSent(kept, kept));
}

/** Stores the message; a FIFO queue leaves out what it has seen within five minutes and answers as it did then. */
export function sendOne(queue: Queue, dedup: Dedup, message: NewMessage, now: number): Sent {
  if (!isFifo(queue)) return toSent(message, storeOne(queue, message));
  const byGroup = queue.config.attributes["DeduplicationScope"] === "messageGroup";
  const dedupKey = byGroup ? `${message.groupId}|${message.dedupId}` : `${message.dedupId}`;
  const seen = dedup.find(dedupKey);
  if (seen) return toSent(message, { id: seen.messageId, sequence: seen.sequence });
  const remember = (kept: KeptMessage): StoreChange =>
    dedup.remember(dedupKey, { at: now, messageId: kept.id, sequence: kept.sequence });
  return toSent(message, storeOne(queue, message, remember));
}

function storeOne(queue: Queue, message: NewMessage, also?: (kept: KeptMessage) => StoreChange): KeptMessage {
  const [kept] = queue.send([message], also);
  if (!kept) throw new Error("a queue must answer each message it was given");
  return kept;
}

export function sequenceNumber(sequence: number): string {
  return String(sequence).padStart(20, "0");
}

function toSent(message: NewMessage, kept: { readonly id: string; readonly sequence: number }): Sent {
  const attributes = md5OfAttributes(message.attributes);
  const trace = message.traceHeader;
  const system = trace === undefined ? undefined : { AWSTraceHeader: { DataType: "String", StringValue: trace } };
  return {
    MessageId: kept.id,
    MD5OfMessageBody: md5(message.body),
    ...(attributes === undefined ? {} : { MD5OfMessageAttributes: attributes }),
    ...(system === undefined ? {} : { MD5OfMessageSystemAttributes: md5OfAttributes(system) ?? "" }),
    ...(message.dedupId === undefined ? {} : { SequenceNumber: sequenceNumber(kept.sequence) }),
  };
}
