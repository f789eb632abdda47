import { posix } from "node:path";
import type { SourceFiles } from "./source-files.ts";

/** One `import`, `export … from` or `import()` of one file. */
export type Import = {
  readonly from: string;
  readonly specifier: string;
  /** The project's own file it names, or the npm package (`@aws-sdk/client-s3`, `zod/mini`) or `node:` module. */
  readonly target:
    | { readonly kind: "own"; readonly path: string }
    | { readonly kind: "package"; readonly name: string };
  /** `import type`: erased before anything runs. */
  readonly isTypeOnly: boolean;
};

const STATEMENT = /^[ \t]*(?:import|export)\b([^;"'`]*?)\bfrom\s*["']([^"']+)["']/gm;
const SIDE_EFFECT = /^[ \t]*import\s*["']([^"']+)["']/gm;
const DYNAMIC = /\bimport\(\s*["'`]([^"'`]+)["'`]/g;

export function readImports(files: SourceFiles): readonly Import[] {
  return [...files].flatMap(([from, text]) => importsOf(from, withoutComments(text)));
}

function importsOf(from: string, text: string): Import[] {
  const statements = [...text.matchAll(STATEMENT)].map(([, clause = "", specifier = ""]) =>
    toImport(from, specifier, /^\s*type\b/.test(clause)),
  );
  const sideEffects = [...text.matchAll(SIDE_EFFECT)].map(([, specifier = ""]) => toImport(from, specifier, false));
  const dynamic = [...text.matchAll(DYNAMIC)].map(([, specifier = ""]) => toImport(from, specifier, false));
  return [...statements, ...sideEffects, ...dynamic];
}

function toImport(from: string, specifier: string, isTypeOnly: boolean): Import {
  const isOwn = specifier.startsWith(".");
  const path = posix.normalize(posix.join(posix.dirname(from), specifier));
  return {
    from,
    specifier,
    target: isOwn ? { kind: "own", path } : { kind: "package", name: specifier },
    isTypeOnly,
  };
}

const TEXT_OR_COMMENT = /("(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\[\s\S]|[^`\\])*`)|\/\*[\s\S]*?\*\/|\/\/.*$/gm;

/** Comments often show code; a string may hold what looks like a comment ("https://…") and stays as it is. */
export function withoutComments(text: string): string {
  return text.replace(TEXT_OR_COMMENT, (_match, literal: string | undefined) => literal ?? "");
}
