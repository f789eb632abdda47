import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { type BuildOptions, type BuildResult, build, type Metafile, type OutputFile } from "esbuild";
import { bundleFolder, catalog, type FunctionName } from "../shared/platform/catalog.ts";

/** Where the project stands; bundle folders are relative to it. */
export const projectRoot: string = fileURLToPath(new URL("..", import.meta.url));

const functionNames = Object.keys(catalog) as FunctionName[];

/** `bytes` is what a start reads: the entry and the parts it cannot begin without. */
export type Bundle = { readonly name: FunctionName; readonly bytes: number };

const options = {
  absWorkingDir: projectRoot,
  outExtension: { ".js": ".mjs" },
  bundle: true,
  minify: true,
  platform: "node",
  target: "node24",
  format: "esm",
  mainFields: ["module", "main"],
  // A few CommonJS parts of the SDK still call `require`, which ES modules do not have. A name that minifying never gives.
  banner: { js: 'import{createRequire as makeRequire}from"node:module";const require=makeRequire(import.meta.url);' },
  alias: { "@aws-sdk/credential-provider-node": "./shared/platform/env-credentials.ts" },
  legalComments: "none",
  charset: "utf8",
  metafile: true,
  write: false,
  logLevel: "warning",
} as const satisfies BuildOptions;

type Built = BuildResult<typeof options>;

/**
 * Builds every function of the catalog, the bundles that deployment uploads and the local hub runs: all in one go, and once
 * more each that loads something of ours on demand, so that those parts become files of their own. The same sources give
 * the same bytes; a file that did not change is not touched. `dist/meta.json` says what is in them.
 */
export async function buildFunctions(): Promise<readonly Bundle[]> {
  const missing = functionNames.filter((name) => !existsSync(join(projectRoot, handlerFile(name))));
  if (missing.length > 0)
    throw new Error(`no handler file for ${missing.join(", ")}, e.g. ${missing.slice(0, 1).map(handlerFile)}`);
  const all = await build({
    ...options,
    entryPoints: functionNames.map((name) => ({ in: handlerFile(name), out: `${name}/index` })),
    outdir: functionsFolder,
  });
  const inParts = functionNames.filter((name) => loadsOnDemand(all.metafile, name));
  const parted = await Promise.all(inParts.map(buildInParts));
  const whole = all.outputFiles.filter((file) => !inParts.some((name) => isOf(name, file.path)));
  const outputs = Object.entries(all.metafile.outputs).filter(([path]) => !inParts.some((name) => isOf(name, path)));
  const metafile: Metafile = {
    inputs: all.metafile.inputs,
    outputs: Object.assign(Object.fromEntries(outputs), ...parted.map((one) => one.metafile.outputs)),
  };
  writeIfChanged(join(projectRoot, "dist/meta.json"), Buffer.from(JSON.stringify(metafile)));
  writeBundles([...parted.flatMap((one) => one.outputFiles), ...whole]);
  return functionNames.map((name) => ({ name, bytes: bytesAtStart(metafile, name) }));
}

function buildInParts(name: FunctionName): Promise<Built> {
  return build({
    ...options,
    splitting: true,
    entryPoints: [{ in: handlerFile(name), out: "index" }],
    chunkNames: "part-[name]-[hash]",
    outdir: bundleFolder(name),
  });
}

/** Whether our own code, not the SDK's, imports anything only when it needs it. */
function loadsOnDemand({ inputs, outputs }: Metafile, name: FunctionName): boolean {
  return Object.keys(outputs[indexOf(name)]?.inputs ?? {}).some(
    (path) =>
      path.startsWith("shared/") && inputs[path]?.imports.some(({ kind }) => kind === "dynamic-import") === true,
  );
}

/** The files that are read before the handler can be called. */
export function filesAtStart({ outputs }: Pick<Metafile, "outputs">, name: FunctionName): readonly string[] {
  const files = new Set([indexOf(name)]);
  for (const file of files) {
    for (const { path, kind, external } of outputs[file]?.imports ?? []) {
      if (kind === "import-statement" && external !== true) files.add(path);
    }
  }
  return [...files];
}

function bytesAtStart(metafile: Metafile, name: FunctionName): number {
  return filesAtStart(metafile, name).reduce((sum, file) => sum + (metafile.outputs[file]?.bytes ?? 0), 0);
}

function indexOf(name: FunctionName): string {
  return `${bundleFolder(name)}/index.mjs`;
}

function isOf(name: FunctionName, path: string): boolean {
  return relative(projectRoot, resolve(projectRoot, path)).startsWith(`${bundleFolder(name)}/`);
}

const functionsFolder = "dist/functions";

function handlerFile(name: FunctionName): string {
  return `functions/${catalog[name].folder}/${name}.handler.ts`;
}

/** Parts before the entry that names them; what is left of earlier builds goes last. */
function writeBundles(files: readonly OutputFile[]): void {
  const isEntry = ({ path }: OutputFile): boolean => path.endsWith("index.mjs");
  for (const file of files.toSorted((one, other) => Number(isEntry(one)) - Number(isEntry(other)))) {
    writeIfChanged(file.path, file.contents);
  }
  const written = new Set(files.map(({ path }) => path));
  for (const entry of readdirSync(join(projectRoot, functionsFolder), { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    const isOurs = entry.isDirectory() ? functionNames.some((name) => name === entry.name) : written.has(path);
    if (!isOurs) rmSync(path, { recursive: true, force: true });
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
