import { type StdioOptions, spawn } from "node:child_process";
import { globSync } from "node:fs";
import { join } from "node:path";

/** Not among the project's own: it is asked where somebody has installed it. */
const linter = "cfn-lint";

/** Whether the program is here, and not only the placeholder that a version manager leaves on the path. */
export async function hasLinter(program = linter): Promise<boolean> {
  return (await runs(program, ["--version"], "ignore")) === 0;
}

/** Holds the templates of an assembly against CloudFormation's own schemas. What is found stands on the terminal. */
export async function lintTemplates(folder: string, program = linter): Promise<boolean> {
  const templates = globSync("*.template.json", { cwd: folder }).sort();
  if (templates.length === 0) throw new Error(`there is no template in ${folder}`);
  // W3005 is a dependency that CloudFormation would see by itself: CDK writes many, to be sure.
  const args = ["--ignore-checks", "W3005", "--", ...templates.map((name) => join(folder, name))];
  return (await runs(program, args, "inherit")) === 0;
}

/** The exit code; null where the program could not be started. */
function runs(program: string, args: readonly string[], stdio: StdioOptions): Promise<number | null> {
  return new Promise((resolve) => {
    const child = spawn(program, args, { stdio });
    child.on("error", () => resolve(null));
    child.on("close", resolve);
  });
}
