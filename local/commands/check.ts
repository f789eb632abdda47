import { parseArgs } from "node:util";
import { printSupplyChain } from "../supply-chain/print-supply-chain.ts";
import { checkProject } from "./check-project.ts";
import { runCommand } from "./run-command.ts";

// `npm run check`: format and lint, types, architecture, templates. `npm run fix` repairs what can be repaired first.
const options = {
  fix: { type: "boolean", default: false },
  "supply-chain": { type: "boolean", default: false },
  help: { type: "boolean", default: false },
} as const;

const usage = `npm run check: format, lint, types, architecture; the templates by cfn-lint, where it is installed.
npm run check -- --supply-chain: licences, install scripts, bill of materials, known weaknesses of others' code.
npm run fix: mends first what it can.`;

await runCommand("check", async (args) => {
  const { values } = parseArgs({ args: [...args], options });
  if (values.help) {
    console.log(usage);
    return 0;
  }
  if (values["supply-chain"]) return (await printSupplyChain(console.log)) ? 0 : 1;
  return (await checkProject({ fix: values.fix, isWhole: true })) ? 0 : 1;
});
