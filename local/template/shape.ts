/**
 * Which members of a property are understood: `true` takes any value, an object names the members, a list of one shape
 * holds for each entry.
 */
export type Shape = true | readonly [Shape] | { readonly [member: string]: Shape };

/** The first member of `value` that `shape` does not name, as a path such as `Targets[0].EcsParameters`; null when all are known. */
export function unknownMember(value: unknown, shape: Shape, at = ""): string | null {
  if (shape === true || typeof value !== "object" || value === null) return null;
  if (isListShape(shape)) {
    for (const [index, entry] of (Array.isArray(value) ? value : []).entries()) {
      const found = unknownMember(entry, shape[0], `${at}[${index}]`);
      if (found !== null) return found;
    }
    return null;
  }
  for (const [name, member] of Object.entries(value)) {
    const path = at === "" ? name : `${at}.${name}`;
    const memberShape = Object.hasOwn(shape, name) ? shape[name] : undefined;
    if (memberShape === undefined) return path;
    const found = unknownMember(member, memberShape, path);
    if (found !== null) return found;
  }
  return null;
}

function isListShape(shape: Exclude<Shape, true>): shape is readonly [Shape] {
  return Array.isArray(shape);
}

/** Known, and without effect on this machine: encryption at rest, tags, descriptions. */
export const inert: Shape = true;
