import { readFileSync } from "node:fs";
import { join } from "node:path";

/** What `cdk synth` wrote: the stacks in the order in which they must be made, and where the code of functions lies. */
export type Assembly = {
  readonly stacks: readonly StackTemplate[];
  /** Folder (or file) of an asset by the S3 key under which `cdk deploy` would upload it. */
  readonly assets: ReadonlyMap<string, string>;
};

export type StackTemplate = { readonly name: string; readonly template: Template };

export type Template = {
  readonly Parameters?: Readonly<Record<string, ParameterTemplate>>;
  readonly Mappings?: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;
  readonly Conditions?: Readonly<Record<string, unknown>>;
  readonly Resources: Readonly<Record<string, ResourceTemplate>>;
  readonly Outputs?: Readonly<Record<string, OutputTemplate>>;
};

export type ParameterTemplate = { readonly Type: string; readonly Default?: unknown };

export type ResourceTemplate = {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
  readonly DependsOn?: string | readonly string[];
  readonly Condition?: string;
  readonly Metadata?: Readonly<Record<string, unknown>>;
};

export type OutputTemplate = {
  readonly Value: unknown;
  readonly Condition?: string;
  readonly Export?: { readonly Name: unknown };
};

type Manifest = { readonly artifacts: Readonly<Record<string, Artifact>> };
type Artifact = {
  readonly type: string;
  readonly dependencies?: readonly string[];
  readonly properties?: { readonly templateFile?: string; readonly stackName?: string; readonly file?: string };
};
type AssetManifest = {
  readonly files?: Readonly<
    Record<
      string,
      {
        readonly source: { readonly path?: string };
        readonly destinations: Readonly<Record<string, { readonly objectKey: string }>>;
      }
    >
  >;
};

const knownSections = new Set([
  "AWSTemplateFormatVersion",
  "Description",
  "Metadata",
  "Parameters",
  "Mappings",
  "Conditions",
  "Resources",
  "Outputs",
  // The check of the bootstrap version: it concerns an account, not this machine.
  "Rules",
]);

export function readAssembly(folder: string): Assembly {
  const manifest = readJson(join(folder, "manifest.json")) as Manifest;
  const artifacts = Object.entries(manifest.artifacts);
  const stacks = artifacts.filter(([, artifact]) => artifact.type === "aws:cloudformation:stack").map(([id]) => id);
  const assets = new Map<string, string>();
  for (const [, artifact] of artifacts) {
    if (artifact.type !== "cdk:asset-manifest" || artifact.properties?.file === undefined) continue;
    collectAssets(folder, readJson(join(folder, artifact.properties.file)) as AssetManifest, assets);
  }
  return { stacks: inOrder(stacks, manifest).map((id) => readStack(folder, id, manifest)), assets };
}

function readStack(folder: string, id: string, manifest: Manifest): StackTemplate {
  const properties = manifest.artifacts[id]?.properties;
  if (properties?.templateFile === undefined)
    throw new Error(`${folder}/manifest.json: stack ${id} has no template file`);
  const template = readJson(join(folder, properties.templateFile)) as Template;
  for (const section of Object.keys(template)) {
    if (!knownSections.has(section)) {
      throw new Error(
        `${id}: template section "${section}" is not known to the local cloud (local/template/assembly.ts)`,
      );
    }
  }
  return { name: properties.stackName ?? id, template };
}

function collectAssets(folder: string, manifest: AssetManifest, into: Map<string, string>): void {
  for (const file of Object.values(manifest.files ?? {})) {
    const path = file.source.path;
    if (path === undefined) continue;
    for (const destination of Object.values(file.destinations)) into.set(destination.objectKey, join(folder, path));
  }
}

/** Stacks after the stacks they depend on; otherwise as the manifest lists them. */
function inOrder(stacks: readonly string[], manifest: Manifest): string[] {
  const done: string[] = [];
  const visit = (id: string): void => {
    if (done.includes(id) || !stacks.includes(id)) return;
    for (const dependency of manifest.artifacts[id]?.dependencies ?? []) visit(dependency);
    done.push(id);
  };
  for (const id of stacks) visit(id);
  return done;
}

function readJson(file: string): unknown {
  return JSON.parse(readFileSync(file, "utf8"));
}
