import { ensureAssembly } from "../hub/build-stamp.ts";
import { projectRoot } from "../hub/start-hub.ts";
import { hasLinter, lintTemplates } from "./lint-templates.ts";
import { runTool } from "./run-tool.ts";

/**
 * Runs every check and reports all that fail, not only the first. Where all tests run anyway it is not whole: architecture
 * is among them, and the template is held against AWS's rules there.
 */
export async function checkProject(options: { readonly fix: boolean; readonly isWhole: boolean }): Promise<boolean> {
  const steps: readonly (readonly [string, () => Promise<number>])[] = [
    [
      "format and lint",
      () => runTool("biome", ["check", "--error-on-warnings", ...(options.fix ? ["--write"] : []), "."]),
    ],
    ["types", () => runTool("tsc", ["--noEmit"])],
    ...(options.isWhole
      ? [
          ["architecture", () => runTool("vitest", ["run", "tests/architecture"])] as const,
          ["templates", checkTemplates] as const,
        ]
      : []),
  ];
  const failed: string[] = [];
  for (const [name, run] of steps) {
    console.log(`check: ${name}`);
    if ((await run()) !== 0) failed.push(name);
  }
  if (failed.length > 0) console.error(`check: failed in ${failed.join(", ")}`);
  return failed.length === 0;
}

/** That nobody here could judge them is no failure, but said. */
async function checkTemplates(): Promise<number> {
  if (await hasLinter()) return (await lintTemplates(await ensureAssembly(projectRoot))) ? 0 : 1;
  console.log("SKIPPED: cfn-lint is not installed (pip install cfn-lint)");
  return 0;
}
