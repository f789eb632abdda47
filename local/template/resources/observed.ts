import { arns } from "../../hub/arns.ts";
import { physicalName, type ResourceKind } from "../resource.ts";
import { inert } from "../shape.ts";

/** Resources for whoever watches or encrypts an account. They exist here in name: others refer to them. */
export const logGroup: ResourceKind = {
  type: "AWS::Logs::LogGroup",
  properties: { LogGroupName: true, RetentionInDays: inert, KmsKeyId: inert, LogGroupClass: inert, Tags: inert },
  create(resource) {
    const name = physicalName(resource, resource.properties["LogGroupName"], 512);
    return { ref: name, attributes: { Arn: arns.logGroup(name) } };
  },
};

export const logsResourcePolicy: ResourceKind = {
  type: "AWS::Logs::ResourcePolicy",
  properties: { PolicyName: inert, PolicyDocument: inert },
  create: (resource) => ({ ref: physicalName(resource, resource.properties["PolicyName"]), attributes: {} }),
};

export const metricFilter: ResourceKind = {
  type: "AWS::Logs::MetricFilter",
  properties: { FilterName: inert, FilterPattern: inert, LogGroupName: inert, MetricTransformations: inert },
  create: (resource) => ({ ref: physicalName(resource, resource.properties["FilterName"]), attributes: {} }),
};

export const kmsKey: ResourceKind = {
  type: "AWS::KMS::Key",
  properties: {
    KeyPolicy: inert,
    Description: inert,
    EnableKeyRotation: inert,
    RotationPeriodInDays: inert,
    PendingWindowInDays: inert,
    KeySpec: inert,
    KeyUsage: inert,
    Enabled: inert,
    MultiRegion: inert,
    Tags: inert,
  },
  create(resource) {
    const id = physicalName(resource, undefined);
    return { ref: id, attributes: { Arn: arns.key(id), KeyId: id } };
  },
};

export const kmsAlias: ResourceKind = {
  type: "AWS::KMS::Alias",
  properties: { AliasName: true, TargetKeyId: inert },
  create: (resource) => ({ ref: physicalName(resource, resource.properties["AliasName"]), attributes: {} }),
};

export const alarm: ResourceKind = {
  type: "AWS::CloudWatch::Alarm",
  properties: {
    AlarmName: true,
    AlarmDescription: inert,
    AlarmActions: inert,
    OKActions: inert,
    InsufficientDataActions: inert,
    ActionsEnabled: inert,
    ComparisonOperator: inert,
    DatapointsToAlarm: inert,
    Dimensions: inert,
    EvaluateLowSampleCountPercentile: inert,
    EvaluationPeriods: inert,
    ExtendedStatistic: inert,
    MetricName: inert,
    Metrics: inert,
    Namespace: inert,
    Period: inert,
    Statistic: inert,
    Threshold: inert,
    ThresholdMetricId: inert,
    TreatMissingData: inert,
    Unit: inert,
    Tags: inert,
  },
  create(resource, { site }) {
    const name = physicalName(resource, resource.properties["AlarmName"], 255);
    site.alarms.push(name);
    return { ref: name, attributes: { Arn: arns.alarm(name) } };
  },
};

export const compositeAlarm: ResourceKind = {
  type: "AWS::CloudWatch::CompositeAlarm",
  properties: {
    AlarmName: true,
    AlarmRule: inert,
    AlarmDescription: inert,
    AlarmActions: inert,
    OKActions: inert,
    InsufficientDataActions: inert,
    ActionsEnabled: inert,
    ActionsSuppressor: inert,
    ActionsSuppressorExtensionPeriod: inert,
    ActionsSuppressorWaitPeriod: inert,
    Tags: inert,
  },
  create: alarm.create,
};

export const dashboard: ResourceKind = {
  type: "AWS::CloudWatch::Dashboard",
  properties: { DashboardName: true, DashboardBody: true },
  create: (resource) => ({ ref: physicalName(resource, resource.properties["DashboardName"], 255), attributes: {} }),
};

export const cdkMetadata: ResourceKind = {
  type: "AWS::CDK::Metadata",
  properties: { Analytics: inert },
  create: (resource) => ({ ref: resource.logicalId, attributes: {} }),
};

/** What Athena is told of the reports; nothing queries them here. */
export const glueDatabase: ResourceKind = {
  type: "AWS::Glue::Database",
  properties: { CatalogId: inert, DatabaseInput: inert },
  create: (resource) => ({ ref: physicalName(resource, undefined), attributes: {} }),
};

export const glueTable: ResourceKind = {
  type: "AWS::Glue::Table",
  properties: { CatalogId: inert, DatabaseName: inert, TableInput: inert },
  create: (resource) => ({ ref: physicalName(resource, undefined), attributes: {} }),
};
