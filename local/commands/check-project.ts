import { runTool } from "./run-tool.ts";

/** Runs every check and reports all that fail, not only the first. `architecture` is left out where all tests run anyway. */
export async function checkProject(options: {
  readonly fix: boolean;
  readonly architecture: boolean;
}): Promise<boolean> {
  const steps: readonly (readonly [string, () => Promise<number>])[] = [
    [
      "format and lint",
      () => runTool("biome", ["check", "--error-on-warnings", ...(options.fix ? ["--write"] : []), "."]),
    ],
    ["types", () => runTool("tsc", ["--noEmit"])],
    ...(options.architecture
      ? [["architecture", () => runTool("vitest", ["run", "tests/architecture"])] as const]
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
