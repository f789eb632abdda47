import { awsFault } from "../cloud/fault.ts";
import { makeFields } from "../cloud/fields.ts";
import type { JsonInput, JsonOperation } from "../cloud/json-service.ts";
import { busName } from "./entries.ts";
import { type EventPattern, matches } from "./pattern.ts";
import { checkPattern } from "./pattern-check.ts";
import type { Rule, Rules, Target } from "./rules.ts";

const fields = makeFields({ missing: "ValidationException", invalid: "ValidationException" });

type Deps = { readonly rules: Rules; readonly putEvents: (entries: readonly JsonInput[] | undefined) => unknown };

/** EventBridge's operations on buses, rules, targets and events. */
export function eventsOperations({ rules, putEvents }: Deps): Readonly<Record<string, JsonOperation>> {
  const ruleOf = (input: JsonInput, parameter: string): Rule =>
    rules.find(busName(input["EventBusName"]), fields.text(input, parameter));

  const switchTo = (state: Rule["state"]): JsonOperation => ({
    known: ["Name", "EventBusName"],
    run: (input) => rules.change(ruleOf(input, "Name"), { state }),
  });

  return {
    PutEvents: { known: ["Entries"], run: (input) => putEvents(fields.maybeRecords(input, "Entries")) },
    CreateEventBus: {
      known: ["Name"],
      run: (input) => ({ EventBusArn: rules.createBus(fields.text(input, "Name")) }),
    },
    DeleteEventBus: { known: ["Name"], run: (input) => rules.deleteBus(fields.text(input, "Name")) },
    DescribeEventBus: {
      known: ["Name"],
      run(input) {
        const name = busName(input["Name"]);
        rules.checkBus(name);
        return { Name: name, Arn: rules.busArn(name) };
      },
    },
    ListEventBuses: {
      known: ["NamePrefix"],
      run(input) {
        const prefix = fields.maybeText(input, "NamePrefix") ?? "";
        const names = rules.buses().filter((name) => name.startsWith(prefix));
        return { EventBuses: names.map((name) => ({ Name: name, Arn: rules.busArn(name) })) };
      },
    },
    PutRule: {
      known: ["Name", "EventBusName", "EventPattern", "State", "Description"],
      run(input) {
        const state = fields.maybeText(input, "State") ?? "ENABLED";
        if (state !== "ENABLED" && state !== "DISABLED")
          throw awsFault("ValidationException", `Unknown State ${state}.`);
        const description = fields.maybeText(input, "Description");
        const about = description === undefined ? {} : { description };
        const pattern = readPattern(fields.text(input, "EventPattern"));
        const rule = {
          name: fields.text(input, "Name"),
          bus: busName(input["EventBusName"]),
          pattern,
          state,
          ...about,
        };
        return { RuleArn: rules.put(rule as Parameters<Rules["put"]>[0]).arn };
      },
    },
    DeleteRule: {
      known: ["Name", "EventBusName", "Force"],
      run: (input) => rules.remove(busName(input["EventBusName"]), fields.text(input, "Name")),
    },
    DescribeRule: { known: ["Name", "EventBusName"], run: (input) => toDescription(ruleOf(input, "Name")) },
    EnableRule: switchTo("ENABLED"),
    DisableRule: switchTo("DISABLED"),
    ListRules: {
      known: ["EventBusName", "NamePrefix"],
      run(input) {
        const prefix = fields.maybeText(input, "NamePrefix") ?? "";
        const found = rules.of(busName(input["EventBusName"])).filter((rule) => rule.name.startsWith(prefix));
        return { Rules: found.map(toDescription) };
      },
    },
    PutTargets: {
      known: ["Rule", "EventBusName", "Targets"],
      run(input) {
        const rule = ruleOf(input, "Rule");
        const given = (fields.maybeRecords(input, "Targets") ?? []) as unknown as readonly Target[];
        const others = rule.targets.filter((target) => !given.some((one) => one.Id === target.Id));
        if (others.length + given.length > 5) {
          throw awsFault(
            "LimitExceededException",
            "The requested resource exceeds the maximum number allowed: 5 targets.",
          );
        }
        rules.change(rule, { targets: [...others, ...given] });
        return { FailedEntryCount: 0, FailedEntries: [] };
      },
    },
    RemoveTargets: {
      known: ["Rule", "EventBusName", "Ids", "Force"],
      run(input) {
        const rule = ruleOf(input, "Rule");
        const gone = fields.maybeTexts(input, "Ids") ?? [];
        rules.change(rule, { targets: rule.targets.filter((target) => !gone.includes(target.Id)) });
        return { FailedEntryCount: 0, FailedEntries: [] };
      },
    },
    ListTargetsByRule: {
      known: ["Rule", "EventBusName"],
      run: (input) => ({ Targets: ruleOf(input, "Rule").targets }),
    },
    TestEventPattern: {
      known: ["EventPattern", "Event"],
      run(input) {
        const pattern = readPattern(fields.text(input, "EventPattern"));
        const [problem] = checkPattern(pattern);
        if (problem !== undefined) throw invalidPattern(problem);
        return { Result: matches(pattern, JSON.parse(fields.text(input, "Event"))) };
      },
    },
  };
}

function readPattern(text: string): EventPattern {
  try {
    return JSON.parse(text) as EventPattern;
  } catch (cause) {
    if (cause instanceof SyntaxError) throw invalidPattern(cause.message);
    throw cause;
  }
}

function invalidPattern(reason: string): Error {
  return awsFault("InvalidEventPatternException", `Event pattern is not valid. Reason: ${reason}`);
}

function toDescription(rule: Rule): JsonInput {
  return {
    Name: rule.name,
    Arn: rule.arn,
    EventBusName: rule.bus,
    EventPattern: JSON.stringify(rule.pattern),
    State: rule.state,
    ...(rule.description === undefined ? {} : { Description: rule.description }),
  };
}
