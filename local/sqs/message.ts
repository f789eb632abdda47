import { Buffer } from "node:buffer";
import { createHash } from "node:crypto";

/** `{ DataType: "String", StringValue: "…" }`; binary values travel as base64. */
export type MessageAttribute = {
  readonly DataType: string;
  readonly StringValue?: string;
  readonly BinaryValue?: string;
};

export type MessageAttributes = Readonly<Record<string, MessageAttribute>>;

/** What a sender gives. */
export type NewMessage = {
  readonly body: string;
  readonly attributes: MessageAttributes;
  readonly traceHeader?: string;
  readonly groupId?: string;
  readonly dedupId?: string;
  /** Absent: the queue's own delay. */
  readonly delayMs?: number;
  readonly senderId: string;
};

/** What is kept of a message. `sequence` orders a queue and is unique in it. */
export type KeptMessage = Omit<NewMessage, "delayMs"> & {
  readonly sequence: number;
  readonly id: string;
  readonly sentAt: number;
  readonly delayedUntil: number;
  readonly deadLetterSource?: string;
};

/** A message in a queue; what follows `kept` lives in memory only, so a restart makes every message visible again. */
export type Message = {
  readonly kept: KeptMessage;
  /** A second delivery made up by the fault hook: never stored, never dead-lettered. */
  readonly ghost: boolean;
  visibleAt: number;
  receiveCount: number;
  firstReceivedAt: number | null;
  /** The handle of the latest delivery: older ones no longer delete. */
  handle: string | null;
  inFlight: boolean;
};

export const md5 = (content: string | Buffer): string => createHash("md5").update(content).digest("hex");

/** MD5 over name, type and value of each attribute in order of name, as SDKs recompute it. */
export function md5OfAttributes(attributes: MessageAttributes): string | undefined {
  const names = Object.keys(attributes).sort();
  if (names.length === 0) return undefined;
  const pieces = names.flatMap((name) => {
    const attribute = attributes[name];
    const type = attribute?.DataType ?? "";
    const binary = type.startsWith("Binary");
    const value = binary
      ? Buffer.from(attribute?.BinaryValue ?? "", "base64")
      : Buffer.from(attribute?.StringValue ?? "");
    return [...sized(Buffer.from(name)), ...sized(Buffer.from(type)), Buffer.from([binary ? 2 : 1]), ...sized(value)];
  });
  return md5(Buffer.concat(pieces));
}

function sized(bytes: Buffer): readonly Buffer[] {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return [length, bytes];
}

/** Body plus attribute names, types and values, in bytes: what the size limit counts. */
export function sizeOf(message: Pick<NewMessage, "body" | "attributes">): number {
  const attributes = Object.entries(message.attributes).map(([name, attribute]) => {
    const binary = Buffer.byteLength(attribute.BinaryValue ?? "", "base64");
    return Buffer.byteLength(name + attribute.DataType + (attribute.StringValue ?? "")) + binary;
  });
  return attributes.reduce((sum, size) => sum + size, Buffer.byteLength(message.body));
}

/** A receipt handle names the message and the delivery; a queue refuses one that was not its own. */
export function makeHandle(queueName: string, message: Message): string {
  const parts = [
    queueName,
    message.kept.sequence,
    message.receiveCount,
    crypto.randomUUID(),
    message.ghost ? "g" : "m",
  ];
  return Buffer.from(parts.join("|")).toString("base64");
}

/** The sequence a handle is for; null if it is not a handle of that queue. */
export function sequenceOfHandle(queueName: string, handle: string): number | null {
  const parts = Buffer.from(handle, "base64").toString("utf8").split("|");
  const sequence = Number(parts[1]);
  return parts.length === 5 && parts[0] === queueName && Number.isSafeInteger(sequence) ? sequence : null;
}
