/** A line inside the object that opens with `opening`, at its place in the alphabet. Throws when there is no such object. */
export function withEntry(text: string, opening: string, entry: string): string {
  const lines = text.split("\n");
  const start = lines.findIndex((line) => line.endsWith(opening));
  const end = lines.findIndex((line, index) => index > start && line.startsWith("}"));
  if (start < 0 || end < 0) throw new Error(`found no object that opens with "${opening}"`);
  const next = lines.findIndex((line, index) => index > start && index < end && line.trim() > entry);
  return lines.toSpliced(next < 0 ? end : next, 0, `  ${entry}`).join("\n");
}

/** An import among the others, in the order of what they import from. */
export function withImport(text: string, line: string): string {
  const lines = text.split("\n");
  const imports = lines.flatMap((each, index) => (each.startsWith("import ") ? [{ each, index }] : []));
  const next = imports.find(({ each }) => specifierOf(each) > specifierOf(line));
  const place = next?.index ?? (imports.at(-1)?.index ?? -1) + 1;
  return lines.toSpliced(place, 0, line).join("\n");
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
