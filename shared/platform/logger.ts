import { currentCall } from "./call.ts";
import { stageName } from "./settings.ts";

/** Fixed names, nothing nested, never a body, name, phone, address, e-mail or token: log the key of the archive instead. */
export type LogFields = { readonly [Name in LogFieldName]?: string | number | null | undefined };

export type LogFieldName =
  | "fn"
  | "requestId"
  | "traceId"
  | "messageId"
  | "deliveryId"
  | "channel"
  | "connectionId"
  | "merchantId"
  | "orderId"
  | "channelOrderId"
  | "eventId"
  | "importId"
  | "sku"
  | "warehouse"
  | "report"
  | "day"
  /** Where to find what must not be repeated here: an S3 key. */
  | "objectKey"
  | "route"
  | "status"
  | "outcome"
  | "why"
  | "ms"
  | "attempt"
  | "count"
  | "errorName"
  | "errorMessage"
  | "errorStack";

type LogLevel = "debug" | "info" | "warn" | "error";

const ranks: Readonly<Record<LogLevel, number>> = { debug: 0, info: 1, warn: 2, error: 3 };

/** Debug is off in AWS; `LOG_LEVEL` on a function turns it on without a deployment. */
function isWanted(level: LogLevel): boolean {
  const wanted = process.env["LOG_LEVEL"];
  return ranks[level] >= (wanted !== undefined && wanted in ranks ? ranks[wanted as LogLevel] : ranks.info);
}

/** One JSON line, with the fields of the invocation and record it belongs to. */
function write(level: LogLevel, message: string, fields: LogFields): void {
  if (!isWanted(level)) return;
  const line = { level, message, service: "orderhub", stage: stageName(), ...currentCall()?.fields, ...fields };
  process.stdout.write(`${JSON.stringify({ time: new Date().toISOString(), ...line })}\n`);
}

/** `error` wakes someone; `warn` is counted; `info` tells the story; `debug` is off. */
export const log = {
  debug: (message: string, fields: LogFields = {}): void => write("debug", message, fields),
  info: (message: string, fields: LogFields = {}): void => write("info", message, fields),
  warn: (message: string, fields: LogFields = {}): void => write("warn", message, fields),
  error: (message: string, fields: LogFields = {}): void => write("error", message, fields),
};

/** An unexpected error as log fields, its causes joined into the stack. */
export function faultFields(fault: unknown): LogFields {
  if (!(fault instanceof Error)) return { errorName: "NotAnError", errorMessage: String(fault) };
  const cause = fault.cause instanceof Error ? `\ncaused by ${fault.cause.stack ?? fault.cause.message}` : "";
  return { errorName: fault.name, errorMessage: fault.message, errorStack: `${fault.stack ?? ""}${cause}` };
}
