import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildFunctions } from "../../infra/build.ts";
import { hubApp } from "../../infra/hub-app.ts";

export type Resource = {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
};

export type Template = {
  readonly Resources: Readonly<Record<string, Resource>>;
  readonly Outputs: Readonly<Record<string, { readonly Value: unknown }>>;
};

export type Hub = {
  readonly stateful: Template;
  readonly stateless: Template;
  readonly api: Template;
  /** What works, in one: the workers' stack and the API's. */
  readonly working: Template;
  /** What AWS's own rules found and nobody explained. */
  readonly findings: unknown;
};

/** Builds the bundles and synthesises the app as `cdk synth` would, without network. Fails when the rules find anything. */
export async function synthesised(): Promise<Hub> {
  await buildFunctions();
  const outdir = mkdtempSync(join(tmpdir(), "orderhub-synth-"));
  try {
    hubApp({ outdir }).synth();
    const read = (file: string) => JSON.parse(readFileSync(join(outdir, file), "utf8"));
    const stateless = read("orderhub-stateless.template.json");
    const api = read("orderhub-api.template.json");
    return {
      stateful: read("orderhub-stateful.template.json"),
      stateless,
      api,
      working: together(stateless, api),
      findings: read("validation-report.json"),
    };
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

function together(one: Template, other: Template): Template {
  const twice = Object.keys(one.Resources).filter((id) => id in other.Resources);
  if (twice.length > 0) throw new Error(`two stacks have a resource ${twice.join(", ")}`);
  return {
    Resources: { ...one.Resources, ...other.Resources },
    Outputs: { ...one.Outputs, ...other.Outputs },
  };
}

/** All resources of a type with their logical ids. */
export function ofType(template: Template, type: string): readonly (readonly [id: string, resource: Resource])[] {
  return Object.entries(template.Resources).filter(([, resource]) => resource.Type === type);
}
