import { arns } from "../../hub/arns.ts";
import { recordOf, textOf } from "../read-property.ts";
import { physicalName, type ResourceKind } from "../resource.ts";
import { inert } from "../shape.ts";

const keySchema = [{ AttributeName: true, KeyType: true }] as const;

export const dynamoDbTable: ResourceKind = {
  type: "AWS::DynamoDB::Table",
  properties: {
    TableName: true,
    KeySchema: keySchema,
    AttributeDefinitions: [{ AttributeName: true, AttributeType: true }],
    GlobalSecondaryIndexes: [
      {
        IndexName: true,
        KeySchema: keySchema,
        Projection: { ProjectionType: true, NonKeyAttributes: true },
        ContributorInsightsSpecification: inert,
      },
    ],
    StreamSpecification: { StreamViewType: true },
    TimeToLiveSpecification: { AttributeName: true, Enabled: true },
    SSESpecification: { SSEEnabled: inert, SSEType: inert, KMSMasterKeyId: true },
    BillingMode: inert,
    PointInTimeRecoverySpecification: inert,
    ContributorInsightsSpecification: inert,
    DeletionProtectionEnabled: inert,
    OnDemandThroughput: inert,
    TableClass: inert,
    Tags: inert,
  },
  create({ properties, ...resource }, { services, site }) {
    const name = physicalName({ properties, ...resource }, properties["TableName"]);
    services.tables.create({ ...properties, TableName: name });
    site.tables.push(name);
    const key = textOf(recordOf(properties["SSESpecification"])["KMSMasterKeyId"]);
    if (key !== null) site.encryptionKeys.set(arns.table(name), key);
    const streamArn = properties["StreamSpecification"] === undefined ? {} : { StreamArn: arns.tableStream(name) };
    return { ref: name, attributes: { Arn: arns.table(name), ...streamArn } };
  },
};
