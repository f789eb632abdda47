import type { Denial } from "../cloud/front-door.ts";
import type { NeededAction } from "../cloud/place.ts";
import type { AwsRequest, AwsService } from "../cloud/service.ts";
import { dynamodbActions } from "../dynamodb/iam-actions.ts";
import type { Access, Refusal } from "../iam/access.ts";
import type { Context } from "../iam/conditions.ts";
import { leadingKeys } from "../iam/leading-keys.ts";
import type { FunctionSpec } from "../lambda/function.ts";

export type AuthoriseDeps = {
  readonly access: Access;
  readonly functionOf: (accessKeyId: string) => FunctionSpec | null;
  /** Refuse what the role does not allow; otherwise only note what was used. */
  readonly isStrict: boolean;
  /** Told of each refusal once. */
  readonly onRefusal: (refusal: Refusal) => void;
};

/** A service that says which grants a request needs. */
type Guarded = AwsService & { readonly actionsOf?: (request: AwsRequest) => readonly NeededAction[] };

/** The front door's check of a request against the role of the calling function. Callers from outside may do anything. */
export function makeAuthorise(deps: AuthoriseDeps): (request: AwsRequest, service: AwsService) => Denial | null {
  const told = new Set<string>();
  return (request, service) => {
    const caller = deps.functionOf(request.accessKeyId);
    if (caller === null) return null;
    const { needed, context } = factsOf(request, service);
    const refusal = deps.access.missing(caller, needed, context);
    if (refusal === null) return null;
    const key = `${refusal.functionLabel}\n${refusal.action}\n${refusal.resource}`;
    if (!told.has(key)) deps.onRefusal(refusal);
    told.add(key);
    return deps.isStrict ? denialOf(refusal, service) : null;
  };
}

function factsOf(request: AwsRequest, service: Guarded): { needed: readonly NeededAction[]; context: Context } {
  if (service.name === "dynamodb") {
    const input = jsonOf(request);
    // The one table of the hub has `pk`; other tables' keys are not looked at by any policy of ours.
    const keys = leadingKeys(input, "pk");
    const context = keys === null ? {} : { "dynamodb:leadingkeys": keys };
    return { needed: dynamodbActions(request.operation, input), context };
  }
  if (service.actionsOf === undefined) {
    throw new Error(`service ${service.name} does not say which grants a request needs`);
  }
  return { needed: service.actionsOf(request), context: {} };
}

function jsonOf(request: AwsRequest): Readonly<Record<string, unknown>> {
  try {
    return JSON.parse(request.body.toString("utf8") || "{}") as Readonly<Record<string, unknown>>;
  } catch {
    return {};
  }
}

function denialOf({ functionLabel, action, resource, isDenied }: Refusal, service: AwsService): Denial {
  const why = isDenied ? "an explicit deny" : "no policy of its role allows it";
  const message = `function ${functionLabel} may not ${action} on ${resource}: ${why}`;
  return service.name === "s3" || service.name === "sns"
    ? { code: "AccessDenied", message, status: 403 }
    : { code: "AccessDeniedException", message, status: 400 };
}
