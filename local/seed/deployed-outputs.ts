import { existsSync, readFileSync } from "node:fs";
import { prefixOf } from "../../infra/platform/names.ts";
import { readSetupOutputs, type SetupOutputs } from "./setup-merchants.ts";

/** What set-up needs of a stage, from the file that `npm run deploy` writes: outputs by stack. Throws with what is missing. */
export function deployedOutputs(path: string, stage: string): SetupOutputs {
  if (!existsSync(path))
    throw new Error(`there is no ${path}; run \`npm run deploy\` first, or name the file with --outputs`);
  const stacks = JSON.parse(readFileSync(path, "utf8")) as Readonly<Record<string, Readonly<Record<string, string>>>>;
  const wanted = ["stateful", "stateless"].map((stack) => `${prefixOf(stage)}-${stack}`);
  const found = wanted.map((stack) => {
    const outputs = stacks[stack];
    if (outputs === undefined)
      throw new Error(`${path} has no stack ${stack}; it has ${Object.keys(stacks).join(", ")}`);
    return outputs;
  });
  const outputs = readSetupOutputs((name) => found.find((each) => each[name] !== undefined)?.[name]);
  if (!outputs.ok) throw new Error(`${wanted.join(" and ")} in ${path} have no output ${outputs.error.join(", ")}`);
  return outputs.value;
}
