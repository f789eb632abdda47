import {
  CreateTableCommand,
  DeleteTableCommand,
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  type DynamoDBClient,
  ListTablesCommand,
  UpdateContinuousBackupsCommand,
  UpdateTimeToLiveCommand,
} from "@aws-sdk/client-dynamodb";
import { expect } from "vitest";
import type { Check } from "../cloud/conformance.ts";
import type { DynamoEnvironment } from "./conformance.ts";

async function createSmall(client: DynamoDBClient, TableName: string): Promise<void> {
  await client.send(
    new CreateTableCommand({
      TableName,
      BillingMode: "PAY_PER_REQUEST",
      KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
      AttributeDefinitions: [{ AttributeName: "id", AttributeType: "N" }],
    }),
  );
}

export const tableChecks: readonly Check<DynamoEnvironment>[] = [
  {
    title: "a table is described as it was made",
    async run({ client, tableName: TableName }) {
      const { Table } = await client.send(new DescribeTableCommand({ TableName }));
      expect(Table).toMatchObject({
        TableName,
        TableStatus: "ACTIVE",
        KeySchema: [
          { AttributeName: "pk", KeyType: "HASH" },
          { AttributeName: "sk", KeyType: "RANGE" },
        ],
        StreamSpecification: { StreamEnabled: true, StreamViewType: "NEW_AND_OLD_IMAGES" },
        LatestStreamArn: expect.stringContaining(`:table/${TableName}/stream/`),
      });
      expect(Table?.GlobalSecondaryIndexes?.map(({ IndexName }) => IndexName).sort()).toEqual(["byDay", "byList"]);
    },
  },
  {
    title: "a table is created once, listed, and deleted",
    async run({ client }) {
      await createSmall(client, "check-small");
      await expect(createSmall(client, "check-small")).rejects.toMatchObject({ name: "ResourceInUseException" });
      expect((await client.send(new ListTablesCommand({}))).TableNames).toContain("check-small");
      await client.send(new DeleteTableCommand({ TableName: "check-small" }));
      expect((await client.send(new ListTablesCommand({}))).TableNames).not.toContain("check-small");
    },
  },
  {
    title: "a key that no attribute definition names is refused",
    async run({ client }) {
      const attempt = client.send(
        new CreateTableCommand({
          TableName: "check-broken",
          BillingMode: "PAY_PER_REQUEST",
          KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
          AttributeDefinitions: [{ AttributeName: "other", AttributeType: "S" }],
        }),
      );
      await expect(attempt).rejects.toMatchObject({ name: "ValidationException" });
    },
  },
  {
    title: "time to live is switched on and described",
    async run({ client }) {
      const TableName = "check-ttl";
      await createSmall(client, TableName);
      const TimeToLiveSpecification = { AttributeName: "until", Enabled: true };
      await client.send(new UpdateTimeToLiveCommand({ TableName, TimeToLiveSpecification }));
      const { TimeToLiveDescription } = await client.send(new DescribeTimeToLiveCommand({ TableName }));
      expect(TimeToLiveDescription).toEqual({ TimeToLiveStatus: "ENABLED", AttributeName: "until" });
      await client.send(new DeleteTableCommand({ TableName }));
    },
  },
  {
    title: "point-in-time recovery is switched on and described",
    async run({ client }) {
      const TableName = "check-pitr";
      await createSmall(client, TableName);
      const PointInTimeRecoverySpecification = { PointInTimeRecoveryEnabled: true };
      await client.send(new UpdateContinuousBackupsCommand({ TableName, PointInTimeRecoverySpecification }));
      const { ContinuousBackupsDescription } = await client.send(new DescribeContinuousBackupsCommand({ TableName }));
      const status = ContinuousBackupsDescription?.PointInTimeRecoveryDescription?.PointInTimeRecoveryStatus;
      expect(status).toBe("ENABLED");
      await client.send(new DeleteTableCommand({ TableName }));
    },
  },
];
