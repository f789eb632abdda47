import { awsFault, isAwsFault } from "../cloud/fault.ts";
import { isRecord, type JsonInput } from "../cloud/json-service.ts";
import { localPlace, type NeededAction, type Place } from "../cloud/place.ts";
import { jsonReply, refusalReply } from "../cloud/replies.ts";
import type { AwsRequest, AwsService, Clock, Store } from "../cloud/service.ts";
import type { Targets } from "../cloud/targets.ts";
import { makeGroups } from "./groups.ts";
import { invalid, readSettings, type Schedule } from "./schedule.ts";
import { makeTimetable, type Timetable } from "./timetable.ts";

export type SchedulerDeps = Partial<Place> & {
  readonly clock: Clock;
  readonly store: Store;
  readonly targets: Targets;
};

/** EventBridge Scheduler over HTTP, and the doors other parts of the local cloud use. */
export type SchedulerService = AwsService &
  Pick<Timetable, "resume" | "pending" | "idle"> & {
    actionsOf(request: AwsRequest): readonly NeededAction[];
    /** Creates a schedule or gives it these properties of `AWS::Scheduler::Schedule`. Faults name what is wrong. */
    ensureSchedule(name: string, properties: JsonInput): { readonly arn: string };
    /** Every schedule with the time it fires next (epoch ms). */
    schedules(): readonly Schedule[];
  };

type Route = { readonly operation: string; readonly name: string; readonly query: readonly string[] };

export function makeSchedulerService(deps: SchedulerDeps): SchedulerService {
  const place: Place = { ...localPlace, ...deps };
  const timetable = makeTimetable({ ...deps, ...place });
  const groups = makeGroups({ ...deps, ...place });

  const operations: Readonly<Record<string, (name: string, input: JsonInput, query: URLSearchParams) => unknown>> = {
    CreateSchedule(name, input) {
      const group = groupOf(input["GroupName"]);
      groups.check(group);
      return { ScheduleArn: timetable.create(group, checkName(name), readSettings(input)).arn };
    },
    UpdateSchedule(name, input) {
      const schedule = timetable.find(groupOf(input["GroupName"]), name);
      return { ScheduleArn: timetable.update(schedule, readSettings(input)).arn };
    },
    GetSchedule: (name, _input, query) => toDescription(timetable.find(groupOf(query.get("groupName")), name)),
    DeleteSchedule: (name, _input, query) => timetable.remove(timetable.find(groupOf(query.get("groupName")), name)),
    ListSchedules(_name, _input, query) {
      const chosen = timetable.all().filter((one) => {
        const wanted = query.get("ScheduleGroup") ?? one.group;
        return one.group === wanted && one.name.startsWith(query.get("NamePrefix") ?? "");
      });
      return { Schedules: chosen.map(toSummary) };
    },
    CreateScheduleGroup: (name) => ({ ScheduleGroupArn: groups.create(checkName(name)) }),
    GetScheduleGroup: (name) => groups.describe(name),
    DeleteScheduleGroup(name) {
      groups.remove(name);
      for (const schedule of timetable.all().filter((one) => one.group === name)) timetable.remove(schedule);
    },
    ListScheduleGroups: (_name, _input, query) => ({ ScheduleGroups: groups.list(query.get("NamePrefix") ?? "") }),
  };

  return {
    name: "scheduler",
    async handle(request) {
      try {
        const route = readRoute(request);
        const operation = operations[route.operation];
        const input = readBody(request);
        return jsonReply(operation?.(route.name, input, request.query) ?? {}, 200, {
          "content-type": "application/json",
        });
      } catch (error) {
        if (!isAwsFault(error)) throw error;
        return refusalReply("scheduler", error);
      }
    },
    actionsOf(request) {
      const { operation, name } = readRoute(request);
      const base = `arn:aws:scheduler:${place.region}:${place.accountId}`;
      const group = groupOf(readBody(request)["GroupName"] ?? request.query.get("groupName"));
      const resource = operation.endsWith("Group")
        ? `${base}:schedule-group/${name}`
        : `${base}:schedule/${group}/${name}`;
      return [{ action: `scheduler:${operation}`, resource: operation.startsWith("List") ? "*" : resource }];
    },
    async close() {
      timetable.close();
    },
    resume: timetable.resume,
    pending: timetable.pending,
    idle: timetable.idle,
    ensureSchedule(name, properties) {
      const group = groupOf(properties["GroupName"]);
      const settings = readSettings(properties);
      const existing = timetable.all().find((one) => one.group === group && one.name === name);
      if (!existing) return timetable.create(group, checkName(name), settings);
      const same = JSON.stringify(existing.settings) === JSON.stringify(settings);
      return same ? existing : timetable.update(existing, settings);
    },
    schedules: timetable.all,
  };
}

const routes: Readonly<Record<string, Omit<Route, "name">>> = {
  "POST schedules": { operation: "CreateSchedule", query: [] },
  "PUT schedules": { operation: "UpdateSchedule", query: [] },
  "GET schedules": { operation: "GetSchedule", query: ["groupName"] },
  "DELETE schedules": { operation: "DeleteSchedule", query: ["groupName", "clientToken"] },
  "GET schedules list": { operation: "ListSchedules", query: ["ScheduleGroup", "NamePrefix"] },
  "POST schedule-groups": { operation: "CreateScheduleGroup", query: [] },
  "GET schedule-groups": { operation: "GetScheduleGroup", query: [] },
  "DELETE schedule-groups": { operation: "DeleteScheduleGroup", query: ["clientToken"] },
  "GET schedule-groups list": { operation: "ListScheduleGroups", query: ["NamePrefix"] },
};

function readRoute({ method, path, query }: AwsRequest): Route {
  const [, kind = "", name = ""] = path.split("/");
  const route = routes[`${method} ${kind}${name === "" ? " list" : ""}`];
  if (!route)
    throw awsFault("UnknownOperationException", `The local cloud does not know scheduler ${method} ${path}`, 404);
  const unknown = [...query.keys()].find((parameter) => !route.query.includes(parameter));
  if (unknown !== undefined)
    throw invalid(`The local cloud does not know the parameter ${unknown} of scheduler:${route.operation}`);
  return { ...route, name: decodeURIComponent(name) };
}

function readBody({ body }: AwsRequest): JsonInput {
  if (body.length === 0) return {};
  try {
    const input: unknown = JSON.parse(body.toString("utf8"));
    if (isRecord(input)) return input;
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
  }
  throw invalid("The body is not JSON");
}

const groupOf = (given: unknown): string => (typeof given === "string" && given !== "" ? given : "default");

function checkName(name: string): string {
  if (/^[0-9A-Za-z_.-]{1,64}$/.test(name)) return name;
  throw invalid(`Invalid name ${name}`);
}

const seconds = (ms: number): number => ms / 1000;

function toDescription({ name, group, arn, settings, createdAt, modifiedAt }: Schedule): JsonInput {
  const { StartDate, EndDate, ...rest } = settings;
  return {
    ...rest,
    ...(StartDate === undefined ? {} : { StartDate: seconds(StartDate) }),
    ...(EndDate === undefined ? {} : { EndDate: seconds(EndDate) }),
    Name: name,
    GroupName: group,
    Arn: arn,
    FlexibleTimeWindow: { Mode: "OFF" },
    CreationDate: seconds(createdAt),
    LastModificationDate: seconds(modifiedAt),
  };
}

function toSummary({ name, group, arn, settings, createdAt, modifiedAt }: Schedule): JsonInput {
  const dates = { CreationDate: seconds(createdAt), LastModificationDate: seconds(modifiedAt) };
  return {
    Name: name,
    GroupName: group,
    Arn: arn,
    State: settings.State,
    Target: { Arn: settings.Target.Arn },
    ...dates,
  };
}
