import { arns } from "../../hub/arns.ts";
import { jsonOf, recordOf, recordsOf, textOf } from "../read-property.ts";
import { physicalName, type ResourceKind, resourceError } from "../resource.ts";
import { inert } from "../shape.ts";

export const eventBus: ResourceKind = {
  type: "AWS::Events::EventBus",
  properties: {
    Name: true,
    Description: inert,
    KmsKeyIdentifier: true,
    DeadLetterConfig: inert,
    LogConfig: inert,
    Tags: inert,
  },
  create(resource, { services, site }) {
    const name = physicalName(resource, resource.properties["Name"]);
    services.events.create(name);
    site.buses.push(name);
    const key = textOf(resource.properties["KmsKeyIdentifier"]);
    if (key !== null) site.encryptionKeys.set(arns.bus(name), key);
    return { ref: name, attributes: { Arn: arns.bus(name), Name: name } };
  },
};

export const eventsRule: ResourceKind = {
  type: "AWS::Events::Rule",
  properties: {
    Name: true,
    EventBusName: true,
    EventPattern: true,
    ScheduleExpression: true,
    State: true,
    Description: inert,
    Tags: inert,
    Targets: [
      {
        Id: true,
        Arn: true,
        RoleArn: true,
        Input: true,
        InputPath: true,
        InputTransformer: { InputPathsMap: true, InputTemplate: true },
        DeadLetterConfig: { Arn: true },
        RetryPolicy: { MaximumEventAgeInSeconds: true, MaximumRetryAttempts: true },
        SqsParameters: { MessageGroupId: true },
      },
    ],
  },
  create(resource, { services, site }) {
    const { properties } = resource;
    if (properties["ScheduleExpression"] !== undefined) {
      throw resourceError(resource, "a rule on a schedule does not run here; use AWS::Scheduler::Schedule");
    }
    // A bus may be named by ARN too.
    const bus = (textOf(properties["EventBusName"]) ?? "default").replace(/^arn:.*:event-bus\//, "");
    const name = physicalName(resource, properties["Name"], 64);
    const targets = recordsOf(properties["Targets"]);
    services.events.putRule({
      bus,
      name,
      isEnabled: textOf(properties["State"]) !== "DISABLED",
      pattern: recordOf(jsonOf(properties["EventPattern"])),
      targets,
    });
    const arn = arns.rule(bus, name);
    for (const target of targets) {
      const common = { principal: "events.amazonaws.com", sourceArn: arn };
      site.deliveries.push({ ...common, targetArn: textOf(target["Arn"]) ?? "", roleArn: textOf(target["RoleArn"]) });
      const deadLetters = textOf(recordOf(target["DeadLetterConfig"])["Arn"]);
      if (deadLetters !== null) site.deliveries.push({ ...common, targetArn: deadLetters, roleArn: null });
    }
    return { ref: bus === "default" ? name : `${bus}|${name}`, attributes: { Arn: arn } };
  },
};

/** Accepted: an archive keeps events for a replay, and replays are asked of the hub's own ledger here. */
export const eventsArchive: ResourceKind = {
  type: "AWS::Events::Archive",
  properties: {
    ArchiveName: true,
    SourceArn: inert,
    EventPattern: inert,
    RetentionDays: inert,
    Description: inert,
    KmsKeyIdentifier: inert,
  },
  create(resource) {
    const name = physicalName(resource, resource.properties["ArchiveName"], 48);
    return { ref: name, attributes: { Arn: arns.archive(name) } };
  },
};

export const eventBusPolicy: ResourceKind = {
  type: "AWS::Events::EventBusPolicy",
  properties: { EventBusName: inert, StatementId: inert, Statement: inert },
  create: (resource) => ({ ref: physicalName(resource, resource.properties["StatementId"]), attributes: {} }),
};
