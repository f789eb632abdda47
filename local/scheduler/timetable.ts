import { type Deliveries, makeDeliveries } from "../cloud/deliveries.ts";
import { awsFault } from "../cloud/fault.ts";
import type { Place } from "../cloud/place.ts";
import type { Clock, Store } from "../cloud/service.ts";
import type { Targets } from "../cloud/targets.ts";
import { nextFire } from "./expression.ts";
import { expressionOf, type Schedule, type ScheduleSettings } from "./schedule.ts";

/** All schedules and the alarm of each. Faults as EventBridge Scheduler does. */
export type Timetable = Pick<Deliveries, "pending" | "idle"> & {
  all(): readonly Schedule[];
  find(group: string, name: string): Schedule;
  create(group: string, name: string, settings: ScheduleSettings): Schedule;
  update(schedule: Schedule, settings: ScheduleSettings): Schedule;
  remove(schedule: Schedule): void;
  /** Takes up what an earlier run left: what was missed while the hub was stopped fires now, the latest 31 times at most. */
  resume(): void;
  close(): void;
};

export type TimetableDeps = Place & { readonly clock: Clock; readonly store: Store; readonly targets: Targets };

const space = "scheduler.schedules";
const mostMadeUp = 31;
const keyOf = (group: string, name: string): string => `${group}/${name}`;

export function makeTimetable(deps: TimetableDeps): Timetable {
  const { clock, store } = deps;
  const deliveries = makeDeliveries({ ...deps, space: "scheduler.pending" });
  const schedules = new Map(store.load(space).map(([key, value]) => [key, JSON.parse(String(value)) as Schedule]));
  const alarms = new Map<string, () => void>();

  function save(schedule: Schedule): Schedule {
    const key = keyOf(schedule.group, schedule.name);
    store.write([{ space, key, value: JSON.stringify(schedule) }]);
    schedules.set(key, schedule);
    arm(schedule);
    return schedule;
  }

  function arm({ group, name, nextAt, settings }: Schedule): void {
    const key = keyOf(group, name);
    alarms.get(key)?.();
    alarms.delete(key);
    if (nextAt !== null && settings.State === "ENABLED")
      alarms.set(
        key,
        clock.schedule(nextAt, () => fire(key, nextAt)),
      );
  }

  /** Hands over the delivery before the next time is stored: a kill in between fires twice, never not at all. */
  function fire(key: string, at: number): Promise<void> {
    const schedule = schedules.get(key);
    if (!schedule || schedule.nextAt !== at || schedule.settings.State !== "ENABLED") return Promise.resolve();
    deliveries.add([toDelivery(schedule, at)]);
    const nextAt = nextOf(schedule.settings, at, schedule.createdAt);
    if (nextAt === null && schedule.settings.ActionAfterCompletion === "DELETE") remove(schedule);
    else save({ ...schedule, nextAt });
    return deliveries.idle();
  }

  function withoutOldMisses(schedule: Schedule): Schedule {
    const missed: number[] = [];
    for (let at = schedule.nextAt; at !== null && at <= clock.now(); ) {
      missed.push(at);
      at = nextOf(schedule.settings, at, schedule.createdAt);
    }
    return { ...schedule, nextAt: missed.at(-mostMadeUp) ?? missed[0] ?? schedule.nextAt };
  }

  function toDelivery({ arn, settings: { Target } }: Schedule, at: number): Parameters<Deliveries["add"]>[0][number] {
    const id = crypto.randomUUID();
    const groupId = Target.SqsParameters?.MessageGroupId;
    const deadLetterArn = Target.DeadLetterConfig?.Arn;
    return {
      id,
      targetArn: Target.Arn,
      payload: payloadOf(Target.Input, { at, arn, id, place: deps }),
      queue: groupId === undefined ? {} : { groupId },
      createdAt: clock.now(),
      maxRetries: Target.RetryPolicy?.MaximumRetryAttempts ?? 185,
      maxAgeMs: (Target.RetryPolicy?.MaximumEventAgeInSeconds ?? 86_400) * 1000,
      about: { SCHEDULE_ARN: arn, TARGET_ARN: Target.Arn },
      ...(deadLetterArn === undefined ? {} : { deadLetterArn }),
    };
  }

  function remove({ group, name }: Schedule): void {
    const key = keyOf(group, name);
    alarms.get(key)?.();
    alarms.delete(key);
    schedules.delete(key);
    store.write([{ space, key, value: null }]);
  }

  return {
    pending: deliveries.pending,
    idle: deliveries.idle,
    all: () => [...schedules.values()],
    find(group, name) {
      const schedule = schedules.get(keyOf(group, name));
      if (!schedule) throw awsFault("ResourceNotFoundException", `Schedule ${name} does not exist.`, 404);
      return schedule;
    },
    create(group, name, settings) {
      if (schedules.has(keyOf(group, name)))
        throw awsFault("ConflictException", `Schedule ${name} already exists.`, 409);
      const now = clock.now();
      const arn = `arn:aws:scheduler:${deps.region}:${deps.accountId}:schedule/${group}/${name}`;
      const nextAt = nextOf(settings, now, now);
      return save({ name, group, arn, settings, createdAt: now, modifiedAt: now, nextAt });
    },
    update(schedule, settings) {
      const now = clock.now();
      return save({ ...schedule, settings, modifiedAt: now, nextAt: nextOf(settings, now, schedule.createdAt) });
    },
    remove,
    resume() {
      deliveries.resume();
      for (const schedule of [...schedules.values()]) save(withoutOldMisses(schedule));
    },
    close() {
      for (const cancel of alarms.values()) cancel();
    },
  };
}

/** The first fire after `after`, from the start date on and up to the end date. */
function nextOf(settings: ScheduleSettings, after: number, createdAt: number): number | null {
  const start = settings.StartDate ?? createdAt;
  const zone = settings.ScheduleExpressionTimezone;
  const next = nextFire(expressionOf(settings), Math.max(after, start - 1), { zone, start });
  return next === null || next > (settings.EndDate ?? Number.POSITIVE_INFINITY) ? null : next;
}

type Fired = { readonly at: number; readonly arn: string; readonly id: string; readonly place: Place };

/** The target's own input with `<aws.scheduler.…>` filled in, or the event Scheduler sends by itself. */
function payloadOf(input: string | undefined, { at, arn, id, place }: Fired): string {
  const time = `${new Date(at).toISOString().slice(0, 19)}Z`;
  if (input !== undefined) {
    return input
      .replaceAll("<aws.scheduler.scheduled-time>", time)
      .replaceAll("<aws.scheduler.schedule-arn>", arn)
      .replaceAll("<aws.scheduler.execution-id>", id)
      .replaceAll("<aws.scheduler.attempt-number>", "1");
  }
  return JSON.stringify({
    version: "0",
    id,
    "detail-type": "Scheduled Event",
    source: "aws.scheduler",
    account: place.accountId,
    time,
    region: place.region,
    resources: [arn],
    detail: "{}",
  });
}
