import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { grantsReport, judgeGrants } from "../../tests/support/judge-grants.ts";
import { grantsFolderVariable, grantsNobodyUsed } from "../../tests/support/note-grants.ts";
import { unexercisedGrants } from "../../tests/support/unexercised-grants.ts";
import { ensureAssembly } from "../hub/build-stamp.ts";
import { projectRoot } from "../hub/start-hub.ts";
import { checkProject } from "./check-project.ts";
import { runCommand } from "./run-command.ts";
import { runTool } from "./run-tool.ts";

// `npm test`: everything a change must pass. `npm run test:oracles`: the suites that compare the local cloud with other
// emulators, where those are installed. What follows goes to vitest: `npm test -- shared/orders`.
type Counts = { readonly passed: number; readonly failed: number; readonly skipped: number };

const oracleOptions = ["--config", "local/commands/oracles.vitest.config.ts"];

const usage = `Everything a change must pass: format, lint, types, the build, all tests.

  npm test                            all of it
  npm test -- shared/orders           what is given is passed on to vitest: folders, -t NAME …
  npm run test:oracles                compares the local cloud with other emulators, where they are installed`;

await runCommand("test", async (args) => {
  if (args.includes("--help")) {
    console.log(usage);
    return 0;
  }
  const isOracles = args.includes("--oracles");
  const isWhole = args.length === 0;
  const rest = args.filter((arg) => arg !== "--oracles");
  const isChecked = isOracles || (await checkProject({ fix: false, isWhole: false }));
  const isBuilt = await builds();
  const grants = join(projectRoot, "dist", `grants-${process.pid}`);
  if (isWhole) process.env[grantsFolderVariable] = grants;
  const counts = await runVitest(isOracles ? [...oracleOptions, ...rest] : rest);
  const areGrantsUsed = !isWhole || judged(grants);
  if (!isChecked) console.error("npm test: the checks above failed");
  console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
  return isChecked && isBuilt && areGrantsUsed && counts.failed === 0 && counts.passed > 0 ? 0 : 1;
});

/** Prints which permissions no hub of the run has used. Whether each of them is explained. */
function judged(folder: string): boolean {
  const unused = grantsNobodyUsed(folder);
  rmSync(folder, { recursive: true, force: true });
  if (unused === null) {
    console.error("grants: no hub has said which permissions it used");
    return false;
  }
  const verdict = judgeGrants(unused, unexercisedGrants);
  for (const line of grantsReport(verdict)) console.log(line);
  return verdict.unexplained.length === 0 && verdict.needless.length === 0;
}

/** Once, before many tests would each find it stale. */
async function builds(): Promise<boolean> {
  try {
    console.log("building functions and template when they are stale …");
    await ensureAssembly(projectRoot);
    return true;
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return false;
  }
}

async function runVitest(args: readonly string[]): Promise<Counts> {
  const report = join(projectRoot, "dist", `test-report-${process.pid}.json`);
  const code = await runTool("vitest", [
    "run",
    "--reporter=default",
    "--reporter=json",
    `--outputFile.json=${report}`,
    ...args,
  ]);
  const counts = existsSync(report) ? countsIn(readFileSync(report, "utf8")) : { passed: 0, failed: 1, skipped: 0 };
  rmSync(report, { force: true });
  // A file that does not load, or an error outside of any test, fails the run although no test failed.
  return code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
}

function countsIn(report: string): Counts {
  const read = JSON.parse(report) as {
    numPassedTests: number;
    numFailedTests: number;
    numPendingTests: number;
    numTodoTests: number;
  };
  return {
    passed: read.numPassedTests,
    failed: read.numFailedTests,
    skipped: read.numPendingTests + read.numTodoTests,
  };
}
