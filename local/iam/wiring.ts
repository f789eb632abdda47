import { accountId, arns, partsOfArn } from "../hub/arns.ts";
import type { MappingSpec } from "../lambda/function.ts";
import type { DeliveryWire, Site } from "../template/site.ts";
import { type Call, evaluate } from "./evaluate.ts";
import { matchesWildcard } from "./match.ts";
import type { PolicyDocument } from "./policy.ts";

/**
 * What AWS would refuse at run time, or silently not deliver: a rule whose queue does not let it in, an API without
 * permission to invoke, a mapping whose role cannot read. One sentence each; empty when all is wired.
 */
export function wiringProblems(site: Site): readonly string[] {
  return [
    ...site.deliveries.flatMap((wire) => deliveryProblem(site, wire) ?? []),
    ...site.integrations.flatMap(
      ({ functionName, apiId }) => invokeProblem(site, arns.function(functionName), apiId) ?? [],
    ),
    ...site.mappings.flatMap((mapping) => mappingProblems(site, mapping)),
    ...site.functions.flatMap((spec) =>
      site.roles.get(spec.roleArn)?.trusts.includes("lambda.amazonaws.com") === true
        ? []
        : [`function ${spec.label}: its role does not trust lambda.amazonaws.com`],
    ),
  ];
}

function deliveryProblem(site: Site, wire: DeliveryWire): string | null {
  const { service } = partsOfArn(wire.targetArn);
  const action = actionOn(service);
  if (action === null)
    return `${wire.sourceArn}: target ${wire.targetArn} is of a kind the local cloud does not deliver to`;
  if (wire.roleArn !== null) return roleProblem(site, wire, action);
  if (service === "lambda") {
    const isLetIn = site.permissions.some(
      (one) =>
        one.functionArn === wire.targetArn &&
        one.principal === wire.principal &&
        (one.sourceArn === null || matchesWildcard(one.sourceArn, wire.sourceArn)),
    );
    return isLetIn
      ? null
      : `${wire.principal} may not invoke ${wire.targetArn} for ${wire.sourceArn}: no AWS::Lambda::Permission`;
  }
  const call: Call = { action, resource: wire.targetArn, context: contextOf(wire) };
  const documents = site.resourcePolicies
    .filter((one) => one.resourceArn === wire.targetArn)
    .map((one) => one.document);
  return letsIn(documents, wire.principal, call)
    ? null
    : `${wire.principal} may not ${action} on ${wire.targetArn} for ${wire.sourceArn}`;
}

function actionOn(service: string): string | null {
  const actions: Readonly<Record<string, string>> = {
    lambda: "lambda:InvokeFunction",
    sqs: "sqs:SendMessage",
    sns: "sns:Publish",
    events: "events:PutEvents",
  };
  return actions[service] ?? null;
}

function roleProblem(site: Site, wire: DeliveryWire, action: string): string | null {
  const role = wire.roleArn === null ? undefined : site.roles.get(wire.roleArn);
  if (role === undefined) return `${wire.sourceArn}: its role ${wire.roleArn} is not in the template`;
  if (!role.trusts.includes(wire.principal)) return `role ${role.name} does not trust ${wire.principal}`;
  const decision = evaluate(role.policies, { action, resource: wire.targetArn, context: {} });
  return decision.kind === "allowed" ? null : `role ${role.name} may not ${action} on ${wire.targetArn}`;
}

function invokeProblem(site: Site, functionArn: string, apiId: string): string | null {
  const isLetIn = site.permissions.some(
    (one) =>
      one.functionArn === functionArn &&
      one.principal === "apigateway.amazonaws.com" &&
      (one.sourceArn === null || one.sourceArn.startsWith(arns.api(apiId))),
  );
  return isLetIn ? null : `the HTTP API may not invoke ${functionArn}: no AWS::Lambda::Permission`;
}

function mappingProblems(site: Site, mapping: MappingSpec): readonly string[] {
  const spec = site.functions.find((one) => one.name === mapping.functionName);
  if (spec === undefined) return [`mapping ${mapping.id}: function ${mapping.functionName} is not in the template`];
  const reads = mapping.kind === "queue" ? queueReads : streamReads;
  const calls: Call[] = reads.map((action) => ({ action, resource: mapping.sourceArn, context: {} }));
  if (mapping.kind === "stream" && mapping.onFailureArn !== null) {
    calls.push({ action: "sqs:SendMessage", resource: mapping.onFailureArn, context: {} });
  }
  const policies = site.roles.get(spec.roleArn)?.policies ?? [];
  return [
    ...calls
      .filter((call) => evaluate(policies, call).kind !== "allowed")
      .map((call) => `function ${spec.label}: its event source mapping needs ${call.action} on ${call.resource}`),
    ...visibilityProblem(site, mapping, spec.timeoutMs, spec.label),
  ];
}

const queueReads = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"];
const streamReads = ["dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator"];

function visibilityProblem(site: Site, mapping: MappingSpec, timeoutMs: number, label: string): readonly string[] {
  const queue = mapping.kind === "queue" ? site.queues.find((one) => one.arn === mapping.sourceArn) : undefined;
  if (queue === undefined || queue.visibilityMs >= timeoutMs) return [];
  return [
    `function ${label}: its queue's visibility timeout (${queue.visibilityMs} ms) is below the function's timeout`,
  ];
}

function letsIn(documents: readonly PolicyDocument[], principal: string, call: Call): boolean {
  const policies = documents.map((document) => ({
    name: "resource",
    document: { Statement: document.Statement.filter((statement) => speaksOf(statement.Principal, principal)) },
  }));
  return evaluate(policies, call).kind === "allowed";
}

function speaksOf(given: unknown, principal: string): boolean {
  if (given === "*") return true;
  const { Service, AWS } = given as {
    readonly Service?: string | readonly string[];
    readonly AWS?: string | readonly string[];
  };
  return [Service ?? []].flat().includes(principal) || [AWS ?? []].flat().includes("*");
}

function contextOf(wire: DeliveryWire): Call["context"] {
  return { "aws:sourcearn": [wire.sourceArn], "aws:sourceaccount": [accountId], "aws:securetransport": ["true"] };
}
