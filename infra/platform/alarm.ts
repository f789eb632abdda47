import { Duration } from "aws-cdk-lib";
import { Alarm, ComparisonOperator, type Metric, TreatMissingData } from "aws-cdk-lib/aws-cloudwatch";
import { SnsAction } from "aws-cdk-lib/aws-cloudwatch-actions";
import type { ITopic } from "aws-cdk-lib/aws-sns";
import type { Construct } from "constructs";

export type HubAlarmProps = {
  readonly topic: ITopic;
  /** kebab-case; also the heading in docs/runbook.md. */
  readonly name: string;
  /** What people notice, in one sentence: it is the first thing that the one on call reads. */
  readonly impact: string;
  readonly metric: Metric;
  /** Rings at this value or above. */
  readonly atLeast: number;
  /** How many periods in a row. */
  readonly periods?: number;
};

/** An alarm that says what it means for people and where the runbook tells what to do. */
export function hubAlarm(scope: Construct, props: HubAlarmProps): Alarm {
  const alarm = new Alarm(scope, `${props.name}-alarm`, {
    alarmDescription: `${props.impact} What to do: docs/runbook.md#${props.name}`,
    metric: props.metric.with({ period: Duration.minutes(5) }),
    threshold: props.atLeast,
    evaluationPeriods: props.periods ?? 1,
    comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
    treatMissingData: TreatMissingData.NOT_BREACHING,
  });
  alarm.addAlarmAction(new SnsAction(props.topic));
  return alarm;
}
