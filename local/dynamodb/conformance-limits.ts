import {
  BatchGetItemCommand,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  UpdateItemCommand,
} from "@aws-sdk/client-dynamodb";
import { expect } from "vitest";
import type { Check } from "../cloud/conformance.ts";
import type { DynamoEnvironment } from "./conformance.ts";

const keyOf = (pk: string, sk = "A") => ({ pk: { S: pk }, sk: { S: sk } });
const invalid = { name: "ValidationException" };

export const limitChecks: readonly Check<DynamoEnvironment>[] = [
  {
    title: "an item of more than 400 KB is refused",
    async run({ client, tableName: TableName, pk }) {
      const Item = { ...keyOf(pk()), text: { S: "x".repeat(400 * 1024) } };
      await expect(client.send(new PutItemCommand({ TableName, Item }))).rejects.toMatchObject(invalid);
    },
  },
  {
    title: "an empty key is refused",
    async run({ client, tableName: TableName }) {
      const attempt = client.send(new PutItemCommand({ TableName, Item: keyOf("") }));
      await expect(attempt).rejects.toMatchObject({ ...invalid, message: expect.stringContaining("empty string") });
    },
  },
  {
    title: "a key of the wrong type, or a part of a key, is refused",
    async run({ client, tableName: TableName }) {
      const get = (Key: Record<string, { N: string } | { S: string }>) =>
        client.send(new GetItemCommand({ TableName, Key: Key as never }));
      await expect(get({ pk: { N: "1" }, sk: { S: "A" } })).rejects.toMatchObject(invalid);
      await expect(get({ pk: { S: "1" } })).rejects.toMatchObject(invalid);
    },
  },
  {
    title: "the key of an item cannot be updated",
    async run({ client, tableName: TableName, pk }) {
      const attempt = client.send(
        new UpdateItemCommand({
          TableName,
          Key: keyOf(pk()),
          UpdateExpression: "SET sk = :x",
          ExpressionAttributeValues: { ":x": { S: "B" } },
        }),
      );
      await expect(attempt).rejects.toMatchObject({ ...invalid, message: expect.stringContaining("part of the key") });
    },
  },
  {
    title: "a page of a query ends at 1 MB and goes on from its last key",
    async run({ client, tableName: TableName, pk }) {
      const one = pk();
      for (const sk of ["1", "2", "3", "4"]) {
        await client.send(
          new PutItemCommand({ TableName, Item: { ...keyOf(one, sk), t: { S: "x".repeat(380_000) } } }),
        );
      }
      const query = { TableName, KeyConditionExpression: "pk = :pk", ExpressionAttributeValues: { ":pk": { S: one } } };
      const first = await client.send(new QueryCommand(query));
      expect(first.LastEvaluatedKey).toEqual(keyOf(one, String(first.Count)));
      const rest = await client.send(new QueryCommand({ ...query, ExclusiveStartKey: first.LastEvaluatedKey }));
      expect([...(first.Items ?? []), ...(rest.Items ?? [])].map(({ sk }) => sk?.S)).toEqual(["1", "2", "3", "4"]);
      expect(rest.LastEvaluatedKey).toBeUndefined();
    },
  },
  {
    title: "a batch of reads leaves out what is not there, and refuses a key twice",
    async run({ client, tableName, pk }) {
      const one = pk();
      await client.send(new PutItemCommand({ TableName: tableName, Item: keyOf(one) }));
      const get = (Keys: Record<string, { S: string }>[]) =>
        client.send(new BatchGetItemCommand({ RequestItems: { [tableName]: { Keys, ConsistentRead: true } } }));
      expect((await get([keyOf(one), keyOf(pk())])).Responses?.[tableName]).toEqual([keyOf(one)]);
      await expect(get([keyOf(one), keyOf(one)])).rejects.toMatchObject(invalid);
    },
  },
  {
    title: "a table that is not there is named as such",
    async run({ client }) {
      const attempt = client.send(new GetItemCommand({ TableName: "no-such-table", Key: keyOf("x") }));
      await expect(attempt).rejects.toMatchObject({ name: "ResourceNotFoundException" });
    },
  },
  {
    title: "a write tells what it used, in its indexes too",
    async run({ client, tableName: TableName, pk }) {
      const one = pk();
      const Item = { ...keyOf(one), listPk: { S: `L#${one}` }, listSk: { S: "a" }, t: { S: "x".repeat(1500) } };
      const { ConsumedCapacity } = await client.send(
        new PutItemCommand({ TableName, Item, ReturnConsumedCapacity: "INDEXES" }),
      );
      expect(ConsumedCapacity).toMatchObject({
        CapacityUnits: 3,
        Table: { CapacityUnits: 2 },
        GlobalSecondaryIndexes: { byList: { CapacityUnits: 1 } },
      });
    },
  },
];
