import { ConflictException, CreateScheduleCommand, type SchedulerClient } from "@aws-sdk/client-scheduler";
import type { MerchantEntry } from "./merchant-file.ts";

/** Outputs of the deployment that name what schedules call. */
export const scheduleOutputNames = [
  "ScheduleGroupName",
  "ScheduleRoleArn",
  "CloseDayFunctionArn",
  "CloseDayDeadLettersArn",
  "PollQueueArn",
  "GapQueueArn",
  "ProofQueueArn",
  "DigestQueueArn",
  "BackorderQueueArn",
] as const;

export type ScheduleOutputs = Readonly<Record<(typeof scheduleOutputNames)[number], string>>;

/** How long after the end of a business day it is closed: late webhooks of its last minutes still make it. */
const closeAfterMinutes = 20;
/** Its stock is proven when the reports are read meanwhile. */
const proveAfterMinutes = 80;
/** After the proof, which may have freed stock. */
const sweepAfterMinutes = 200;
/** After the proof, for the morning. */
const digestAfterMinutes = 360;
/** Counted later, when also the channels' own lists have settled. */
const countAfterMinutes = 150;
const usualPollMinutes = 5;

type Wanted = {
  readonly name: string;
  readonly expression: string;
  readonly arn: string;
  readonly deadLetters?: string;
};

/**
 * A merchant's schedules, each in its own zone: the nightly closing, the proof and the digest of stock, the sweep of waiting orders, the polls of channels and
 * their nightly count. They name the merchant only, so that a shop that is connected later, by the API, needs none.
 */
export async function scheduleMerchant(
  client: SchedulerClient,
  outputs: ScheduleOutputs,
  merchant: MerchantEntry,
): Promise<void> {
  const pollMinutes = merchant.pollMinutes ?? usualPollMinutes;
  const wanted: readonly Wanted[] = [
    {
      name: `close-day-${merchant.id}`,
      expression: nightly(merchant.cutoffMinutes + closeAfterMinutes),
      arn: outputs.CloseDayFunctionArn,
      deadLetters: outputs.CloseDayDeadLettersArn,
    },
    {
      name: `prove-stock-${merchant.id}`,
      expression: nightly(merchant.cutoffMinutes + proveAfterMinutes),
      arn: outputs.ProofQueueArn,
    },
    {
      name: `sweep-waiting-${merchant.id}`,
      expression: nightly(merchant.cutoffMinutes + sweepAfterMinutes),
      arn: outputs.BackorderQueueArn,
    },
    {
      name: `digest-stock-${merchant.id}`,
      expression: nightly(merchant.cutoffMinutes + digestAfterMinutes),
      arn: outputs.DigestQueueArn,
    },
    {
      name: `poll-${merchant.id}`,
      expression: `rate(${pollMinutes} minute${pollMinutes === 1 ? "" : "s"})`,
      arn: outputs.PollQueueArn,
    },
    {
      name: `gaps-${merchant.id}`,
      expression: nightly(merchant.cutoffMinutes + countAfterMinutes),
      arn: outputs.GapQueueArn,
    },
  ];
  for (const each of wanted) await keepSchedule(client, outputs, merchant, each);
}

function nightly(minuteOfDay: number): string {
  const minute = minuteOfDay % 1440;
  return `cron(${minute % 60} ${Math.floor(minute / 60)} * * ? *)`;
}

async function keepSchedule(
  client: SchedulerClient,
  outputs: ScheduleOutputs,
  { id, zone }: MerchantEntry,
  { name, expression, arn, deadLetters }: Wanted,
): Promise<void> {
  const command = new CreateScheduleCommand({
    Name: name,
    GroupName: outputs.ScheduleGroupName,
    ScheduleExpression: expression,
    ScheduleExpressionTimezone: zone,
    FlexibleTimeWindow: { Mode: "OFF" },
    Target: {
      Arn: arn,
      RoleArn: outputs.ScheduleRoleArn,
      Input: JSON.stringify({ merchantId: id }),
      ...(deadLetters === undefined ? {} : { DeadLetterConfig: { Arn: deadLetters } }),
    },
  });
  try {
    await client.send(command);
  } catch (error) {
    if (!(error instanceof ConflictException)) throw error;
  }
}
