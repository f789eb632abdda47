import { awsFault } from "../cloud/fault.ts";
import { isRecord } from "../cloud/json-service.ts";

export type QueueAttributes = Readonly<Record<string, string>>;

type Rule =
  | { readonly kind: "number"; readonly min: number; readonly max: number }
  | { readonly kind: "flag" | "json" | "text" };

const rules: Readonly<Record<string, Rule>> = {
  DelaySeconds: { kind: "number", min: 0, max: 900 },
  MaximumMessageSize: { kind: "number", min: 1024, max: 1_048_576 },
  MessageRetentionPeriod: { kind: "number", min: 60, max: 1_209_600 },
  ReceiveMessageWaitTimeSeconds: { kind: "number", min: 0, max: 20 },
  VisibilityTimeout: { kind: "number", min: 0, max: 43_200 },
  KmsDataKeyReusePeriodSeconds: { kind: "number", min: 60, max: 86_400 },
  KmsMasterKeyId: { kind: "text" },
  SqsManagedSseEnabled: { kind: "flag" },
  FifoQueue: { kind: "flag" },
  ContentBasedDeduplication: { kind: "flag" },
  DeduplicationScope: { kind: "text" },
  FifoThroughputLimit: { kind: "text" },
  Policy: { kind: "json" },
  RedrivePolicy: { kind: "json" },
  RedriveAllowPolicy: { kind: "json" },
};

const defaults: QueueAttributes = {
  DelaySeconds: "0",
  MaximumMessageSize: "1048576",
  MessageRetentionPeriod: "345600",
  ReceiveMessageWaitTimeSeconds: "0",
  VisibilityTimeout: "30",
  SqsManagedSseEnabled: "true",
};

const fifoOnly = ["ContentBasedDeduplication", "DeduplicationScope", "FifoThroughputLimit"];

/** Given attributes over the defaults (or over `current`). Faults name the attribute and what is wrong with it. */
export function checkedAttributes(
  name: string,
  given: QueueAttributes,
  current: QueueAttributes = {},
): QueueAttributes {
  for (const [attribute, value] of Object.entries(given)) checkOne(attribute, value);
  const merged = { ...defaults, ...current, ...given };
  const fifo = merged["FifoQueue"] === "true";
  if (fifo !== name.endsWith(".fifo")) {
    throw awsFault("InvalidParameterValueException", "The name of a FIFO queue must end in .fifo, and only that.");
  }
  const misplaced = fifoOnly.find((attribute) => !fifo && given[attribute] !== undefined);
  if (misplaced) throw awsFault("InvalidAttributeName", `Unknown Attribute ${misplaced}.`);
  if (given["FifoQueue"] === "false") throw awsFault("InvalidAttributeName", "Unknown Attribute FifoQueue.");
  const entries = Object.entries(merged).filter(([, value]) => value !== "");
  return Object.fromEntries(entries);
}

function checkOne(attribute: string, value: string): void {
  const rule = rules[attribute];
  if (!rule) throw awsFault("InvalidAttributeName", `Unknown Attribute ${attribute}.`);
  if (value === "") return;
  const number = Number(value);
  const good =
    rule.kind === "number"
      ? Number.isInteger(number) && number >= rule.min && number <= rule.max
      : rule.kind === "flag"
        ? value === "true" || value === "false"
        : rule.kind === "text" || isJsonObject(value);
  if (!good) throw awsFault("InvalidAttributeValue", `Invalid value for the parameter ${attribute}.`);
  if (attribute === "RedrivePolicy") readRedrive(value);
}

export type Redrive = { readonly deadLetterTargetArn: string; readonly maxReceiveCount: number };

/** The redrive policy's two facts. Fault if either is missing or the count is not from 1 to 1000. */
export function readRedrive(policy: string | undefined): Redrive | null {
  if (policy === undefined || policy === "") return null;
  const parsed = JSON.parse(policy) as Record<string, unknown>;
  const maxReceiveCount = Number(parsed["maxReceiveCount"]);
  const deadLetterTargetArn = parsed["deadLetterTargetArn"];
  if (typeof deadLetterTargetArn === "string" && Number.isInteger(maxReceiveCount)) {
    if (maxReceiveCount >= 1 && maxReceiveCount <= 1000) return { deadLetterTargetArn, maxReceiveCount };
  }
  throw awsFault(
    "InvalidParameterValueException",
    `Value ${policy} for parameter RedrivePolicy is invalid. Reason: it needs deadLetterTargetArn and maxReceiveCount from 1 to 1000.`,
  );
}

function isJsonObject(text: string): boolean {
  try {
    return isRecord(JSON.parse(text));
  } catch (cause) {
    if (cause instanceof SyntaxError) return false;
    throw cause;
  }
}

/** The whole seconds of an attribute, in ms. */
export function attributeMs(attributes: QueueAttributes, name: string): number {
  return Number(attributes[name] ?? "0") * 1000;
}
