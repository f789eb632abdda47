import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fail, ok, type Result } from "../../shared/kernel/result.ts";
import { withEntry, withSortedImports } from "./add-line.ts";

export type NewChannel = {
  /** Part of addresses and of file names: `paper`. */
  readonly name: string;
  /** For people: "Paper Shop". */
  readonly title: string;
};

const registry = "shared/channels/registry.ts";
const template = join(import.meta.dirname, "template");

/**
 * Writes `shared/channels/<name>` and its line in the registry. Gives the files it wrote, or says why it
 * wrote none.
 */
export function makeChannel(root: string, channel: NewChannel): Result<readonly string[], string> {
  const { name, title } = channel;
  if (!/^[a-z][a-z0-9]{1,29}$/.test(name)) {
    return fail(`"${name}" cannot be a channel's name: 2 to 30 small letters and digits, a letter first`);
  }
  if (name === "template" || reserved.has(name)) return fail(`"${name}" is a word of the language or of this command`);
  if (!/^[^"\\\n]{1,60}$/.test(title)) return fail("a title has 1 to 60 characters, no quotes and no backslash");
  const folder = `shared/channels/${name}`;
  if (existsSync(join(root, folder))) return fail(`${folder} exists already`);

  const files = readdirSync(template, { recursive: true, encoding: "utf8" })
    .filter((file) => /\.(ts|json|md)$/.test(file))
    .map((file) => ({
      path: `${folder}/${fileName(file, name)}`,
      text: renamed(readFileSync(join(template, file), "utf8"), channel),
    }));
  const entry = `${name}: async () => (await import("./${name}/${name}.ts")).${name},`;
  const registered = {
    path: registry,
    text: withEntry(readFileSync(join(root, registry), "utf8"), "loaders = {", entry),
  };
  for (const { path, text } of [...files, registered]) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return ok([...files, registered].map(({ path }) => path));
}

/** Words that cannot name a constant of a module. */
const reserved = new Set(
  "arguments await break case catch class const continue debugger default delete do else enum eval export extends false finally for function if implements import in instanceof interface let new null package private protected public return static super switch this throw true try typeof undefined var void while with yield".split(
    " ",
  ),
);

/** The template's suite is no test where it lies: it would look for its samples in a channel called "template". */
function fileName(file: string, name: string): string {
  return file
    .replaceAll("\\", "/")
    .replace(/^template\.suite\.ts$/, `${name}.test.ts`)
    .replace(/^template\.ts$/, `${name}.ts`);
}

function renamed(text: string, { name, title }: NewChannel): string {
  const moved = text
    .replaceAll('"../../../shared/channels/', '"../')
    .replaceAll('"../../../shared/', '"../../')
    .replaceAll("Template title", title)
    .replaceAll("template", name);
  return withSortedImports(moved.replace(/import (?:type )?\{\n[^}]*\} from "[^"]+";/g, onOneLine));
}

const LINE_WIDTH = 120;

/** An import whose path became shorter than in the template may fit into a line now, and the formatter wants it there. */
function onOneLine(statement: string): string {
  const line = statement
    .replace(/\{\s+/, "{ ")
    .replace(/,\s+\}/, " }")
    .replace(/,\s+/g, ", ");
  return line.length <= LINE_WIDTH ? line : statement;
}
