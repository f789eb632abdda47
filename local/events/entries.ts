import { Buffer } from "node:buffer";
import { awsFault, isAwsFault } from "../cloud/fault.ts";
import { isRecord, type JsonInput } from "../cloud/json-service.ts";
import type { Place } from "../cloud/place.ts";

/** An event as rules see it. */
export type BusEvent = {
  readonly version: "0";
  readonly id: string;
  readonly "detail-type": string;
  readonly source: string;
  readonly account: string;
  /** ISO instant in whole seconds. */
  readonly time: string;
  readonly region: string;
  readonly resources: readonly string[];
  readonly detail: unknown;
};

export type ReadEntry = { readonly bus: string; readonly event: BusEvent };

export type FailedEntry = { readonly ErrorCode: string; readonly ErrorMessage: string };

const entryLimit = 10;
const sizeLimitBytes = 262_144;

const known = ["Source", "DetailType", "Detail", "EventBusName", "Time", "Resources", "TraceHeader"];

/** 1 to 10 entries of together at most 256 KB. Fault `ValidationException`. */
export function checkEntries(entries: readonly JsonInput[] | undefined): readonly JsonInput[] {
  if (!entries || entries.length === 0 || entries.length > entryLimit) {
    const message = `1 validation error detected: Value at 'entries' failed to satisfy constraint: Member must have length between 1 and ${entryLimit}`;
    throw awsFault("ValidationException", message);
  }
  const size = entries.reduce((sum, entry) => sum + sizeOf(entry), 0);
  if (size > sizeLimitBytes)
    throw awsFault("ValidationException", "Total size of the entries in the request is over the limit.");
  return entries;
}

/** As the documentation counts: 14 bytes for a time, and the bytes of source, type, detail and resources. */
function sizeOf(entry: JsonInput): number {
  const resources = Array.isArray(entry["Resources"]) ? entry["Resources"] : [];
  const texts = [entry["Source"], entry["DetailType"], entry["Detail"], ...resources];
  const bytes = texts.reduce<number>((sum, text) => sum + Buffer.byteLength(typeof text === "string" ? text : ""), 0);
  return bytes + (entry["Time"] === undefined ? 0 : 14);
}

/** One entry; what is wrong with it fails only itself. */
export function readEntry(
  entry: JsonInput,
  place: Place,
  now: number,
  checkBus: (name: string) => void,
): ReadEntry | FailedEntry {
  try {
    const unknown = Object.keys(entry).find((name) => !known.includes(name));
    if (unknown)
      throw awsFault("InvalidArgument", `The local cloud does not know the parameter ${unknown} of an entry.`);
    const bus = busName(entry["EventBusName"]);
    checkBus(bus);
    const source = required(entry, "Source");
    if (source.startsWith("aws."))
      throw awsFault("NotAuthorizedForSourceException", `Not authorized for the source ${source}.`);
    const event: BusEvent = {
      version: "0",
      id: crypto.randomUUID(),
      "detail-type": required(entry, "DetailType"),
      source,
      account: place.accountId,
      time: instant(typeof entry["Time"] === "number" ? entry["Time"] * 1000 : now),
      region: place.region,
      resources: Array.isArray(entry["Resources"]) ? entry["Resources"].map(String) : [],
      detail: readDetail(required(entry, "Detail")),
    };
    return { bus, event };
  } catch (error) {
    if (!isAwsFault(error)) throw error;
    return { ErrorCode: error.code, ErrorMessage: error.message };
  }
}

/** A bus by name or ARN; the default one if none is given. */
export function busName(given: unknown): string {
  return typeof given === "string" && given !== ""
    ? given.replace(/^arn:aws:events:[^:]*:[^:]*:event-bus\//, "")
    : "default";
}

function required(entry: JsonInput, name: string): string {
  const value = entry[name];
  if (typeof value === "string" && value !== "") return value;
  throw awsFault("InvalidArgument", `Parameter ${name} is not valid. Reason: ${name} is a required argument.`);
}

function readDetail(text: string): unknown {
  try {
    const detail: unknown = JSON.parse(text);
    if (isRecord(detail)) return detail;
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
  }
  throw awsFault("MalformedDetail", "Detail is malformed.");
}

export function instant(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}
