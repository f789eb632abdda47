import type { Metric } from "aws-cdk-lib/aws-cloudwatch";
import type { ITopic } from "aws-cdk-lib/aws-sns";
import type { Queue } from "aws-cdk-lib/aws-sqs";
import type { Construct } from "constructs";
import { hubAlarm } from "./alarm.ts";

/** What people notice when messages die, when they wait too long, and when the function fails: see the runbook. */
export type Impact = { readonly deadLetters: string; readonly backlog: string; readonly errors: string };

export type WorkerAlarmsProps = {
  readonly topic: ITopic;
  readonly impact: Impact;
  readonly deadLetters: Queue;
  /** How long the oldest piece of work has waited, and from when on someone is told, both in the metric's own unit. */
  readonly backlog: { readonly metric: Metric; readonly atLeast: number };
  readonly errors: Metric;
};

/** The three alarms of every worker, in the worker's own scope: `name` stands before each and in the runbook's headings. */
export function workerAlarms(scope: Construct, name: string, props: WorkerAlarmsProps): void {
  const { topic, impact } = props;
  hubAlarm(scope, {
    topic,
    name: `${name}-dead-letters`,
    impact: impact.deadLetters,
    metric: props.deadLetters.metricApproximateNumberOfMessagesVisible({ statistic: "Maximum" }),
    atLeast: 1,
  });
  hubAlarm(scope, { topic, name: `${name}-backlog`, impact: impact.backlog, ...props.backlog });
  hubAlarm(scope, {
    topic,
    name: `${name}-errors`,
    impact: impact.errors,
    metric: props.errors,
    atLeast: 5,
    periods: 3,
  });
}
