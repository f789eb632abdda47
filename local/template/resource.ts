import { createHash } from "node:crypto";
import type { Services } from "../hub/services.ts";
import type { Created } from "./scope.ts";
import type { Shape } from "./shape.ts";
import type { Site } from "./site.ts";

/** One resource of the template, its properties resolved and checked against the kind's shape. */
export type Resource = {
  readonly stack: string;
  readonly logicalId: string;
  readonly type: string;
  readonly properties: Readonly<Record<string, unknown>>;
  /** `Metadata` as written: carries `aws:cdk:path`. */
  readonly metadata: Readonly<Record<string, unknown>>;
};

/** How one resource type comes to life here. One small file each in `resources/`, listed in `registry.ts`. */
export type ResourceKind = {
  readonly type: string;
  /** The properties understood. Any other stops the start: what is not known must not be passed over. */
  readonly properties: { readonly [name: string]: Shape };
  create(resource: Resource, ground: Ground): Created;
};

/** Where resources are made: services that hold data at once, and the declarations the runtime starts from later. */
export type Ground = {
  readonly services: Services;
  readonly site: Site;
  readonly assets: ReadonlyMap<string, string>;
  /** Base address of the hub's HTTP API, e.g. `http://127.0.0.1:4510`. */
  readonly apiUrl: string;
};

/** Names the resource and what is wrong with it. */
export function resourceError(resource: Pick<Resource, "stack" | "logicalId" | "type">, problem: string): Error {
  return new Error(`${resource.stack}/${resource.logicalId} (${resource.type}): ${problem}`);
}

/** The given name, or one made of stack and logical id as CloudFormation does, but the same at every start. */
export function physicalName(resource: Resource, given: unknown, maxLength = 80): string {
  if (typeof given === "string" && given !== "") return given;
  const hash = createHash("sha256").update(`${resource.stack}/${resource.logicalId}`).digest("hex").slice(0, 12);
  const readable = `${resource.stack}-${resource.logicalId}`.slice(0, maxLength - hash.length - 1);
  return `${readable}-${hash}`;
}
