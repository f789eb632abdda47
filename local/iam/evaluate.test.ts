import { describe, expect, it } from "vitest";
import { functionSpec } from "../lambda/testing.ts";
import { makeSite } from "../template/site.ts";
import { makeAccess } from "./access.ts";
import { evaluate } from "./evaluate.ts";
import { leadingKeys } from "./leading-keys.ts";
import type { Statement } from "./policy.ts";
import { wiringProblems } from "./wiring.ts";

const table = "arn:aws:dynamodb:us-east-1:000000000000:table/orders";
const queue = "arn:aws:sqs:us-east-1:000000000000:work";

function decide(
  statements: readonly Statement[],
  action: string,
  resource: string,
  context: Record<string, readonly string[]> = {},
): string {
  return evaluate([{ name: "p", document: { Statement: statements } }], { action, resource, context }).kind;
}

describe("IAM's decision", () => {
  const allow = (more: Partial<Statement>): Statement => ({ Effect: "Allow", Action: "*", Resource: "*", ...more });

  it("allows nothing that is not granted, and a Deny wins over any Allow", () => {
    expect(decide([], "dynamodb:GetItem", table)).toBe("not_allowed");
    expect(decide([allow({ Action: "dynamodb:GetItem", Resource: table })], "dynamodb:GetItem", table)).toBe("allowed");
    expect(decide([allow({ Action: "dynamodb:GetItem", Resource: table })], "dynamodb:PutItem", table)).toBe(
      "not_allowed",
    );
    expect(
      decide([allow({}), { Effect: "Deny", Action: "dynamodb:Delete*", Resource: "*" }], "dynamodb:DeleteItem", table),
    ).toBe("denied");
  });

  it("knows wildcards, NotAction and NotResource; actions ignore case, resources do not", () => {
    expect(
      decide([allow({ Action: "DYNAMODB:get*", Resource: `${table}*` })], "dynamodb:GetItem", `${table}/index/byList`),
    ).toBe("allowed");
    expect(decide([allow({ Resource: table.toUpperCase() })], "dynamodb:GetItem", table)).toBe("not_allowed");
    expect(decide([{ Effect: "Allow", NotAction: "iam:*", Resource: "*" }], "dynamodb:GetItem", table)).toBe("allowed");
    expect(decide([{ Effect: "Allow", NotAction: "dynamodb:*", Resource: "*" }], "dynamodb:GetItem", table)).toBe(
      "not_allowed",
    );
    expect(decide([{ Effect: "Allow", Action: "*", NotResource: [table] }], "dynamodb:GetItem", table)).toBe(
      "not_allowed",
    );
  });

  it.each([
    ["StringEquals", { StringEquals: { "aws:SourceAccount": ["1", "2"] } }, { "aws:sourceaccount": ["2"] }, true],
    ["StringEquals on an absent key", { StringEquals: { "aws:SourceAccount": "1" } }, {}, false],
    ["StringNotEquals on an absent key", { StringNotEquals: { "aws:SourceAccount": "1" } }, {}, true],
    ["IfExists", { StringEqualsIfExists: { "aws:SourceAccount": "1" } }, {}, true],
    [
      "ArnLike",
      { ArnLike: { "aws:SourceArn": "arn:aws:events:*:*:rule/hub/*" } },
      { "aws:sourcearn": ["arn:aws:events:us-east-1:0:rule/hub/x"] },
      true,
    ],
    ["Bool", { Bool: { "aws:SecureTransport": "false" } }, { "aws:securetransport": ["true"] }, false],
    ["Null", { Null: { "aws:SourceArn": "true" } }, {}, true],
    [
      "ForAllValues, all fitting",
      { "ForAllValues:StringLike": { "dynamodb:LeadingKeys": "MER#demo*" } },
      { "dynamodb:leadingkeys": ["MER#demo", "MER#demo#ORD#1"] },
      true,
    ],
    [
      "ForAllValues, one not fitting",
      { "ForAllValues:StringLike": { "dynamodb:LeadingKeys": "MER#demo*" } },
      { "dynamodb:leadingkeys": ["MER#demo", "MER#other"] },
      false,
    ],
    [
      "ForAnyValue",
      { "ForAnyValue:StringEquals": { "dynamodb:LeadingKeys": "b" } },
      { "dynamodb:leadingkeys": ["a", "b"] },
      true,
    ],
  ])("evaluates %s", (_name, Condition, context, holds) => {
    expect(decide([allow({ Condition })], "x:Y", "*", context)).toBe(holds ? "allowed" : "not_allowed");
  });

  it("stops at a condition operator it does not know", () => {
    expect(() => decide([allow({ Condition: { IpAddress: { "aws:SourceIp": "10.0.0.0/8" } } })], "x:Y", "*")).toThrow(
      /IpAddress/,
    );
  });
});

describe("leading keys", () => {
  it.each([
    ["a read", { Key: { pk: { S: "a" }, sk: { S: "b" } } }, ["a"]],
    [
      "a transaction",
      { TransactItems: [{ Put: { Item: { pk: { S: "a" } } } }, { Update: { Key: { pk: { S: "b" } } } }] },
      ["a", "b"],
    ],
    ["a batch", { RequestItems: { orders: { Keys: [{ pk: { S: "a" } }] } } }, ["a"]],
    [
      "a query",
      {
        KeyConditionExpression: "#p = :p AND begins_with(#s, :s)",
        ExpressionAttributeValues: { ":p": { S: "a" }, ":s": { S: "x" } },
      },
      ["a"],
    ],
    ["a scan", { TableName: "orders" }, null],
  ])("are found in %s", (_name, body, keys) => {
    expect(leadingKeys(body, "pk")).toEqual(keys);
  });
});

describe("the calls of functions", () => {
  function world(statements: readonly Statement[]) {
    const site = makeSite();
    const roleArn = "arn:aws:iam::000000000000:role/r";
    const spec = functionSpec({ roleArn, label: "apply-delivery" });
    site.functions.push(spec);
    site.roles.set(roleArn, {
      name: "r",
      arn: roleArn,
      trusts: ["lambda.amazonaws.com"],
      policies: [{ name: "p", document: { Statement: statements } }],
    });
    return { site, spec };
  }

  it("names function, action and resource of a missing grant, the key's grants included", () => {
    const { site, spec } = world([{ Effect: "Allow", Action: "dynamodb:Query", Resource: `${table}/index/byList` }]);
    site.encryptionKeys.set(table, "arn:aws:kms:us-east-1:000000000000:key/k");
    const access = makeAccess(site);
    expect(access.missing(spec, [{ action: "dynamodb:Query", resource: `${table}/index/byList` }], {})).toEqual({
      action: "kms:Decrypt",
      resource: "arn:aws:kms:us-east-1:000000000000:key/k",
      functionLabel: "apply-delivery",
      isDenied: false,
    });
  });

  it("lists grants that no call used", () => {
    const { site, spec } = world([
      { Effect: "Allow", Action: ["sqs:SendMessage", "sqs:DeleteQueue", "logs:PutLogEvents"], Resource: queue },
    ]);
    const access = makeAccess(site);
    expect(access.missing(spec, [{ action: "sqs:SendMessage", resource: queue }], {})).toBeNull();
    expect(access.unused()).toEqual([
      { functionLabel: "apply-delivery", policy: "p", action: "sqs:DeleteQueue", resources: [queue] },
    ]);
  });

  it("finds wiring that AWS would refuse", () => {
    const { site, spec } = world([]);
    site.queues.push({ name: "work", arn: queue, url: "", deadLetterArn: null, visibilityMs: 1000 });
    site.mappings.push({
      kind: "queue",
      id: "m",
      functionName: spec.name,
      sourceArn: queue,
      queue: "work",
      isEnabled: true,
      batchSize: 1,
      windowMs: 0,
      reportsItemFailures: true,
      filters: [],
      maxConcurrency: null,
    });
    const rule = "arn:aws:events:us-east-1:000000000000:rule/hub/r";
    site.deliveries.push({ principal: "events.amazonaws.com", sourceArn: rule, targetArn: queue, roleArn: null });
    const found = wiringProblems(site).join("\n");
    expect(found).toMatch(/events\.amazonaws\.com may not sqs:SendMessage/);
    expect(found).toMatch(/needs sqs:ReceiveMessage/);
    expect(found).toMatch(/visibility timeout/);
    site.resourcePolicies.push({
      resourceArn: queue,
      document: {
        Statement: [
          {
            Effect: "Allow",
            Principal: { Service: "events.amazonaws.com" },
            Action: "sqs:SendMessage",
            Resource: queue,
            Condition: { ArnEquals: { "aws:SourceArn": rule } },
          },
        ],
      },
    });
    expect(wiringProblems(site).join("\n")).not.toMatch(/events\.amazonaws\.com/);
  });
});
