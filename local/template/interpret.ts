import type { Services } from "../hub/services.ts";
import type { Assembly, ResourceTemplate, StackTemplate } from "./assembly.ts";
import { checkResource } from "./checks.ts";
import { resolveCondition } from "./conditions.ts";
import { creationOrder } from "./dependencies.ts";
import { kindOf } from "./registry.ts";
import { resolve } from "./resolve.ts";
import { type Ground, type Resource, type ResourceKind, resourceError } from "./resource.ts";
import type { Scope } from "./scope.ts";
import { unknownMember } from "./shape.ts";
import { makeSite, type Site } from "./site.ts";

/**
 * Makes every resource of the assembly, stack by stack, each after what it refers to. Gives what the runtime starts from.
 * A resource type or property nobody taught it stops it, with the place and the file to extend.
 */
export function interpret(assembly: Assembly, services: Services, apiUrl: string): Site {
  const site = makeSite();
  const ground: Ground = { services, site, assets: assembly.assets, apiUrl };
  const exports = new Map<string, unknown>();
  for (const stack of assembly.stacks) interpretStack(stack, ground, exports);
  return site;
}

function interpretStack(stack: StackTemplate, ground: Ground, exports: Map<string, unknown>): void {
  const scope: Scope = { stack: stack.name, template: stack.template, made: new Map(), exports };
  for (const id of creationOrder(stack.name, stack.template)) {
    const template = stack.template.Resources[id];
    if (template === undefined || !isWanted(template, scope)) continue;
    const kind = kindFor(stack.name, id, template);
    const resource = toResource(id, template, scope);
    refuseUnknownProperties(resource, kind);
    checkResource(resource);
    scope.made.set(id, kind.create(resource, ground));
  }
  for (const [name, output] of Object.entries(stack.template.Outputs ?? {})) {
    if (!isWanted(output, scope)) continue;
    const value = resolve(output.Value, scope);
    ground.site.outputs.set(`${stack.name}.${name}`, String(value));
    if (output.Export !== undefined) exports.set(String(resolve(output.Export.Name, scope)), value);
  }
}

function isWanted(template: { readonly Condition?: string }, scope: Scope): boolean {
  return template.Condition === undefined || resolveCondition({ Condition: template.Condition }, scope);
}

function kindFor(stack: string, logicalId: string, template: ResourceTemplate): ResourceKind {
  const kind = kindOf(template.Type);
  if (kind !== undefined) return kind;
  throw resourceError(
    { stack, logicalId, type: template.Type },
    "the local cloud does not know this resource type; teach it in local/template/resources/ and list it in local/template/registry.ts",
  );
}

function toResource(logicalId: string, template: ResourceTemplate, scope: Scope): Resource {
  return {
    stack: scope.stack,
    logicalId,
    type: template.Type,
    properties: (resolve(template.Properties ?? {}, scope) ?? {}) as Readonly<Record<string, unknown>>,
    metadata: template.Metadata ?? {},
  };
}

function refuseUnknownProperties(resource: Resource, kind: ResourceKind): void {
  const unknown = unknownMember(resource.properties, kind.properties);
  if (unknown === null) return;
  throw resourceError(
    resource,
    `property "${unknown}" is not known to the local cloud; teach it in the file of ${kind.type} under local/template/resources/`,
  );
}
