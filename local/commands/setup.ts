import { existsSync, readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { readMerchantFile } from "../seed/merchant-file.ts";
import { type SetupOutputs, setupMerchants } from "../seed/setup-merchants.ts";

const usage = `Creates merchants on a deployed hub: settings, warehouses, routing rules, shops with their secrets, nightly closing.
What exists already stays as it is, so it may be run again after adding to the file.

  npm run setup -- FILE [options]

  FILE              merchants as in local/seed/demo.json
  --outputs FILE    what \`npm run deploy\` wrote (default orderhub.outputs.json)
  --stack NAME      the stack in it (default orderhub-stateless)
  --region REGION   default: AWS_REGION

Credentials are those of the AWS SDK: environment, profile, SSO.`;

const options = {
  outputs: { type: "string", default: "orderhub.outputs.json" },
  stack: { type: "string", default: "orderhub-stateless" },
  region: { type: "string", default: process.env["AWS_REGION"] ?? "" },
  help: { type: "boolean", default: false },
} as const;

process.exitCode = await run(process.argv.slice(2));

/** 0 done, 1 the hub or AWS said no, 2 wrong use. */
async function run(args: readonly string[]): Promise<number> {
  try {
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
    const [file] = positionals;
    if (values.help || file === undefined || values.region === "") {
      console.log(usage);
      return values.help ? 0 : 2;
    }
    const outputs = outputsOf(values.outputs, values.stack);
    const shops = await setupMerchants({ client: { region: values.region }, outputs }, readMerchantFile(file));
    for (const { merchant, channel, id } of shops) console.log(`${merchant}: ${channel} shop ${id} is connected`);
    console.log(`The signing secrets stand in Secrets Manager under ${outputs.ConnectionSecretPrefix}<shop>.`);
    return 0;
  } catch (error) {
    console.error(`orderhub: ${error instanceof Error ? error.message : String(error)}`);
    return 1;
  }
}

const needed = [
  "TableName",
  "ConnectionSecretPrefix",
  "ScheduleGroupName",
  "ScheduleRoleArn",
  "CloseDayFunctionArn",
  "CloseDayDeadLettersArn",
] as const;

function outputsOf(path: string, stack: string): SetupOutputs {
  if (!existsSync(path))
    throw new Error(`there is no ${path}; run \`npm run deploy\` first, or name the file with --outputs`);
  const stacks = JSON.parse(readFileSync(path, "utf8")) as Readonly<Record<string, Readonly<Record<string, string>>>>;
  const found = stacks[stack];
  if (found === undefined) throw new Error(`${path} has no stack ${stack}; it has ${Object.keys(stacks).join(", ")}`);
  return Object.fromEntries(
    needed.map((name) => {
      const value = found[name];
      if (value === undefined) throw new Error(`stack ${stack} in ${path} has no output ${name}`);
      return [name, value];
    }),
  ) as SetupOutputs;
}
