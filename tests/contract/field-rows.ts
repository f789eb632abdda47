/** The part of JSON Schema that the own shop's format is written in. */
export type Schema = {
  readonly type?: string;
  readonly format?: string;
  readonly pattern?: string;
  readonly enum?: readonly string[];
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
};

/** One row of a table in the docs for each field, those inside of objects and lists too: `lines[].sku`. */
export function fieldRows(schema: Schema, path = ""): readonly string[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, given]) => {
    const field = given.anyOf?.find(({ type }) => type !== "null") ?? given;
    const inner = field.items ?? field;
    const at = `${path}${name}${field.type === "array" ? "[]" : ""}`;
    const star = schema.required?.includes(name) ? " *" : "";
    const says = given.description ?? field.description ?? inner.description ?? "";
    return [`| \`${at}\`${star} | ${kindOf(field)} | ${says} |`, ...fieldRows(inner, `${at}.`)];
  });
}

function kindOf({ type, format, pattern, enum: words, items }: Schema): string {
  if (words) return words.map((word) => `\`${word}\``).join(", ");
  if (format === "date-time") return "time";
  if (pattern?.startsWith("^[0-9]")) return "amount";
  if (type === "array") return items?.properties ? "list of objects" : "list of texts";
  return (
    { string: "text", integer: "whole number", boolean: "true or false", object: "object" }[type ?? ""] ?? "anything"
  );
}
