import { Duration } from "aws-cdk-lib";
import { Dashboard, GraphWidget, type IMetric, TextWidget } from "aws-cdk-lib/aws-cloudwatch";
import type { Construct } from "constructs";
import { prefixOf } from "./names.ts";

/** One row of the dashboard: what a capability does (left) and what it waits for or fails at (right). */
export type DashboardRow = {
  readonly title: string;
  readonly work: readonly IMetric[];
  readonly trouble: readonly IMetric[];
};

/** The hub on one page, in the order in which an order travels. */
export function hubDashboard(scope: Construct, stage: string, rows: readonly DashboardRow[]): Dashboard {
  const widgets = rows.map((row) => [
    new GraphWidget({ title: row.title, left: [...row.work], width: 12, period: Duration.minutes(5) }),
    new GraphWidget({ title: `${row.title}: trouble`, left: [...row.trouble], width: 12, period: Duration.minutes(5) }),
  ]);
  const intro = new TextWidget({ markdown: "Each alarm has a heading in docs/runbook.md.", width: 24, height: 1 });
  return new Dashboard(scope, "Dashboard", { dashboardName: prefixOf(stage), widgets: [[intro], ...widgets] });
}
