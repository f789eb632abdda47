import { DescribeTableCommand, PutItemCommand, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { expect } from "vitest";
import type { Check } from "../cloud/conformance.ts";
import type { DynamoEnvironment } from "./conformance.ts";

const keyOf = (pk: string) => ({ pk: { S: pk }, sk: { S: "A" } });

type Records = readonly { readonly eventName: string; readonly dynamodb: Readonly<Record<string, unknown>> }[];

/** DynamoDB Streams has a client of its own, which the hub does not need; its protocol is plain JSON. */
async function streams({ url }: DynamoEnvironment, operation: string, body: object): Promise<Record<string, unknown>> {
  const response = await fetch(url, {
    method: "POST",
    headers: {
      "content-type": "application/x-amz-json-1.0",
      "x-amz-target": `DynamoDBStreams_20120810.${operation}`,
      authorization:
        "AWS4-HMAC-SHA256 Credential=LOCALTEST/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0",
    },
    body: JSON.stringify(body),
  });
  const answer = (await response.json()) as Record<string, unknown>;
  if (!response.ok) throw new Error(`${operation}: ${JSON.stringify(answer)}`);
  return answer;
}

async function iteratorOf(environment: DynamoEnvironment, more: object): Promise<unknown> {
  const { client, tableName: TableName } = environment;
  const { Table } = await client.send(new DescribeTableCommand({ TableName }));
  const { StreamDescription } = await streams(environment, "DescribeStream", { StreamArn: Table?.LatestStreamArn });
  const { Shards } = StreamDescription as { Shards: readonly { ShardId: string }[] };
  const wish = { StreamArn: Table?.LatestStreamArn, ShardId: Shards[0]?.ShardId, ...more };
  return (await streams(environment, "GetShardIterator", wish))["ShardIterator"];
}

async function read(environment: DynamoEnvironment, iterator: unknown): Promise<[Records, unknown]> {
  const answer = await streams(environment, "GetRecords", { ShardIterator: iterator });
  return [answer["Records"] as Records, answer["NextShardIterator"]];
}

export const streamChecks: readonly Check<DynamoEnvironment>[] = [
  {
    title: "the stream tells each change once, in order, with both images",
    async run(environment) {
      const { client, tableName: TableName } = environment;
      const key = keyOf(environment.pk());
      const iterator = await iteratorOf(environment, { ShardIteratorType: "LATEST" });
      const change = {
        TableName,
        Key: key,
        UpdateExpression: "SET n = :n",
        ExpressionAttributeValues: { ":n": { N: "2" } },
      };
      await client.send(new PutItemCommand({ TableName, Item: { ...key, n: { N: "1" } } }));
      await client.send(new UpdateItemCommand(change));

      const [records, next] = await read(environment, iterator);

      expect(records.map(({ eventName }) => eventName)).toEqual(["INSERT", "MODIFY"]);
      expect(records[1]?.dynamodb).toMatchObject({
        Keys: key,
        OldImage: { ...key, n: { N: "1" } },
        NewImage: { ...key, n: { N: "2" } },
        StreamViewType: "NEW_AND_OLD_IMAGES",
      });
      expect((await read(environment, next))[0]).toEqual([]);
    },
  },
  {
    title: "the stream is read from its oldest record",
    async run(environment) {
      const { client, tableName: TableName } = environment;
      const key = keyOf(environment.pk());
      await client.send(new PutItemCommand({ TableName, Item: key }));
      let iterator = await iteratorOf(environment, { ShardIteratorType: "TRIM_HORIZON" });
      const found: unknown[] = [];
      for (let pages = 0; pages < 20; pages += 1) {
        const [records, next] = await read(environment, iterator);
        found.push(...records.map((record) => record.dynamodb["Keys"]));
        if (records.length === 0) break;
        iterator = next;
      }
      expect(found).toContainEqual(key);
    },
  },
  {
    title: "a change that changes nothing is no record",
    async run(environment) {
      const { client, tableName: TableName } = environment;
      const Item = { ...keyOf(environment.pk()), n: { N: "1" } };
      await client.send(new PutItemCommand({ TableName, Item }));
      const iterator = await iteratorOf(environment, { ShardIteratorType: "LATEST" });
      await client.send(new PutItemCommand({ TableName, Item }));
      expect((await read(environment, iterator))[0]).toEqual([]);
    },
  },
];
