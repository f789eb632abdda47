import { afterEach, describe, expect, it, vi } from "vitest";
import { grantsReport, judgeGrants } from "./judge-grants.ts";
import { grantsFolderVariable, grantsNobodyUsed, grantText, noteGrants } from "./note-grants.ts";
import { tempFolder } from "./temp-folder.ts";

type Grant = Parameters<typeof grantText>[0];
const grant = (functionLabel: string, action: string, ...resources: string[]): Grant => ({
  functionLabel,
  action,
  policy: "p",
  resources,
});
const arn = (rest: string): string => `arn:aws:${rest}`;
const table = arn("dynamodb:eu-central-1:000000000000:table/orderhub-stateful-TableCD117FA1-96de6b");
const reading = grant("read-orders", "dynamodb:GetItem", table);
const listing = grant("read-orders", "dynamodb:Query", `${table}/index/byList`);

afterEach(() => vi.unstubAllEnvs());

describe("permissions that no test uses", () => {
  it("are named without what deployments make up", () => {
    const queue = arn("sqs:eu-central-1:000000000000:orderhub-stateless-PublishQueue2CCF7BE3-d51407670dd7");
    const secrets = arn("secretsmanager:eu-central-1:000000000000:secret:orderhub/connections/*");
    const reports = arn("s3:::orderhub-stateful-exports25637afb-e6dbfe135224/*/facts/*");
    expect(
      [
        reading,
        listing,
        grant("a", "sqs:SendMessage", queue),
        grant("a", "secretsmanager:GetSecretValue", secrets),
        grant("a", "s3:GetObject", reports),
      ].map(grantText),
    ).toEqual([
      "read-orders dynamodb:GetItem table",
      "read-orders dynamodb:Query byList",
      "a sqs:SendMessage PublishQueue",
      "a secretsmanager:GetSecretValue orderhub/connections/*",
      "a s3:GetObject exports/*/facts/*",
    ]);
  });

  it("are those that every hub of the run has left unused", () => {
    const folder = tempFolder();
    expect(grantsNobodyUsed(folder)).toBeNull();
    vi.stubEnv(grantsFolderVariable, folder);
    noteGrants({ unusedGrants: () => [reading, listing] });
    noteGrants({ unusedGrants: () => [listing] });
    expect(grantsNobodyUsed(folder)).toEqual([grantText(listing)]);
  });

  it("must each be explained, and no explanation may outlive its reason", () => {
    const explanations = [{ grants: ["a", "b"], because: "only on AWS" }];
    const verdict = judgeGrants(["a", "c"], explanations);
    expect(verdict).toEqual({
      unexplained: ["c"],
      needless: ["b"],
      explained: [{ grant: "a", because: "only on AWS" }],
    });
    expect(grantsReport(verdict).join("\n")).toMatch(/1 unused and unexplained[\s\S]*UNUSED c[\s\S]*NEEDLESS.* b/);
  });
});
