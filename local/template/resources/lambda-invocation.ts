import { arns } from "../../hub/arns.ts";
import { numberOf, recordOf, textOf } from "../read-property.ts";
import { physicalName, type ResourceKind } from "../resource.ts";
import { inert } from "../shape.ts";
import { functionNameOf } from "./lambda-function.ts";

export const lambdaPermission: ResourceKind = {
  type: "AWS::Lambda::Permission",
  properties: {
    Action: true,
    FunctionName: true,
    Principal: true,
    SourceArn: true,
    SourceAccount: inert,
    EventSourceToken: inert,
  },
  create(resource, { site }) {
    site.permissions.push({
      functionArn: arns.function(functionNameOf(resource.properties["FunctionName"])),
      principal: textOf(resource.properties["Principal"]) ?? "",
      sourceArn: textOf(resource.properties["SourceArn"]),
    });
    return { ref: physicalName(resource, undefined), attributes: {} };
  },
};

export const eventInvokeConfig: ResourceKind = {
  type: "AWS::Lambda::EventInvokeConfig",
  properties: {
    FunctionName: true,
    Qualifier: inert,
    MaximumRetryAttempts: true,
    MaximumEventAgeInSeconds: true,
    DestinationConfig: { OnFailure: { Destination: true } },
  },
  create(resource, { site }) {
    const { properties } = resource;
    site.asyncSettings.push({
      functionName: functionNameOf(properties["FunctionName"]),
      maxRetries: numberOf(properties["MaximumRetryAttempts"]) ?? 2,
      maxAgeMs: (numberOf(properties["MaximumEventAgeInSeconds"]) ?? 21_600) * 1000,
      onFailureArn: textOf(recordOf(recordOf(properties["DestinationConfig"])["OnFailure"])["Destination"]),
    });
    return { ref: physicalName(resource, undefined), attributes: {} };
  },
};
