import { buildFunctions } from "../../infra/build.ts";
import { WrongUse } from "../cli/failures.ts";
import { ensureAssembly } from "../hub/build-stamp.ts";
import { projectRoot } from "../hub/start-hub.ts";
import { runCommand } from "./run-command.ts";
import { runTool } from "./run-tool.ts";

// `npm run synth`: the bundles and the template, offline. `npm run deploy -- …`: the same, handed to the CDK's own command
// line with what follows (`--require-approval never`, `-c stage=test`), for the AWS account that the environment names; the outputs stand in
// orderhub.outputs.json then, where `npm run setup` looks for them.
await runCommand(process.argv[2] === "--deploy" ? "deploy" : "synth", async ([first, ...rest]) => {
  if (first === "--deploy") {
    await buildFunctions();
    return await runTool("cdk", [
      "deploy",
      "--all",
      "--no-notices",
      "--outputs-file",
      "orderhub.outputs.json",
      ...rest,
    ]);
  }
  if (first === "--help") {
    console.log("npm run synth: bundles and template, offline.\nnpm run deploy -- [cdk options]: to an AWS account.");
    return 0;
  }
  if (first !== undefined)
    throw new WrongUse(`synth takes nothing, not even ${first}; -c stage=test and the like are for deploy`);
  console.log(`template and bundles are in ${await ensureAssembly(projectRoot)}`);
  return 0;
});
