import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FunctionSpec } from "./function.ts";
import { type FunctionRuntime, makeFunctionRuntime, type RuntimeOptions } from "./runtime.ts";

/** A function whose bundle is `source`, an ES module that exports `handler`. */
export function functionSpec(source: string, spec: Partial<FunctionSpec> = {}): FunctionSpec {
  const codeFolder = mkdtempSync(join(tmpdir(), "orderhub-bundle-"));
  writeFileSync(join(codeFolder, "index.mjs"), source);
  return {
    name: "hello",
    label: "hello",
    arn: "arn:aws:lambda:us-east-1:000000000000:function:hello",
    codeFolder,
    handler: "index.handler",
    timeoutMs: 5000,
    memoryMb: 128,
    environment: {},
    reservedConcurrency: null,
    roleArn: "",
    deadLetterArn: null,
    ...spec,
  };
}

export function runtimeOf(
  source: string,
  options: Partial<RuntimeOptions> & { readonly spec?: Partial<FunctionSpec> } = {},
): FunctionRuntime {
  return makeFunctionRuntime(functionSpec(source, options.spec), {
    variables: {},
    clockOffset: new SharedArrayBuffer(8),
    onLog: () => undefined,
    maxEnvironments: 2,
    idleMs: 60_000,
    ...options,
  });
}
