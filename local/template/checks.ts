import { jsonOf, numberOf, recordOf, recordsOf, textOf } from "./read-property.ts";
import { type Resource, resourceError } from "./resource.ts";

/**
 * Faults that AWS refuses at deployment and common template linters let pass. Throws with the resource's place.
 */
export function checkResource(resource: Resource): void {
  const problem = problemOf(resource);
  if (problem !== null) throw resourceError(resource, problem);
}

function problemOf(resource: Resource): string | null {
  switch (resource.type) {
    case "AWS::Events::Rule":
      return (
        scheduleProblem(resource.properties["ScheduleExpression"]) ??
        patternProblem(resource.properties["EventPattern"])
      );
    case "AWS::Scheduler::Schedule":
      return scheduleProblem(resource.properties["ScheduleExpression"]);
    case "AWS::DynamoDB::Table":
      return keyProblem(resource.properties);
    case "AWS::SQS::Queue":
      return redriveProblem(resource.properties["RedrivePolicy"]);
    case "AWS::CloudWatch::Dashboard":
      return dashboardProblem(resource.properties["DashboardBody"]);
    default:
      return null;
  }
}

/** `rate(1 minute)`, `rate(5 minutes)`, a cron of six fields, or `at(2026-01-31T00:00:00)`. */
function scheduleProblem(expression: unknown): string | null {
  if (expression === undefined) return null;
  const text = String(expression);
  const rate = /^rate\((\d+) (minute|hour|day)(s?)\)$/.exec(text);
  if (rate !== null) {
    const isPlural = rate[3] === "s";
    const count = Number(rate[1]);
    if (count === 0) return `schedule "${text}": a rate must be at least 1`;
    return isPlural === count > 1 ? null : `schedule "${text}": one is singular ("1 ${rate[2]}"), more are plural`;
  }
  const cron = /^cron\((.+)\)$/.exec(text)?.[1];
  if (cron !== undefined)
    return cron.trim().split(/\s+/).length === 6 ? null : `schedule "${text}": a cron has six fields`;
  return /^at\(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\)$/.test(text) ? null : `schedule "${text}" is neither rate, cron nor at`;
}

/** Every leaf of an event pattern is a list: `{"source": "x"}` matches nothing and is refused by EventBridge. */
function patternProblem(pattern: unknown, at = "EventPattern"): string | null {
  const value = jsonOf(pattern);
  if (value === undefined || Array.isArray(value)) return null;
  if (typeof value !== "object" || value === null) return `${at}: a value in an event pattern must be a list`;
  for (const [name, member] of Object.entries(value)) {
    const found = patternProblem(typeof member === "string" ? JSON.stringify(member) : member, `${at}.${name}`);
    if (found !== null) return found;
  }
  return null;
}

/** DynamoDB wants exactly the attributes that are keys of the table or of an index, no more and no fewer. */
function keyProblem(properties: Resource["properties"]): string | null {
  const defined = new Set(recordsOf(properties["AttributeDefinitions"]).map((one) => textOf(one["AttributeName"])));
  const schemas = [{ KeySchema: properties["KeySchema"] }, ...recordsOf(properties["GlobalSecondaryIndexes"])];
  const used = new Set(
    schemas.flatMap((one) => recordsOf(one["KeySchema"]).map((key) => textOf(key["AttributeName"]))),
  );
  for (const name of used) if (!defined.has(name)) return `key attribute "${name}" is absent from AttributeDefinitions`;
  for (const name of defined) if (!used.has(name)) return `AttributeDefinitions names "${name}", which is no key`;
  return null;
}

function redriveProblem(policy: unknown): string | null {
  if (policy === undefined) return null;
  const count = numberOf(recordOf(jsonOf(policy))["maxReceiveCount"]);
  return count !== null && count >= 1 && count <= 1000 ? null : `maxReceiveCount must be 1 to 1000, not ${count}`;
}

function dashboardProblem(body: unknown): string | null {
  try {
    const parsed = recordOf(JSON.parse(String(body)));
    return Array.isArray(parsed["widgets"]) ? null : 'DashboardBody has no list "widgets"';
  } catch (error) {
    return `DashboardBody is not valid JSON: ${error instanceof Error ? error.message : String(error)}`;
  }
}
