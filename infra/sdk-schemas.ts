import { readFileSync } from "node:fs";
import type { Plugin } from "esbuild";

/**
 * The SDK describes every operation of a service in one file of plain objects, whose keys are written as `[_name]` with
 * `const _name = "literal"` above. A bundler cannot know that such a key has no effect and keeps all operations. Writing the
 * literals in place says the same, and lets it drop what no function uses.
 */
export const sdkSchemas: Plugin = {
  name: "sdk-schemas",
  setup: (build) => {
    build.onLoad({ filter: /@aws-sdk\/client-[^/]+\/dist-es\/schemas\/schemas_\d+\.js$/ }, ({ path }) => ({
      contents: withPlainKeys(readFileSync(path, "utf8")),
      loader: "js",
    }));
  },
};

export function withPlainKeys(source: string): string {
  const literals = new Map<string, string>();
  for (const [, name = "", literal = ""] of source.matchAll(/^const (\w+) = ("[^"\\]*");$/gm))
    literals.set(name, literal);
  return source.replace(/\[(\w+)\]:/g, (key, name: string) => {
    const literal = literals.get(name);
    return literal === undefined || literal === '"__proto__"' ? key : `${literal}:`;
  });
}
