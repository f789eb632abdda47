import { parseArgs } from "node:util";
import { checkProject } from "./check-project.ts";
import { runCommand } from "./run-command.ts";

// `npm run check`: format and lint, types, architecture. `npm run fix` repairs what can be repaired first.
await runCommand("check", async (args) => {
  const { values } = parseArgs({ args: [...args], options: { fix: { type: "boolean", default: false } } });
  return (await checkProject({ fix: values.fix, architecture: true })) ? 0 : 1;
});
