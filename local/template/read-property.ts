/** Reads resolved properties. Templates write numbers and booleans as text at times; CloudFormation takes both. */
export function textOf(value: unknown): string | null {
  return typeof value === "string"
    ? value
    : typeof value === "number" || typeof value === "boolean"
      ? String(value)
      : null;
}

export function numberOf(value: unknown): number | null {
  const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  return typeof number === "number" && Number.isFinite(number) ? number : null;
}

export function isTrue(value: unknown): boolean {
  return value === true || value === "true";
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

export function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}

export function recordsOf(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  return listOf(value).map(recordOf);
}

/** JSON given as text or, as CloudFormation allows, as an object; undefined stays undefined. */
export function jsonOf(value: unknown): unknown {
  return typeof value === "string" ? JSON.parse(value) : value;
}
