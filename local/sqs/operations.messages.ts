import { awsFault, isAwsFault } from "../cloud/fault.ts";
import type { JsonInput, JsonOperation } from "../cloud/json-service.ts";
import type { Clock } from "../cloud/service.ts";
import { attributeMs } from "./attributes.ts";
import { type Message, md5, md5OfAttributes, type NewMessage, sizeOf } from "./message.ts";
import { type BatchEntry, batchEntries, fields, queueOf } from "./parameters.ts";
import type { Registry } from "./registry.ts";
import { entryParameters, readMessage, sendAll, sendOne } from "./sending.ts";
import { systemAttributes } from "./system-attributes.ts";

type Deps = { readonly registry: Registry; readonly clock: Clock };

type Failed = { readonly Id: string; readonly SenderFault: boolean; readonly Code: string; readonly Message: string };

const batchLimitBytes = 1_048_576;

/** The operations that send, receive and delete. */
export function messageOperations({ registry, clock }: Deps): Readonly<Record<string, JsonOperation>> {
  return {
    SendMessage: {
      known: ["QueueUrl", ...entryParameters],
      run(input, request) {
        const queue = queueOf(registry, input);
        const message = readMessage(queue, input, request.accessKeyId);
        return sendOne(queue, registry.dedupOf(queue), message, clock.now());
      },
    },
    SendMessageBatch: {
      known: ["QueueUrl", "Entries"],
      run(input, request) {
        const queue = queueOf(registry, input);
        const entries = batchEntries(input);
        checkBatchSize(entries);
        const read = eachEntry(entries, (entry) => readMessage(queue, entry, request.accessKeyId));
        const messages = read.good.map(({ value }) => value);
        const sent = sendAll(queue, registry.dedupOf(queue), messages, clock.now());
        return { Successful: sent.map((one, index) => ({ Id: read.good[index]?.id, ...one })), Failed: read.failed };
      },
    },
    ReceiveMessage: {
      known: [
        "QueueUrl",
        "AttributeNames",
        "MessageSystemAttributeNames",
        "MessageAttributeNames",
        "MaxNumberOfMessages",
        "VisibilityTimeout",
        "WaitTimeSeconds",
      ],
      async run(input, request) {
        const queue = queueOf(registry, input);
        const max = fields.maybeInteger(input, "MaxNumberOfMessages", { min: 1, max: 10 }) ?? 1;
        const visibility = fields.maybeInteger(input, "VisibilityTimeout", { min: 0, max: 43_200 });
        const wait = fields.maybeInteger(input, "WaitTimeSeconds", { min: 0, max: 20 });
        const waitMs =
          wait === undefined ? attributeMs(queue.config.attributes, "ReceiveMessageWaitTimeSeconds") : wait * 1000;
        const wanted = visibility === undefined ? { max } : { max, visibilityMs: visibility * 1000 };
        const messages = await queue.takeSoon(wanted, waitMs, request.signal);
        return messages.length === 0 ? {} : { Messages: messages.map((message) => toReceived(message, input)) };
      },
    },
    DeleteMessage: {
      known: ["QueueUrl", "ReceiptHandle"],
      run: (input) => queueOf(registry, input).remove([fields.text(input, "ReceiptHandle")]),
    },
    DeleteMessageBatch: {
      known: ["QueueUrl", "Entries"],
      run(input) {
        const queue = queueOf(registry, input);
        return toBatchAnswer(
          eachEntry(batchEntries(input), (entry) => queue.remove([fields.text(entry, "ReceiptHandle")])),
        );
      },
    },
    ChangeMessageVisibility: {
      known: ["QueueUrl", "ReceiptHandle", "VisibilityTimeout"],
      run: (input) => changeVisibility(registry, input, input),
    },
    ChangeMessageVisibilityBatch: {
      known: ["QueueUrl", "Entries"],
      run(input) {
        queueOf(registry, input);
        return toBatchAnswer(eachEntry(batchEntries(input), (entry) => changeVisibility(registry, input, entry)));
      },
    },
  };
}

function changeVisibility(registry: Registry, request: JsonInput, entry: JsonInput): void {
  const queue = queueOf(registry, request);
  const seconds = fields.maybeInteger(entry, "VisibilityTimeout", { min: 0, max: 43_200 });
  if (seconds === undefined) {
    throw awsFault("MissingRequiredParameterException", "The request must contain the parameter VisibilityTimeout.");
  }
  queue.changeVisibility(fields.text(entry, "ReceiptHandle"), seconds * 1000);
}

function checkBatchSize(entries: readonly BatchEntry[]): void {
  const sizes = entries.map(({ input }) => {
    const attributes = (fields.maybeRecord(input, "MessageAttributes") ?? {}) as NewMessage["attributes"];
    return sizeOf({ body: fields.maybeText(input, "MessageBody") ?? "", attributes });
  });
  const total = sizes.reduce((sum, size) => sum + size, 0);
  if (total <= batchLimitBytes) return;
  const message = `Batch requests cannot be longer than ${batchLimitBytes} bytes. You have sent ${total} bytes.`;
  throw awsFault("BatchRequestTooLong", message);
}

type Each<T> = {
  readonly good: readonly { readonly id: string; readonly value: T }[];
  readonly failed: readonly Failed[];
};

/** Runs one entry after the other; a fault fails only its own entry. */
function eachEntry<T>(entries: readonly BatchEntry[], run: (input: JsonInput) => T): Each<T> {
  const good: { id: string; value: T }[] = [];
  const failed: Failed[] = [];
  for (const { id, input } of entries) {
    try {
      good.push({ id, value: run(input) });
    } catch (error) {
      if (!isAwsFault(error)) throw error;
      failed.push({ Id: id, SenderFault: true, Code: error.code.replace(/Exception$/, ""), Message: error.message });
    }
  }
  return { good, failed };
}

function toBatchAnswer(each: Each<unknown>): { Successful: readonly { Id: string }[]; Failed: readonly Failed[] } {
  return { Successful: each.good.map(({ id }) => ({ Id: id })), Failed: each.failed };
}

function toReceived(message: Message, input: JsonInput): JsonInput {
  const { kept } = message;
  const asked = [
    ...(fields.maybeTexts(input, "AttributeNames") ?? []),
    ...(fields.maybeTexts(input, "MessageSystemAttributeNames") ?? []),
  ];
  const wantsAll = asked.includes("All");
  const system = Object.entries(systemAttributes(message)).filter(([name]) => wantsAll || asked.includes(name));
  const patterns = fields.maybeTexts(input, "MessageAttributeNames") ?? [];
  const own = Object.entries(kept.attributes).filter(([name]) => patterns.some((pattern) => isAsked(pattern, name)));
  const attributes = Object.fromEntries(own);
  return {
    MessageId: kept.id,
    ReceiptHandle: message.handle,
    MD5OfBody: md5(kept.body),
    Body: kept.body,
    ...(system.length > 0 ? { Attributes: Object.fromEntries(system) } : {}),
    ...(own.length > 0 ? { MessageAttributes: attributes, MD5OfMessageAttributes: md5OfAttributes(attributes) } : {}),
  };
}

function isAsked(pattern: string, name: string): boolean {
  if (pattern === "All" || pattern === ".*" || pattern === name) return true;
  return pattern.endsWith(".*") && name.startsWith(pattern.slice(0, -2));
}
