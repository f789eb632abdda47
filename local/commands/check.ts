import { parseArgs } from "node:util";
import { checkProject } from "./check-project.ts";
import { runCommand } from "./run-command.ts";

// `npm run check`: format and lint, types, architecture. `npm run fix` repairs what can be repaired first.
const options = { fix: { type: "boolean", default: false }, help: { type: "boolean", default: false } } as const;

await runCommand("check", async (args) => {
  const { values } = parseArgs({ args: [...args], options });
  if (values.help) {
    console.log("npm run check: format, lint, types, architecture.\nnpm run fix: mends first what it can.");
    return 0;
  }
  return (await checkProject({ fix: values.fix, architecture: true })) ? 0 : 1;
});
