import { arns } from "../../hub/arns.ts";
import { recordOf, textOf } from "../read-property.ts";
import { physicalName, type ResourceKind } from "../resource.ts";
import { inert } from "../shape.ts";

export const scheduleGroup: ResourceKind = {
  type: "AWS::Scheduler::ScheduleGroup",
  properties: { Name: true, Tags: inert },
  create(resource, { services }) {
    const name = physicalName(resource, resource.properties["Name"], 64);
    services.scheduler.createGroup(name);
    return { ref: name, attributes: { Arn: arns.scheduleGroup(name) } };
  },
};

export const schedule: ResourceKind = {
  type: "AWS::Scheduler::Schedule",
  properties: {
    Name: true,
    GroupName: true,
    ScheduleExpression: true,
    ScheduleExpressionTimezone: true,
    StartDate: true,
    EndDate: true,
    State: true,
    FlexibleTimeWindow: { Mode: true, MaximumWindowInMinutes: true },
    Description: inert,
    KmsKeyArn: inert,
    Target: {
      Arn: true,
      RoleArn: true,
      Input: true,
      DeadLetterConfig: { Arn: true },
      RetryPolicy: { MaximumEventAgeInSeconds: true, MaximumRetryAttempts: true },
      SqsParameters: { MessageGroupId: true },
    },
  },
  create(resource, { services, site }) {
    const name = physicalName(resource, resource.properties["Name"], 64);
    const group = textOf(resource.properties["GroupName"]) ?? "default";
    services.scheduler.create({ ...resource.properties, Name: name, GroupName: group });
    const target = recordOf(resource.properties["Target"]);
    const arn = arns.schedule(group, name);
    const common = { principal: "scheduler.amazonaws.com", sourceArn: arn, roleArn: textOf(target["RoleArn"]) };
    site.deliveries.push({ ...common, targetArn: textOf(target["Arn"]) ?? "" });
    return { ref: name, attributes: { Arn: arn } };
  },
};
