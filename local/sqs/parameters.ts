import { awsFault } from "../cloud/fault.ts";
import { makeFields } from "../cloud/fields.ts";
import type { JsonInput } from "../cloud/json-service.ts";
import type { Queue } from "./queue.port.ts";
import type { Registry } from "./registry.ts";

export const fields = makeFields({
  missing: "MissingRequiredParameterException",
  invalid: "InvalidParameterValueException",
});

export function invalid(message: string): Error {
  return awsFault("InvalidParameterValueException", message);
}

export function wrongQueueType(parameter: string): Error {
  return invalid(`The request include parameter ${parameter} which is not valid for this queue type`);
}

/** The queue a request names by its URL, of which only the last part counts. Fault `QueueDoesNotExist`. */
export function queueOf(registry: Registry, input: JsonInput): Queue {
  return existingQueue(registry, nameOfUrl(fields.text(input, "QueueUrl")));
}

export function existingQueue(registry: Registry, name: string): Queue {
  const queue = registry.byName(name);
  if (!queue) throw awsFault("QueueDoesNotExist", "The specified queue does not exist.");
  return queue;
}

export function nameOfUrl(url: string): string {
  return url.split("/").at(-1) ?? "";
}

export type BatchEntry = { readonly id: string; readonly input: JsonInput };

/** 1 to 10 entries with distinct ids, as every batch operation wants them. */
export function batchEntries(input: JsonInput): readonly BatchEntry[] {
  const entries = (fields.maybeRecords(input, "Entries") ?? []).map((entry) => ({
    id: fields.text(entry, "Id"),
    input: entry,
  }));
  if (entries.length === 0) throw awsFault("EmptyBatchRequest", "There should be at least one entry in the request.");
  if (entries.length > 10) {
    const message = `Maximum number of entries per request are 10. You have sent ${entries.length}.`;
    throw awsFault("TooManyEntriesInBatchRequest", message);
  }
  if (new Set(entries.map((entry) => entry.id)).size < entries.length) {
    throw awsFault("BatchEntryIdsNotDistinct", "Two or more batch entries in the request have the same Id.");
  }
  const bad = entries.find((entry) => !/^[A-Za-z0-9_-]{1,80}$/.test(entry.id));
  if (bad) {
    const rule =
      "A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters long.";
    throw awsFault("InvalidBatchEntryId", rule);
  }
  return entries;
}

/** The codes the older query protocol had, which SDKs and the command line still show. */
export function queryCode(code: string): string {
  const older: Readonly<Record<string, string>> = {
    InvalidParameterValueException: "InvalidParameterValue",
    MissingRequiredParameterException: "MissingParameter",
    QueueDoesNotExist: "AWS.SimpleQueueService.NonExistentQueue",
    QueueNameExists: "QueueAlreadyExists",
    UnknownOperationException: "InvalidAction",
  };
  const prefixed = [
    "TooManyEntriesInBatchRequest",
    "EmptyBatchRequest",
    "BatchEntryIdsNotDistinct",
    "InvalidBatchEntryId",
    "BatchRequestTooLong",
    "PurgeQueueInProgress",
    "MessageNotInflight",
    "UnsupportedOperation",
  ];
  return older[code] ?? (prefixed.includes(code) ? `AWS.SimpleQueueService.${code}` : code);
}
