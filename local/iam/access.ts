import type { NeededAction } from "../cloud/place.ts";
import type { FunctionSpec } from "../lambda/function.ts";
import type { Site } from "../template/site.ts";
import type { Context } from "./conditions.ts";
import { type Call, evaluate } from "./evaluate.ts";
import { keyActionsFor } from "./key-actions.ts";
import { type Statement, toList } from "./policy.ts";

/** Checks the calls of functions against their roles, and remembers which grants were used. */
export type Access = {
  /** What `caller` lacks for a call that needs all of `needed`; null when it may. */
  missing(caller: FunctionSpec, needed: readonly NeededAction[], context: Context): Refusal | null;
  /** Actions granted and never used so far, by function. A grant counts as used action by action. */
  unused(): readonly UnusedGrant[];
};

export type Refusal = NeededAction & { readonly functionLabel: string; readonly isDenied: boolean };
export type UnusedGrant = {
  readonly functionLabel: string;
  readonly policy: string;
  readonly action: string;
  readonly resources: readonly string[];
};

/** Holds for every call on this machine. */
const always: Context = { "aws:securetransport": ["true"] };

export function makeAccess(site: Pick<Site, "roles" | "functions" | "encryptionKeys" | "mappings">): Access {
  const used = new Set<string>();

  function missing(caller: FunctionSpec, needed: readonly NeededAction[], context: Context): Refusal | null {
    const role = site.roles.get(caller.roleArn);
    const withKeys = [...needed, ...needed.flatMap((one) => keyActionsFor(one, site.encryptionKeys))];
    for (const { action, resource } of withKeys) {
      const call: Call = { action, resource, context: { ...always, "aws:principalarn": [caller.roleArn], ...context } };
      const decision = evaluate(role?.policies ?? [], call);
      if (decision.kind !== "allowed") {
        return { action, resource, functionLabel: caller.label, isDenied: decision.kind === "denied" };
      }
      for (const { statement } of decision.by) used.add(useOf(caller, statement, action));
    }
    return null;
  }

  function unused(): readonly UnusedGrant[] {
    return site.functions.flatMap((spec) =>
      (site.roles.get(spec.roleArn)?.policies ?? []).flatMap(({ name, document }) =>
        document.Statement.filter((statement) => statement.Effect === "Allow").flatMap((statement) =>
          toList(statement.Action)
            .filter((action) => !usedByAws(site, spec).test(action) && !isUsed(spec, statement, action))
            .map((action) => ({
              functionLabel: spec.label,
              policy: name,
              action,
              resources: toList(statement.Resource),
            })),
        ),
      ),
    );
  }

  function isUsed(spec: FunctionSpec, statement: Statement, action: string): boolean {
    const prefix = useOf(spec, statement, "");
    return [...used].some((use) => use.startsWith(prefix) && matchesAction(action, use.slice(prefix.length)));
  }

  return { missing, unused };
}

function useOf(spec: FunctionSpec, statement: Statement, action: string): string {
  return `${spec.name}\n${JSON.stringify(statement)}\n${action}`;
}

function matchesAction(granted: string, used: string): boolean {
  return granted === used || (granted.endsWith("*") && used.startsWith(granted.slice(0, -1)));
}

/**
 * What AWS uses on the function's behalf, hence never seen as a call: logs, traces, encryption, its mappings' reading.
 * DynamoDB asks for data keys in the name of whoever writes, but only when its own cached one has run out.
 */
function usedByAws({ mappings, roles }: Pick<Site, "mappings" | "roles">, spec: FunctionSpec): RegExp {
  const own = mappings.filter((one) => one.functionName === spec.name);
  const parts = ["logs:|xray:|kms:(?:DescribeKey|Encrypt|ReEncrypt)"];
  const granted = (roles.get(spec.roleArn)?.policies ?? []).flatMap(({ document }) =>
    document.Statement.flatMap(({ Action }) => toList(Action)),
  );
  if (granted.some((action) => /^dynamodb:(?:Put|Update|Delete)Item$/.test(action))) parts.push("kms:GenerateDataKey");
  if (own.some((one) => one.kind === "queue")) {
    parts.push("sqs:(?:ReceiveMessage|DeleteMessage|ChangeMessageVisibility|GetQueue)");
  }
  if (own.some((one) => one.kind === "stream")) {
    parts.push(
      "dynamodb:(?:DescribeStream|GetRecords|GetShardIterator|ListStreams)|sqs:(?:SendMessage|GetQueue)|kms:Decrypt",
    );
  }
  return new RegExp(`^(?:${parts.join("|")})`);
}
