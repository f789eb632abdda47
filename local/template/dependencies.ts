import type { ResourceTemplate, Template } from "./assembly.ts";

/** Logical ids in an order in which each comes after what it refers to (`Ref`, `Fn::GetAtt`, `Fn::Sub`, `DependsOn`). */
export function creationOrder(stack: string, template: Template): readonly string[] {
  const order: string[] = [];
  const open = new Set<string>();
  const visit = (id: string): void => {
    if (order.includes(id)) return;
    if (open.has(id)) throw new Error(`${stack}: circular dependency through ${[...open, id].join(" -> ")}`);
    open.add(id);
    const resource = template.Resources[id];
    if (resource !== undefined) for (const dependency of dependenciesOf(resource, template)) visit(dependency);
    open.delete(id);
    order.push(id);
  };
  for (const id of Object.keys(template.Resources)) visit(id);
  return order;
}

function dependenciesOf(resource: ResourceTemplate, template: Template): Set<string> {
  const found = new Set<string>();
  const add = (name: string): void => {
    if (Object.hasOwn(template.Resources, name)) found.add(name);
  };
  for (const name of [resource.DependsOn ?? []].flat()) add(name);
  collect(resource.Properties, add);
  return found;
}

function collect(value: unknown, add: (name: string) => void): void {
  if (typeof value !== "object" || value === null) return;
  for (const [name, argument] of Object.entries(value)) {
    if (name === "Ref") add(String(argument));
    if (name === "Fn::GetAtt") add(String(Array.isArray(argument) ? argument[0] : String(argument).split(".")[0]));
    if (name === "Fn::Sub") collectSubstituted(argument, add);
    collect(argument, add);
  }
}

function collectSubstituted(argument: unknown, add: (name: string) => void): void {
  const text = String(Array.isArray(argument) ? argument[0] : argument);
  for (const [, name] of text.matchAll(/\$\{([^!}.]+)[^}]*\}/g)) if (name !== undefined) add(name);
}
