import type { ApiSpec, AuthorizerSpec, IntegrationSpec, RouteSpec, StageSpec } from "../http-api/api.ts";
import type { NamedPolicy, PolicyDocument, Role } from "../iam/policy.ts";
import type { AsyncSettings, FunctionSpec, MappingSpec } from "../lambda/function.ts";

/** Everything of the template that comes to life after its resources are made, gathered while they are. */
export type Site = {
  readonly functions: FunctionSpec[];
  readonly asyncSettings: AsyncSettings[];
  readonly mappings: MappingSpec[];
  readonly apis: ApiSpec[];
  readonly integrations: IntegrationSpec[];
  readonly routes: RouteSpec[];
  readonly authorizers: AuthorizerSpec[];
  readonly stages: StageSpec[];
  /** By ARN. */
  readonly roles: Map<string, Role>;
  /** `AWS::IAM::ManagedPolicy` of the template, by ARN. */
  readonly managedPolicies: Map<string, NamedPolicy>;
  /** Policies on queues, topics, buckets, buses and secrets, by the ARN of the resource. */
  readonly resourcePolicies: { readonly resourceArn: string; readonly document: PolicyDocument }[];
  /** `AWS::Lambda::Permission`: who may invoke which function. */
  readonly permissions: {
    readonly functionArn: string;
    readonly principal: string;
    readonly sourceArn: string | null;
  }[];
  /** ARN of the customer key that encrypts a resource, by the resource's ARN. */
  readonly encryptionKeys: Map<string, string>;
  /** Calls a target will get from a service, checked against the target's policy: rules, buckets, topics. */
  readonly deliveries: DeliveryWire[];
  /** Physical names by kind, in the order of the template. */
  readonly tables: string[];
  readonly queues: QueueFacts[];
  readonly buckets: string[];
  readonly buses: string[];
  /** Alarms and dashboards are known, and drawn nowhere here; their names serve the command line. */
  readonly alarms: string[];
  /** Outputs of every stack: `stack.Output`. */
  readonly outputs: Map<string, string>;
};

export type QueueFacts = {
  readonly name: string;
  readonly arn: string;
  readonly url: string;
  readonly deadLetterArn: string | null;
  readonly visibilityMs: number;
};

/** "The service `principal` on behalf of `sourceArn` will call `targetArn`". A role, if the service takes one to do so. */
export type DeliveryWire = {
  readonly principal: string;
  readonly sourceArn: string;
  readonly targetArn: string;
  readonly roleArn: string | null;
};

export function makeSite(): Site {
  return {
    functions: [],
    asyncSettings: [],
    mappings: [],
    apis: [],
    integrations: [],
    routes: [],
    authorizers: [],
    stages: [],
    roles: new Map(),
    managedPolicies: new Map(),
    resourcePolicies: [],
    permissions: [],
    encryptionKeys: new Map(),
    deliveries: [],
    tables: [],
    queues: [],
    buckets: [],
    buses: [],
    alarms: [],
    outputs: new Map(),
  };
}
