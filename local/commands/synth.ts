import { buildFunctions } from "../../infra/build.ts";
import { ensureAssembly } from "../hub/build-stamp.ts";
import { projectRoot } from "../hub/start-hub.ts";
import { runTool } from "./run-tool.ts";

// `npm run synth`: the bundles and the template, offline. `npm run deploy -- …`: the same, handed to the CDK's own command
// line with what follows (`--require-approval never`, `-c stage=test`), for the AWS account that the environment names; the outputs stand in
// orderhub.outputs.json then, where `npm run setup` looks for them.
const args = process.argv.slice(2);
if (args[0] === "--deploy") {
  await buildFunctions();
  process.exitCode = await runTool("cdk", [
    "deploy",
    "--all",
    "--no-notices",
    "--outputs-file",
    "orderhub.outputs.json",
    ...args.slice(1),
  ]);
} else {
  const folder = await ensureAssembly(projectRoot);
  console.log(`template and bundles are in ${folder}`);
}
