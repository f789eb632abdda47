import type { Denial } from "../cloud/front-door.ts";
import type { NeededAction } from "../cloud/place.ts";
import type { AwsRequest, AwsService } from "../cloud/service.ts";
import { dynamodbActions } from "../dynamodb/iam-actions.ts";
import type { Access, Refusal } from "../iam/access.ts";
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
    const refusal = deps.access.missing(caller, neededFor(request, service), contextOf(request, service));
    if (refusal === null) return null;
    const key = `${refusal.functionLabel}\n${refusal.action}\n${refusal.resource}`;
    if (!told.has(key)) deps.onRefusal(refusal);
    told.add(key);
    return deps.isStrict ? denialOf(refusal, service) : null;
  };
}

function neededFor(request: AwsRequest, service: Guarded): readonly NeededAction[] {
  if (service.name === "dynamodb") return dynamodbActions(request.operation, jsonOf(request));
  if (service.actionsOf === undefined)
    throw new Error(`service ${service.name} does not say which grants a request needs`);
  return service.actionsOf(request);
}

function contextOf(request: AwsRequest, service: AwsService): Readonly<Record<string, readonly string[]>> {
  if (service.name !== "dynamodb") return {};
  // The one table of the hub has `pk`; other tables' keys are not looked at by any policy of ours.
  const keys = leadingKeys(request, "pk");
  return keys === null ? {} : { "dynamodb:leadingkeys": keys };
}

function jsonOf(request: AwsRequest): unknown {
  try {
    return JSON.parse(request.body.toString("utf8") || "{}");
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
