import {
  BatchWriteItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  TransactGetItemsCommand,
  type TransactWriteItem,
  TransactWriteItemsCommand,
} from "@aws-sdk/client-dynamodb";
import { expect } from "vitest";
import type { Check } from "../cloud/conformance.ts";
import type { DynamoEnvironment } from "./conformance.ts";

const keyOf = (pk: string) => ({ pk: { S: pk }, sk: { S: "A" } });

function transact(client: DynamoDBClient, TransactItems: TransactWriteItem[], ClientRequestToken?: string) {
  return client.send(
    new TransactWriteItemsCommand({ TransactItems, ...(ClientRequestToken !== undefined && { ClientRequestToken }) }),
  );
}

async function readCount({ client, tableName }: DynamoEnvironment, pk: string): Promise<string | undefined> {
  const input = { TableName: tableName, Key: keyOf(pk), ConsistentRead: true };
  return (await client.send(new GetItemCommand(input))).Item?.["n"]?.N;
}

function increment(TableName: string, pk: string, by: string): TransactWriteItem {
  return {
    Update: {
      TableName,
      Key: keyOf(pk),
      UpdateExpression: "ADD n :by",
      ExpressionAttributeValues: { ":by": { N: by } },
    },
  };
}

export const transactionChecks: readonly Check<DynamoEnvironment>[] = [
  {
    title: "a transaction puts, updates, deletes and checks together",
    async run({ client, tableName: TableName, pk }) {
      const [put, gone] = [pk(), pk()];
      await transact(client, [{ Put: { TableName, Item: keyOf(gone) } }]);
      await transact(client, [
        { Put: { TableName, Item: { ...keyOf(put), n: { N: "1" } } } },
        { Delete: { TableName, Key: keyOf(gone), ConditionExpression: "attribute_exists(pk)" } },
        {
          ConditionCheck: { TableName, Key: keyOf(pk()), ConditionExpression: "attribute_not_exists(pk)" },
        },
        increment(TableName, pk(), "5"),
      ]);
      const { Responses } = await client.send(
        new TransactGetItemsCommand({
          TransactItems: [put, gone].map((one) => ({ Get: { TableName, Key: keyOf(one) } })),
        }),
      );
      expect(Responses).toEqual([{ Item: { ...keyOf(put), n: { N: "1" } } }, {}]);
    },
  },
  {
    title: "a cancelled transaction gives reasons in order, with the old item, and does nothing",
    async run(environment) {
      const { client, tableName: TableName } = environment;
      const [fresh, there] = [environment.pk(), environment.pk()];
      const old = { ...keyOf(there), n: { N: "7" } };
      await transact(client, [{ Put: { TableName, Item: old } }]);
      const attempt = transact(client, [
        { Put: { TableName, Item: keyOf(fresh) } },
        {
          Put: {
            TableName,
            Item: keyOf(there),
            ConditionExpression: "attribute_not_exists(pk)",
            ReturnValuesOnConditionCheckFailure: "ALL_OLD",
          },
        },
      ]);
      await expect(attempt).rejects.toMatchObject({
        name: "TransactionCanceledException",
        message: expect.stringContaining("[None, ConditionalCheckFailed]"),
        CancellationReasons: [{ Code: "None" }, { Code: "ConditionalCheckFailed", Item: old }],
      });
      expect(await client.send(new GetItemCommand({ TableName, Key: keyOf(fresh) }))).not.toHaveProperty("Item");
    },
  },
  {
    title: "the same client request token applies a transaction once",
    async run(environment) {
      const { client, tableName: TableName } = environment;
      const pk = environment.pk();
      const items = [increment(TableName, pk, "1")];
      for (let n = 0; n < 3; n += 1) await transact(client, items, `token-of-${pk}`);
      expect(await readCount(environment, pk)).toBe("1");
    },
  },
  {
    title: "a client request token used for another request is refused",
    async run({ client, tableName: TableName, pk }) {
      const one = pk();
      await transact(client, [increment(TableName, one, "1")], `mismatch-of-${one}`);
      const other = transact(client, [increment(TableName, one, "2")], `mismatch-of-${one}`);
      await expect(other).rejects.toMatchObject({ name: "IdempotentParameterMismatchException" });
    },
  },
  {
    title: "a transaction that names an item twice is refused",
    async run({ client, tableName: TableName, pk }) {
      const Key = keyOf(pk());
      const ConditionExpression = "attribute_not_exists(pk)";
      const twice = [{ Put: { TableName, Item: Key } }, { ConditionCheck: { TableName, Key, ConditionExpression } }];
      await expect(transact(client, twice)).rejects.toMatchObject({
        name: "ValidationException",
        message: expect.stringContaining("multiple operations on one item"),
      });
    },
  },
  {
    title: "a transaction takes 100 actions and no more",
    async run({ client, tableName: TableName, pk }) {
      const puts = (count: number) => Array.from({ length: count }, () => ({ Put: { TableName, Item: keyOf(pk()) } }));
      await transact(client, puts(100));
      await expect(transact(client, puts(101))).rejects.toMatchObject({ name: "ValidationException" });
    },
  },
  {
    title: "a batch writes 25 items",
    async run({ client, tableName, pk }) {
      const requests = Array.from({ length: 25 }, () => ({ PutRequest: { Item: keyOf(pk()) } }));
      const { UnprocessedItems } = await client.send(
        new BatchWriteItemCommand({ RequestItems: { [tableName]: requests } }),
      );
      expect(UnprocessedItems).toEqual({});
    },
  },
  {
    title: "a batch of 26 writes is refused",
    async run({ client, tableName, pk }) {
      const requests = Array.from({ length: 26 }, () => ({ PutRequest: { Item: keyOf(pk()) } }));
      const attempt = client.send(new BatchWriteItemCommand({ RequestItems: { [tableName]: requests } }));
      await expect(attempt).rejects.toMatchObject({ name: "ValidationException" });
    },
  },
];
