import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { tempFolder } from "../../tests/support/temp-folder.ts";
import { deployedOutputs } from "./deployed-outputs.ts";
import { setupOutputNames } from "./setup-merchants.ts";

const all = Object.fromEntries(setupOutputNames.map((name) => [name, `the ${name}`]));
const { TableName, ...others } = all;

function written(stacks: object): string {
  const path = join(tempFolder(), "outputs.json");
  writeFileSync(path, JSON.stringify(stacks));
  return path;
}

describe("what was deployed", () => {
  it("tells set-up all it needs, whichever stack has it", () => {
    const stacks = { "orderhub-stateful": { TableName }, "orderhub-stateless": others, "orderhub-test-stateful": {} };
    expect(deployedOutputs(written(stacks), "main")).toEqual(all);
  });

  it("is that of the stage", () => {
    const ours = { "orderhub-test-stateful": { TableName: "t" }, "orderhub-test-stateless": others };
    const path = written({ "orderhub-stateful": { TableName }, "orderhub-stateless": others, ...ours });
    expect(deployedOutputs(path, "test").TableName).toBe("t");
  });

  it("says what is missing", () => {
    expect(() => deployedOutputs("nowhere.json", "main")).toThrow(
      "there is no nowhere.json; run `npm run deploy` first",
    );
    expect(() => deployedOutputs(written({ "orderhub-stateful": {} }), "main")).toThrow(
      "has no stack orderhub-stateless; it has orderhub-stateful",
    );
    const stacks = { "orderhub-stateful": {}, "orderhub-stateless": others };
    expect(() => deployedOutputs(written(stacks), "main")).toThrow("have no output TableName");
  });
});
