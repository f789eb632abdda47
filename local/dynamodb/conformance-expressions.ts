import {
  type AttributeValue,
  DeleteItemCommand,
  GetItemCommand,
  PutItemCommand,
  type PutItemCommandInput,
  QueryCommand,
  ScanCommand,
  UpdateItemCommand,
} from "@aws-sdk/client-dynamodb";
import { expect } from "vitest";
import type { Check } from "../cloud/conformance.ts";
import type { DynamoEnvironment } from "./conformance.ts";

type Item = Record<string, AttributeValue>;
const itemOf = (pk: string, more: Item = {}, sk = "A"): Item => ({ pk: { S: pk }, sk: { S: sk }, ...more });

async function put({ client, tableName }: DynamoEnvironment, Item: Item, more: Partial<PutItemCommandInput> = {}) {
  return client.send(new PutItemCommand({ TableName: tableName, Item, ...more }));
}

const everyType: Item = {
  text: { S: "Grüße 👍" },
  number: { N: "-1.5" },
  bytes: { B: new Uint8Array([0, 255]) },
  yes: { BOOL: true },
  none: { NULL: true },
  list: { L: [{ N: "1" }, { M: { a: { S: "b" } } }] },
  map: { M: { deep: { L: [] } } },
  texts: { SS: ["a", "b"] },
  numbers: { NS: ["1", "2"] },
  blobs: { BS: [new Uint8Array([1])] },
};

export const expressionChecks: readonly Check<DynamoEnvironment>[] = [
  {
    title: "put and get give back every type of value",
    async run(environment) {
      const item = itemOf(environment.pk(), everyType);
      await put(environment, item);
      const { client, tableName: TableName } = environment;
      const key = { pk: item["pk"] as AttributeValue, sk: item["sk"] as AttributeValue };
      const { Item } = await client.send(new GetItemCommand({ TableName, Key: key, ConsistentRead: true }));
      expect(Item).toEqual(item);
    },
  },
  {
    title: "numbers come back without superfluous zeros",
    async run(environment) {
      const item = itemOf(environment.pk(), { n: { N: "0012.500" } });
      await put(environment, item);
      const { Attributes } = await put(environment, item, { ReturnValues: "ALL_OLD" });
      expect(Attributes?.["n"]).toEqual({ N: "12.5" });
    },
  },
  {
    title: "a refused put carries the old item when asked, and no item when not",
    async run(environment) {
      const item = itemOf(environment.pk(), { n: { N: "1" } });
      await put(environment, item);
      const ConditionExpression = "attribute_not_exists(pk)";
      const plain = put(environment, item, { ConditionExpression });
      await expect(plain).rejects.toMatchObject({ name: "ConditionalCheckFailedException", Item: undefined });
      const asked = put(environment, item, { ConditionExpression, ReturnValuesOnConditionCheckFailure: "ALL_OLD" });
      await expect(asked).rejects.toMatchObject({ name: "ConditionalCheckFailedException", Item: item });
    },
  },
  {
    title: "an update sets, removes, adds and deletes at once and returns what it updated",
    async run(environment) {
      const pk = environment.pk();
      await put(environment, itemOf(pk, { n: { N: "1" }, gone: { S: "x" }, tags: { SS: ["a", "b"] } }));
      const { client, tableName: TableName } = environment;
      const { Attributes } = await client.send(
        new UpdateItemCommand({
          TableName,
          Key: itemOf(pk),
          UpdateExpression:
            "SET #l = list_append(if_not_exists(#l, :none), :one) REMOVE gone ADD n :two DELETE tags :a",
          ExpressionAttributeNames: { "#l": "list" },
          ExpressionAttributeValues: {
            ":none": { L: [] },
            ":one": { L: [{ S: "1" }] },
            ":two": { N: "0.1" },
            ":a": { SS: ["a"] },
          },
          ReturnValues: "UPDATED_NEW",
        }),
      );
      expect(Attributes).toEqual({ list: { L: [{ S: "1" }] }, n: { N: "1.1" }, tags: { SS: ["b"] } });
    },
  },
  {
    title: "arithmetic is exact to 38 digits",
    async run({ client, tableName: TableName, pk }) {
      const Key = itemOf(pk());
      const add = (amount: string) =>
        client.send(
          new UpdateItemCommand({
            TableName,
            Key,
            UpdateExpression: "ADD n :a",
            ExpressionAttributeValues: { ":a": { N: amount } },
            ReturnValues: "ALL_NEW",
          }),
        );
      await add("12345678901234567890123456789012345.678");
      expect((await add("0.002")).Attributes?.["n"]).toEqual({ N: "12345678901234567890123456789012345.68" });
    },
  },
  {
    title: "a delete returns the old item",
    async run(environment) {
      const item = itemOf(environment.pk(), { n: { N: "1" } });
      await put(environment, item);
      const { client, tableName: TableName } = environment;
      const Key = { pk: item["pk"] as AttributeValue, sk: item["sk"] as AttributeValue };
      const { Attributes } = await client.send(new DeleteItemCommand({ TableName, Key, ReturnValues: "ALL_OLD" }));
      expect(Attributes).toEqual(item);
    },
  },
  {
    title: "a query filters after it has counted what it scanned, and projects",
    async run(environment) {
      const pk = environment.pk();
      for (const n of ["1", "2", "3"]) await put(environment, itemOf(pk, { n: { N: n }, more: { S: "x" } }, n));
      const { client, tableName: TableName } = environment;
      const page = await client.send(
        new QueryCommand({
          TableName,
          KeyConditionExpression: "pk = :pk AND sk >= :from",
          FilterExpression: "n <> :two",
          ProjectionExpression: "sk, n",
          ExpressionAttributeValues: { ":pk": { S: pk }, ":from": { S: "2" }, ":two": { N: "2" } },
        }),
      );
      expect(page).toMatchObject({ Count: 1, ScannedCount: 2, Items: [{ sk: { S: "3" }, n: { N: "3" } }] });
    },
  },
  {
    title: "a sparse index holds only items with both of its keys",
    async run(environment) {
      const pk = environment.pk();
      const listPk = { S: `LIST#${pk}` };
      await put(environment, itemOf(pk, { listPk, listSk: { S: "x" }, n: { N: "1" } }, "1"));
      await put(environment, itemOf(pk, { listPk }, "2"));
      const { client, tableName: TableName } = environment;
      const { Items } = await client.send(
        new QueryCommand({
          TableName,
          IndexName: "byList",
          KeyConditionExpression: "listPk = :pk",
          ExpressionAttributeValues: { ":pk": listPk },
        }),
      );
      expect(Items).toEqual([itemOf(pk, { listPk, listSk: { S: "x" } }, "1")]);
    },
  },
  {
    title: "a consistent read of an index is refused",
    async run({ client, tableName: TableName }) {
      const wish = new QueryCommand({
        TableName,
        IndexName: "byList",
        ConsistentRead: true,
        KeyConditionExpression: "listPk = :pk",
        ExpressionAttributeValues: { ":pk": { S: "x" } },
      });
      await expect(client.send(wish)).rejects.toMatchObject({ name: "ValidationException" });
    },
  },
  {
    title: "a scan in segments meets every item once",
    async run(environment) {
      const pks = Array.from({ length: 10 }, () => environment.pk());
      for (const pk of pks) await put(environment, itemOf(pk, { scanned: { S: String(pks[0]) } }));
      const { client, tableName: TableName } = environment;
      const found: string[] = [];
      for (const Segment of [0, 1]) {
        const page = await client.send(
          new ScanCommand({
            TableName,
            Segment,
            TotalSegments: 2,
            FilterExpression: "scanned = :mark",
            ExpressionAttributeValues: { ":mark": { S: String(pks[0]) } },
          }),
        );
        found.push(...(page.Items ?? []).map((item) => item["pk"]?.S ?? ""));
      }
      expect(found.sort()).toEqual(pks.sort());
    },
  },
  refused(
    "a reserved word needs a placeholder",
    { ConditionExpression: "attribute_exists(status)" },
    /reserved keyword/,
  ),
  refused(
    "a value no expression uses is refused",
    { ConditionExpression: "attribute_not_exists(pk)", ExpressionAttributeValues: { ":x": { S: "x" } } },
    /unused in expressions/,
  ),
  refused(
    "a name no expression uses is refused",
    { ConditionExpression: "attribute_not_exists(pk)", ExpressionAttributeNames: { "#x": "x" } },
    /unused in expressions/,
  ),
  refused("a name that is not defined is refused", { ConditionExpression: "attribute_exists(#x)" }, /not defined/),
  refused("a broken expression is refused", { ConditionExpression: "attribute_exists(pk" }, /Syntax error/),
  refused(
    "redundant parentheses are refused",
    { ConditionExpression: "((attribute_exists(pk)))" },
    /redundant parentheses/,
  ),
];

function refused(title: string, more: Partial<PutItemCommandInput>, message: RegExp): Check<DynamoEnvironment> {
  return {
    title,
    async run(environment) {
      const attempt = put(environment, itemOf(environment.pk()), more);
      await expect(attempt).rejects.toMatchObject({
        name: "ValidationException",
        message: expect.stringMatching(message),
      });
    },
  };
}
