import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { type BuildResult, build } from "esbuild";
import { bundleFolder, catalog, type FunctionName } from "../shared/platform/catalog.ts";

/** Where the project stands; bundle folders are relative to it. */
export const projectRoot: string = fileURLToPath(new URL("..", import.meta.url));

const functionNames = Object.keys(catalog) as FunctionName[];

export type Bundle = { readonly name: FunctionName; readonly bytes: number };

/**
 * Builds every function of the catalog in one go, the bundles that deployment uploads and the local hub runs. The same
 * sources give the same bytes; a bundle that did not change is not touched. `dist/meta.json` says what is in them.
 */
export async function buildFunctions(): Promise<readonly Bundle[]> {
  const missing = functionNames.filter((name) => !existsSync(join(projectRoot, handlerFile(name))));
  if (missing.length > 0)
    throw new Error(`no handler file for ${missing.join(", ")}, e.g. ${missing.slice(0, 1).map(handlerFile)}`);
  const result = await build({
    absWorkingDir: projectRoot,
    entryPoints: functionNames.map((name) => ({ in: handlerFile(name), out: `${name}/index` })),
    outdir: functionsFolder,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    minify: true,
    platform: "node",
    target: "node24",
    format: "esm",
    mainFields: ["module", "main"],
    // A few CommonJS parts of the SDK still call `require`, which ES modules do not have.
    banner: { js: 'import{createRequire as r}from"node:module";const require=r(import.meta.url);' },
    alias: { "@aws-sdk/credential-provider-node": "./shared/platform/env-credentials.ts" },
    legalComments: "none",
    charset: "utf8",
    metafile: true,
    write: false,
    logLevel: "warning",
  });
  writeIfChanged(join(projectRoot, "dist/meta.json"), Buffer.from(JSON.stringify(result.metafile)));
  removeStrangers();
  return writeBundles(result);
}

const functionsFolder = "dist/functions";

function handlerFile(name: FunctionName): string {
  return `functions/${catalog[name].folder}/${name}.handler.ts`;
}

function writeBundles(result: BuildResult<{ write: false }>): readonly Bundle[] {
  return result.outputFiles.map((file) => {
    writeIfChanged(file.path, file.contents);
    const name = functionNames.find((each) => relative(projectRoot, file.path).startsWith(`${bundleFolder(each)}/`));
    if (name === undefined) throw new Error(`${file.path} belongs to no function`);
    return { name, bytes: file.contents.byteLength };
  });
}

/** Folders of functions that are gone must not linger as assets. */
function removeStrangers(): void {
  const folder = join(projectRoot, functionsFolder);
  if (!existsSync(folder)) return;
  for (const entry of readdirSync(folder)) {
    if (!functionNames.some((name) => name === entry)) rmSync(join(folder, entry), { recursive: true });
  }
}

/** By renaming, so that a hub which is loading the bundle never sees half of it. */
function writeIfChanged(path: string, contents: Uint8Array): void {
  if (existsSync(path) && readFileSync(path).equals(contents)) return;
  mkdirSync(dirname(path), { recursive: true });
  const fresh = `${path}.${process.pid}`;
  writeFileSync(fresh, contents);
  renameSync(fresh, path);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const { name, bytes } of await buildFunctions())
    process.stdout.write(`${name.padEnd(20)} ${Math.ceil(bytes / 1024)} KB\n`);
}
