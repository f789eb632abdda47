import { describe, expect, it } from "vitest";
import { ensureAssembly } from "../../local/hub/build-stamp.ts";
import { projectRoot } from "../../local/hub/start-hub.ts";
import { evaluate } from "../../local/iam/evaluate.ts";
import { type NamedPolicy, type Role, type Statement, toList } from "../../local/iam/policy.ts";
import { readAssembly } from "../../local/template/assembly.ts";
import { interpret } from "../../local/template/interpret.ts";
import { makeRecordingServices } from "../../local/template/services.recording.ts";

// The local cloud's reading of policies against another program's. Its package is not among the project's own: it is asked
// where somebody has installed it (npm install --no-save @cloud-copilot/iam-simulate).
type Simulation = {
  readonly request: {
    readonly principal: string;
    readonly action: string;
    readonly resource: { readonly resource: string; readonly accountId: string };
    readonly contextVariables: Readonly<Record<string, string | readonly string[]>>;
  };
  readonly identityPolicies: readonly { readonly name: string; readonly policy: unknown }[];
  readonly serviceControlPolicies: readonly [];
  readonly resourceControlPolicies: readonly [];
  readonly resourcePolicy?: unknown;
};
type Simulated = { readonly overallResult?: string; readonly errors?: { readonly message: string } };
type Simulator = { runSimulation(simulation: Simulation, options: object): Promise<Simulated> };

const packageName = "@cloud-copilot/iam-simulate";
const simulator = await import(packageName).then(
  (found: unknown) => found as Simulator,
  () => null,
);
const skipNote = simulator === null ? ` (SKIPPED: ${packageName} is not installed)` : "";

const accountId = "000000000000";
const principal = `arn:aws:iam::${accountId}:role/somebody`;

/** Leaves it to the account's own policies who may use the key, as the key of the template does. */
const keyPolicy = {
  Version: "2012-10-17",
  Statement: [
    { Effect: "Allow", Principal: { AWS: `arn:aws:iam::${accountId}:root` }, Action: "kms:*", Resource: "*" },
  ],
};

type Asked = {
  readonly policies: readonly NamedPolicy[];
  readonly action: string;
  readonly resource: string;
  readonly context?: Readonly<Record<string, readonly string[]>>;
};

function ours({ policies, action, resource, context = {} }: Asked): string {
  return evaluate(policies, { action, resource, context: { "aws:principalarn": [principal], ...context } }).kind;
}

/** Null where the other program says that no such call can be made. */
async function theirs({ policies, action, resource, context = {} }: Asked): Promise<string | null> {
  const known = { "aws:principalarn": [principal], ...context };
  const values = Object.entries(known).map(([key, all]) => [key, all.length === 1 ? (all[0] ?? "") : all] as const);
  const answer = await simulator?.runSimulation(
    {
      request: { principal, action, resource: { resource, accountId }, contextVariables: Object.fromEntries(values) },
      identityPolicies: policies.map(({ name, document }) => ({
        name,
        policy: { Version: "2012-10-17", ...document },
      })),
      serviceControlPolicies: [],
      resourceControlPolicies: [],
      ...(action.startsWith("kms:") ? { resourcePolicy: keyPolicy } : {}),
    },
    {},
  );
  const said: Readonly<Record<string, string>> = {
    Allowed: "allowed",
    ExplicitlyDenied: "denied",
    ImplicitlyDenied: "not_allowed",
  };
  return said[answer?.overallResult ?? ""] ?? null;
}

const otherActions = ["dynamodb:DeleteTable", "dynamodb:Scan", "s3:DeleteObject", "sqs:PurgeQueue", "kms:Decrypt"];

/** Every call that a role's statements speak of, the same on a neighbour of the resource, and some that none allows. */
function callsOf({ policies }: Role): readonly Asked[] {
  return policies.flatMap(({ document }) =>
    document.Statement.flatMap((statement) =>
      toList(statement.Resource).flatMap((pattern) => {
        const own = toList(statement.Action).map((action) => ({ policies, action, resource: pattern }));
        if (pattern === "*") return own;
        const resource = pattern.replaceAll("*", "x");
        return [...toList(statement.Action), ...otherActions].flatMap((action) => [
          { policies, action, resource },
          { policies, action, resource: `${resource}-other` },
        ]);
      }),
    ),
  );
}

async function deployedRoles(): Promise<readonly Role[]> {
  const assembly = readAssembly(await ensureAssembly(projectRoot));
  const site = interpret(assembly, makeRecordingServices().services, "http://127.0.0.1:1");
  return [...site.roles.values()];
}

const table = `arn:aws:dynamodb:us-east-1:${accountId}:table/orders`;
const allow = (more: Partial<Statement>): Statement => ({ Effect: "Allow", Action: "*", Resource: "*", ...more });
const deny = (more: Partial<Statement>): Statement => ({ ...allow(more), Effect: "Deny" });

const policies: readonly (readonly [name: string, statements: readonly Statement[]])[] = [
  ["nothing", []],
  ["everything", [allow({})]],
  ["one action", [allow({ Action: "dynamodb:GetItem", Resource: table })]],
  ["actions in another case", [allow({ Action: "DYNAMODB:get*", Resource: table })]],
  ["a resource in another case", [allow({ Resource: table.toUpperCase() })]],
  ["a letter of a wildcard", [allow({ Action: "dynamodb:?etItem", Resource: `${table.slice(0, -1)}?` })]],
  ["all but an action", [{ Effect: "Allow", NotAction: ["dynamodb:Put*", "iam:*"], Resource: "*" }]],
  ["all but a resource", [{ Effect: "Allow", Action: "*", NotResource: [table] }]],
  ["a refusal that wins", [allow({}), deny({ Action: "dynamodb:*Item", Resource: `${table}*` })]],
  ["a refusal of another", [allow({}), deny({ Action: "dynamodb:DeleteItem" })]],
  [
    "keys that begin so",
    [allow({ Condition: { "ForAllValues:StringLike": { "dynamodb:LeadingKeys": "MER#demo*" } } })],
  ],
  ["one key of many", [allow({ Condition: { "ForAnyValue:StringEquals": { "dynamodb:LeadingKeys": "MER#other" } } })]],
  ["no such key", [allow({ Condition: { StringNotEquals: { "aws:SourceAccount": "1" } } })]],
  ["a key that must be there", [allow({ Condition: { StringEquals: { "aws:SourceAccount": "1" } } })]],
  ["a key that may be there", [allow({ Condition: { StringEqualsIfExists: { "aws:SourceAccount": "1" } } })]],
  ["no key at all", [allow({ Condition: { Null: { "aws:SourceAccount": "true" } } })]],
  ["an encrypted line", [deny({ Condition: { Bool: { "aws:SecureTransport": "false" } } }), allow({})]],
  ["a caller", [allow({ Condition: { ArnLike: { "aws:PrincipalArn": `arn:aws:iam::${accountId}:role/some*` } } })]],
];
const contexts: readonly Readonly<Record<string, readonly string[]>>[] = [
  {},
  { "dynamodb:leadingkeys": ["MER#demo#1"] },
  { "dynamodb:leadingkeys": ["MER#demo#1", "MER#other"] },
  { "aws:sourceaccount": ["1"], "aws:securetransport": ["true"] },
  { "aws:securetransport": ["false"] },
];

describe.skipIf(simulator === null)(`another program reads policies as ours does${skipNote}`, () => {
  it.each(policies)("%s", async (_, statements) => {
    const own = [{ name: "p", document: { Statement: statements.map((each) => ({ ...each })) } }];
    for (const context of contexts) {
      for (const action of ["dynamodb:GetItem", "dynamodb:PutItem"]) {
        const asked = { policies: own, action, resource: table, context };
        expect([action, context, await theirs(asked)]).toEqual([action, context, ours(asked)]);
      }
    }
  });

  it("of every role that is deployed, for all it grants and for what lies beside it", {
    timeout: 600_000,
  }, async () => {
    const wrong: object[] = [];
    let compared = 0;
    for (const role of await deployedRoles()) {
      for (const asked of callsOf(role)) {
        const answer = await theirs(asked);
        if (answer === null) continue;
        compared += 1;
        if (answer !== ours(asked)) wrong.push({ role: role.name, ...asked, policies: undefined, answer });
      }
    }
    expect(wrong).toEqual([]);
    expect(compared).toBeGreaterThan(500);
  });
});
