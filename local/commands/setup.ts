import { parseArgs } from "node:util";
import { WrongUse } from "../cli/failures.ts";
import { deployedOutputs } from "../seed/deployed-outputs.ts";
import { readMerchantFile } from "../seed/merchant-file.ts";
import { setupMerchants } from "../seed/setup-merchants.ts";
import { runCommand } from "./run-command.ts";

const usage = `Creates merchants on a deployed hub: settings, warehouses, routing rules, shops with their secrets, nightly closing.
What exists already stays as it is, so it may be run again after adding to the file.

  npm run setup -- FILE [options]

  FILE              merchants as in local/seed/demo.json
  --outputs FILE    what \`npm run deploy\` wrote (default orderhub.outputs.json)
  --stage NAME      as it was deployed with -c stage=NAME (default main)
  --region REGION   default: AWS_REGION

Credentials are those of the AWS SDK: environment, profile, SSO.`;

const options = {
  outputs: { type: "string", default: "orderhub.outputs.json" },
  stage: { type: "string", default: "main" },
  region: { type: "string", default: process.env["AWS_REGION"] ?? "" },
  help: { type: "boolean", default: false },
} as const;

await runCommand("setup", async (args) => {
  const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
  if (values.help) {
    console.log(usage);
    return 0;
  }
  const [file, ...others] = positionals;
  if (file === undefined) throw new WrongUse("the FILE with the merchants is missing");
  if (others.length > 0) throw new WrongUse(`one FILE at a time; what is ${others.join(" ")}?`);
  if (values.region === "") throw new WrongUse("the region is missing: give --region, or set AWS_REGION");
  const merchants = readMerchantFile(file);
  const outputs = deployedOutputs(values.outputs, values.stage);
  const shops = await setupMerchants({ client: { region: values.region }, outputs }, merchants);
  for (const { merchant, channel, id } of shops) console.log(`${merchant}: ${channel} shop ${id} is connected`);
  console.log(`The signing secrets stand in Secrets Manager under ${outputs.ConnectionSecretPrefix}<shop>.`);
  return 0;
});
