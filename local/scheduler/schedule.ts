import { awsFault } from "../cloud/fault.ts";
import { isRecord, type JsonInput } from "../cloud/json-service.ts";
import { isKnownTarget } from "../cloud/targets.ts";
import { type Expression, parseExpression } from "./expression.ts";
import { isZone } from "./zone.ts";

export type ScheduleTarget = {
  readonly Arn: string;
  readonly RoleArn: string;
  readonly Input?: string;
  readonly RetryPolicy?: { readonly MaximumRetryAttempts?: number; readonly MaximumEventAgeInSeconds?: number };
  readonly DeadLetterConfig?: { readonly Arn?: string };
  readonly SqsParameters?: { readonly MessageGroupId?: string };
};

/** What a schedule is given, under the API's own names. `StartDate` and `EndDate` in epoch ms. */
export type ScheduleSettings = {
  readonly ScheduleExpression: string;
  readonly ScheduleExpressionTimezone: string;
  readonly State: "ENABLED" | "DISABLED";
  readonly Description?: string;
  readonly StartDate?: number;
  readonly EndDate?: number;
  readonly ActionAfterCompletion: "NONE" | "DELETE";
  readonly Target: ScheduleTarget;
};

export type Schedule = {
  readonly name: string;
  readonly group: string;
  readonly arn: string;
  readonly settings: ScheduleSettings;
  readonly createdAt: number;
  readonly modifiedAt: number;
  /** When it fires next, epoch ms; null if never again. Stored, so that a fire missed while stopped is made up for. */
  readonly nextAt: number | null;
};

const known = [
  "Name",
  "GroupName",
  "ClientToken",
  "ScheduleExpression",
  "ScheduleExpressionTimezone",
  "FlexibleTimeWindow",
  "State",
  "Description",
  "StartDate",
  "EndDate",
  "ActionAfterCompletion",
  "Target",
];
const knownOfTarget = ["Arn", "RoleArn", "Input", "RetryPolicy", "DeadLetterConfig", "SqsParameters"];

/** Checks a request (or the properties of a template's resource). Fault `ValidationException` naming what is wrong. */
export function readSettings(input: JsonInput): ScheduleSettings {
  refuseUnknown(input, known, "a schedule");
  const window = input["FlexibleTimeWindow"];
  if (!isRecord(window) || window["Mode"] !== "OFF") {
    throw invalid("FlexibleTimeWindow must be given, with Mode OFF (the local cloud knows no other)");
  }
  const description = input["Description"];
  const settings = {
    ScheduleExpression: text(input, "ScheduleExpression"),
    ScheduleExpressionTimezone:
      input["ScheduleExpressionTimezone"] === undefined ? "UTC" : text(input, "ScheduleExpressionTimezone"),
    State: oneOf(input, "State", ["ENABLED", "DISABLED"] as const),
    ActionAfterCompletion: oneOf(input, "ActionAfterCompletion", ["NONE", "DELETE"] as const),
    ...(typeof description === "string" ? { Description: description } : {}),
    ...date(input, "StartDate"),
    ...date(input, "EndDate"),
    Target: readTarget(input["Target"]),
  };
  expressionOf(settings);
  if (!isZone(settings.ScheduleExpressionTimezone))
    throw invalid(`Invalid ScheduleExpressionTimezone ${settings.ScheduleExpressionTimezone}`);
  return settings;
}

export function expressionOf(settings: Pick<ScheduleSettings, "ScheduleExpression">): Expression {
  const expression = parseExpression(settings.ScheduleExpression);
  if (!expression) throw invalid(`Invalid Schedule Expression ${settings.ScheduleExpression}.`);
  return expression;
}

function readTarget(given: unknown): ScheduleTarget {
  if (!isRecord(given)) throw invalid("Target must be given");
  refuseUnknown(given, knownOfTarget, "a schedule's target");
  const arn = text(given, "Arn");
  text(given, "RoleArn");
  if (!isKnownTarget(arn)) throw invalid(`The local cloud delivers to functions, queues and topics, not to ${arn}`);
  return given as unknown as ScheduleTarget;
}

function refuseUnknown(input: JsonInput, names: readonly string[], what: string): void {
  const unknown = Object.keys(input).find(
    (name) => !names.includes(name) && input[name] !== null && input[name] !== undefined,
  );
  if (unknown !== undefined) throw invalid(`The local cloud does not know ${unknown} of ${what}`);
}

function text(input: JsonInput, name: string): string {
  const value = input[name];
  if (typeof value !== "string" || value === "") throw invalid(`${name} must be given`);
  return value;
}

function oneOf<T extends string>(input: JsonInput, name: string, values: readonly [T, ...T[]]): T {
  const given = input[name] ?? values[0];
  const value = values.find((one) => one === given);
  if (value === undefined) throw invalid(`${name} must be one of ${values.join(", ")}`);
  return value;
}

/** Seconds (as SDKs send them) or an ISO text (as templates have it), to epoch ms. */
function date(input: JsonInput, name: string): Record<string, number> {
  const given = input[name];
  if (given === undefined || given === null) return {};
  const ms = typeof given === "number" ? given * 1000 : Date.parse(String(given));
  if (Number.isNaN(ms)) throw invalid(`${name} is not a time`);
  return { [name]: ms };
}

export function invalid(message: string): Error {
  return awsFault("ValidationException", message);
}
