import { type Deliveries, type Delivery, makeDeliveries } from "../cloud/deliveries.ts";
import { makeJsonHandler } from "../cloud/json-service.ts";
import { localPlace, type NeededAction, type Place } from "../cloud/place.ts";
import type { AwsRequest, AwsService, Clock, Store } from "../cloud/service.ts";
import type { Targets } from "../cloud/targets.ts";
import { type BusEvent, busName, checkEntries, type FailedEntry, instant, readEntry } from "./entries.ts";
import { payloadOf } from "./input.ts";
import { eventsOperations } from "./operations.ts";
import { matches } from "./pattern.ts";
import { makeRules, type NewRule, type Rule, type Target } from "./rules.ts";

export type EventsDeps = Partial<Place> & { readonly clock: Clock; readonly store: Store; readonly targets: Targets };

/** EventBridge over HTTP, and the doors other parts of the local cloud use. */
export type EventsService = AwsService &
  Pick<Deliveries, "resume" | "pending" | "idle"> & {
    actionsOf(request: AwsRequest): readonly NeededAction[];
    /** Creates the bus unless it exists. */
    ensureBus(name: string): { readonly arn: string };
    /** Creates or replaces a rule with its targets: what a template asks for. Faults name what is wrong. */
    ensureRule(rule: NewRule, targets: readonly Target[]): { readonly arn: string };
    /** Puts an event of an AWS service (such as S3's) on a bus. Durable when it returns. */
    publish(event: BusEvent, bus?: string): void;
  };

export function makeEventsService(deps: EventsDeps): EventsService {
  const place: Place = { ...localPlace, ...deps };
  const rules = makeRules({ ...deps, ...place });
  const deliveries = makeDeliveries({ ...deps, space: "events.pending" });

  function route(bus: string, event: BusEvent): readonly Delivery[] {
    const hit = rules.of(bus).filter((rule) => rule.state === "ENABLED" && matches(rule.pattern, event));
    return hit.flatMap((rule) => rule.targets.map((target) => toDelivery(rule, target, event, deps.clock.now())));
  }

  function putEvents(entries: Parameters<typeof checkEntries>[0]): {
    FailedEntryCount: number;
    Entries: readonly object[];
  } {
    const read = checkEntries(entries).map((entry) => readEntry(entry, place, deps.clock.now(), rules.checkBus));
    deliveries.add(read.flatMap((one) => ("event" in one ? route(one.bus, one.event) : [])));
    const answers = read.map((one): FailedEntry | { EventId: string } =>
      "event" in one ? { EventId: one.event.id } : one,
    );
    return { FailedEntryCount: answers.filter((one) => "ErrorCode" in one).length, Entries: answers };
  }

  return {
    name: "events",
    handle: makeJsonHandler(
      { service: "events", invalid: "ValidationException", contentType: "application/x-amz-json-1.1" },
      eventsOperations({ rules, putEvents }),
    ),
    actionsOf: (request) => actionsOf(request, rules.busArn, place),
    resume: deliveries.resume,
    pending: deliveries.pending,
    idle: deliveries.idle,
    ensureBus(name) {
      if (!rules.buses().includes(name)) rules.createBus(name);
      return { arn: rules.busArn(name) };
    },
    ensureRule(rule, targets) {
      const put = rules.put(rule);
      rules.change(put, { targets });
      return { arn: put.arn };
    },
    publish(event, bus = "default") {
      deliveries.add(route(bus, event));
    },
  };
}

function toDelivery(rule: Rule, target: Target, event: BusEvent, now: number): Delivery {
  const context = { ruleArn: rule.arn, ruleName: rule.name, ingestionTime: instant(now) };
  const groupId = target.SqsParameters?.MessageGroupId;
  return {
    id: crypto.randomUUID(),
    targetArn: target.Arn,
    payload: payloadOf(event, target, context),
    queue: groupId === undefined ? {} : { groupId },
    createdAt: now,
    maxRetries: target.RetryPolicy?.MaximumRetryAttempts ?? 185,
    maxAgeMs: (target.RetryPolicy?.MaximumEventAgeInSeconds ?? 86_400) * 1000,
    about: { RULE_ARN: rule.arn, TARGET_ARN: target.Arn },
    ...(target.DeadLetterConfig ? { deadLetterArn: target.DeadLetterConfig.Arn } : {}),
  };
}

function actionsOf(request: AwsRequest, busArn: (name: string) => string, place: Place): readonly NeededAction[] {
  const input = JSON.parse(request.body.toString("utf8") || "{}") as Record<string, unknown>;
  const action = `events:${request.operation}`;
  if (request.operation === "PutEvents") {
    const entries = Array.isArray(input["Entries"]) ? (input["Entries"] as Record<string, unknown>[]) : [];
    const buses = new Set(entries.map((entry) => busArn(busName(entry["EventBusName"]))));
    return [...buses].map((resource) => ({ action, resource }));
  }
  const rule = input["Rule"] ?? (request.operation.endsWith("Rule") ? input["Name"] : undefined);
  if (typeof rule !== "string") return [{ action, resource: "*" }];
  const bus = busName(input["EventBusName"]);
  const base = `arn:aws:events:${place.region}:${place.accountId}:rule/`;
  return [{ action, resource: base + (bus === "default" ? rule : `${bus}/${rule}`) }];
}
