import { describe, expect, it } from "vitest";
import { dynamodbActions } from "./iam-actions.ts";

const hub = "arn:aws:dynamodb:us-east-1:000000000000:table/hub";
const stream = `${hub}/stream/2026-01-01T00:00:00.000`;
const iterator = Buffer.from(JSON.stringify({ table: "hub", after: null })).toString("base64url");

describe("the permissions a request needs", () => {
  it.each([
    ["GetItem", { TableName: "hub" }, [["GetItem", hub]]],
    ["PutItem", { TableName: hub }, [["PutItem", hub]]],
    ["Query", { TableName: "hub" }, [["Query", hub]]],
    ["Query", { TableName: "hub", IndexName: "byList" }, [["Query", `${hub}/index/byList`]]],
    ["BatchGetItem", { RequestItems: { hub: {} } }, [["BatchGetItem", hub]]],
    [
      "TransactWriteItems",
      {
        TransactItems: [
          { Put: { TableName: "hub" } },
          { Put: { TableName: "hub" } },
          { Update: { TableName: "hub" } },
          { ConditionCheck: { TableName: "hub" } },
        ],
      },
      [
        ["PutItem", hub],
        ["UpdateItem", hub],
        ["ConditionCheckItem", hub],
      ],
    ],
    ["TransactGetItems", { TransactItems: [{ Get: { TableName: "hub" } }] }, [["GetItem", hub]]],
    ["GetRecords", { ShardIterator: iterator }, [["GetRecords", stream]]],
    ["DescribeStream", { StreamArn: stream }, [["DescribeStream", stream]]],
    ["ListTables", {}, [["ListTables", "*"]]],
  ] as const)("of %s %j", (operation, body, expected) => {
    expect(dynamodbActions(operation, body)).toEqual(
      expected.map(([action, resource]) => ({ action: `dynamodb:${action}`, resource })),
    );
  });
});
