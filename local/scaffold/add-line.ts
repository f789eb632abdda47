/** A line inside the object that opens with `opening`, at its place in the alphabet. Throws when there is no such object. */
export function withEntry(text: string, opening: string, entry: string): string {
  const lines = text.split("\n");
  const start = lines.findIndex((line) => line.endsWith(opening));
  const end = lines.findIndex((line, index) => index > start && line.startsWith("}"));
  if (start < 0 || end < 0) throw new Error(`found no object that opens with "${opening}"`);
  const next = lines.findIndex((line, index) => index > start && index < end && line.trim() > entry);
  return lines.toSpliced(next < 0 ? end : next, 0, `  ${entry}`).join("\n");
}

/** The imports a file begins with, in the order of what they import from; they may go over several lines. */
export function withSortedImports(text: string): string {
  const [head = ""] = /^(?:import [^;]*;\n)*/.exec(text) ?? [];
  const imports = head.match(/import [^;]*;\n/g) ?? [];
  const sorted = imports.toSorted((one, other) => (specifierOf(one) < specifierOf(other) ? -1 : 1));
  return sorted.join("") + text.slice(head.length);
}

function specifierOf(line: string): string {
  return /from "([^"]+)"/.exec(line)?.[1] ?? "";
}
