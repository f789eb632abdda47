import { awsFault } from "../cloud/fault.ts";
import type { Place } from "../cloud/place.ts";
import type { Store } from "../cloud/service.ts";
import { isKnownTarget } from "../cloud/targets.ts";
import { isPath, type TargetInput } from "./input.ts";
import type { EventPattern } from "./pattern.ts";
import { checkPattern } from "./pattern-check.ts";

export type Target = TargetInput & {
  readonly Id: string;
  readonly Arn: string;
  readonly SqsParameters?: { readonly MessageGroupId: string };
  readonly RetryPolicy?: { readonly MaximumRetryAttempts?: number; readonly MaximumEventAgeInSeconds?: number };
  readonly DeadLetterConfig?: { readonly Arn: string };
};

export type Rule = {
  readonly name: string;
  readonly bus: string;
  readonly arn: string;
  readonly pattern: EventPattern;
  readonly state: "ENABLED" | "DISABLED";
  readonly description?: string;
  readonly targets: readonly Target[];
};

export type NewRule = Pick<Rule, "name" | "pattern"> & Partial<Pick<Rule, "bus" | "state" | "description">>;

/** Buses and their rules. Faults as EventBridge does; everything is kept over a restart. */
export type Rules = {
  buses(): readonly string[];
  createBus(name: string): string;
  deleteBus(name: string): void;
  /** Fault `ResourceNotFoundException`. */
  checkBus(name: string): void;
  busArn(name: string): string;
  of(bus: string): readonly Rule[];
  find(bus: string, name: string): Rule;
  put(rule: NewRule): Rule;
  remove(bus: string, name: string): void;
  change(rule: Rule, change: Partial<Pick<Rule, "targets" | "state">>): void;
};

export function makeRules({ store, region, accountId }: Place & { readonly store: Store }): Rules {
  const arnBase = `arn:aws:events:${region}:${accountId}`;
  const buses = new Set(["default", ...store.load("events.buses").map(([name]) => name)]);
  const rules = new Map(store.load("events.rules").map(([key, value]) => [key, JSON.parse(String(value)) as Rule]));
  const keyOf = (bus: string, name: string): string => `${bus}/${name}`;

  function save(rule: Rule): Rule {
    const key = keyOf(rule.bus, rule.name);
    store.write([{ space: "events.rules", key, value: JSON.stringify(rule) }]);
    rules.set(key, rule);
    return rule;
  }

  function checkBus(name: string): void {
    if (!buses.has(name)) throw awsFault("ResourceNotFoundException", `Event bus ${name} does not exist.`);
  }

  const of = (bus: string): readonly Rule[] => [...rules.values()].filter((rule) => rule.bus === bus);

  return {
    buses: () => [...buses],
    createBus(name) {
      if (!/^[A-Za-z0-9._/-]{1,256}$/.test(name))
        throw awsFault("ValidationException", `Invalid event bus name ${name}`);
      if (buses.has(name)) throw awsFault("ResourceAlreadyExistsException", `Event bus ${name} already exists.`);
      store.write([{ space: "events.buses", key: name, value: "" }]);
      buses.add(name);
      return `${arnBase}:event-bus/${name}`;
    },
    deleteBus(name) {
      if (name === "default") throw awsFault("ValidationException", "Cannot delete event bus default.");
      if (of(name).length > 0) throw awsFault("ValidationException", `Event bus ${name} still has rules.`);
      store.write([{ space: "events.buses", key: name, value: null }]);
      buses.delete(name);
    },
    checkBus,
    busArn: (name) => `${arnBase}:event-bus/${name}`,
    of,
    find(bus, name) {
      const rule = rules.get(keyOf(bus, name));
      if (!rule) throw awsFault("ResourceNotFoundException", `Rule ${name} does not exist on EventBus ${bus}.`);
      return rule;
    },
    put({ name, bus = "default", ...rest }) {
      checkBus(bus);
      const [problem] = checkPattern(rest.pattern);
      if (problem !== undefined) {
        throw awsFault("InvalidEventPatternException", `Event pattern is not valid. Reason: ${problem}`);
      }
      const arn = bus === "default" ? `${arnBase}:rule/${name}` : `${arnBase}:rule/${bus}/${name}`;
      const targets = rules.get(keyOf(bus, name))?.targets ?? [];
      return save({ state: "ENABLED", ...rest, name, bus, arn, targets });
    },
    remove(bus, name) {
      const rule = rules.get(keyOf(bus, name));
      if (rule && rule.targets.length > 0)
        throw awsFault("ValidationException", "Rule can't be deleted since it has targets.");
      store.write([{ space: "events.rules", key: keyOf(bus, name), value: null }]);
      rules.delete(keyOf(bus, name));
    },
    change(rule, change) {
      for (const target of change.targets ?? []) checkTarget(target);
      save({ ...rule, ...change });
    },
  };
}

const known = [
  "Id",
  "Arn",
  "Input",
  "InputPath",
  "InputTransformer",
  "SqsParameters",
  "RetryPolicy",
  "DeadLetterConfig",
];

function checkTarget(target: Target): void {
  const unknown = Object.keys(target).find((name) => !known.includes(name) && name !== "RoleArn");
  if (unknown) throw awsFault("ValidationException", `The local cloud does not know ${unknown} of target ${target.Id}`);
  if (!isKnownTarget(target.Arn)) {
    throw awsFault(
      "ValidationException",
      `The local cloud delivers to functions, queues and topics, not to ${target.Arn}`,
    );
  }
  const inputs = [target.Input, target.InputPath, target.InputTransformer].filter((input) => input !== undefined);
  if (inputs.length > 1)
    throw awsFault(
      "ValidationException",
      `Only one of Input, InputPath, or InputTransformer must be provided for target ${target.Id}.`,
    );
  const paths = [target.InputPath ?? "$", ...Object.values(target.InputTransformer?.InputPathsMap ?? {})];
  const bad = paths.find((path) => !isPath(path));
  if (bad !== undefined)
    throw awsFault(
      "ValidationException",
      `InputPath ${bad} of target ${target.Id} is not a path the local cloud can follow.`,
    );
  if (target.Arn.endsWith(".fifo") && target.Arn.includes(":sqs:") && !target.SqsParameters) {
    throw awsFault("ValidationException", `Parameter(s) MessageGroupId must be specified for target: ${target.Id}.`);
  }
}
