import { arns } from "../../hub/arns.ts";
import { managedPolicy } from "../../iam/managed-policies.ts";
import { type NamedPolicy, policyDocumentOf, type Role } from "../../iam/policy.ts";
import { listOf, recordOf, recordsOf, textOf } from "../read-property.ts";
import { type Ground, physicalName, type Resource, type ResourceKind, resourceError } from "../resource.ts";
import { inert } from "../shape.ts";

const inlinePolicies = [{ PolicyName: true, PolicyDocument: true }] as const;

export const iamRole: ResourceKind = {
  type: "AWS::IAM::Role",
  properties: {
    RoleName: true,
    AssumeRolePolicyDocument: true,
    Policies: inlinePolicies,
    ManagedPolicyArns: true,
    Description: inert,
    MaxSessionDuration: inert,
    Path: inert,
    Tags: inert,
  },
  create(resource, { site }) {
    const name = physicalName(resource, resource.properties["RoleName"], 64);
    const arn = arns.role(name);
    const attached = listOf(resource.properties["ManagedPolicyArns"])
      .map(String)
      .map((policyArn) => {
        const known = managedPolicy(policyArn) ?? site.managedPolicies.get(policyArn);
        if (known === undefined)
          throw resourceError(resource, `managed policy ${policyArn} is not known (local/iam/managed-policies.ts)`);
        return known;
      });
    const inline = recordsOf(resource.properties["Policies"]).map((policy) => namedPolicy(resource, policy));
    site.roles.set(arn, { name, arn, policies: [...attached, ...inline], trusts: trustedBy(resource) });
    return { ref: name, attributes: { Arn: arn, RoleId: `AROA${name}` } };
  },
};

export const iamPolicy: ResourceKind = {
  type: "AWS::IAM::Policy",
  properties: { PolicyName: true, PolicyDocument: true, Roles: true },
  create(resource, ground) {
    attach(resource, ground, namedPolicy(resource, resource.properties));
    return { ref: physicalName(resource, resource.properties["PolicyName"]), attributes: {} };
  },
};

export const iamManagedPolicy: ResourceKind = {
  type: "AWS::IAM::ManagedPolicy",
  properties: { ManagedPolicyName: true, PolicyDocument: true, Roles: true, Description: inert, Path: inert },
  create(resource, ground) {
    const arn = arns.policy(physicalName(resource, resource.properties["ManagedPolicyName"]));
    const policy = namedPolicy(resource, resource.properties);
    ground.site.managedPolicies.set(arn, policy);
    attach(resource, ground, policy);
    return { ref: arn, attributes: { PolicyArn: arn } };
  },
};

function attach(resource: Resource, { site }: Ground, policy: NamedPolicy): void {
  for (const roleName of listOf(resource.properties["Roles"]).map(String)) {
    const role = site.roles.get(arns.role(roleName));
    if (role === undefined) throw resourceError(resource, `role "${roleName}" is not in the template`);
    role.policies.push(policy);
  }
}

function namedPolicy(resource: Resource, policy: Readonly<Record<string, unknown>>): NamedPolicy {
  const name = textOf(policy["PolicyName"]) ?? resource.logicalId;
  return { name: `${resource.stack}/${name}`, document: policyDocumentOf(policy["PolicyDocument"]) };
}

function trustedBy(resource: Resource): Role["trusts"] {
  const { Statement } = policyDocumentOf(resource.properties["AssumeRolePolicyDocument"]);
  return Statement.flatMap((statement) => [recordOf(statement.Principal)["Service"] ?? []].flat().map(String));
}
