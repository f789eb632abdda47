import { fileURLToPath } from "node:url";
import { mutants } from "./all-mutants.ts";
import { harmlessMutants } from "./harmless-mutants.ts";
import { loadMutated } from "./mutate.ts";

// A process of its own for each mutant: `node run-models.ts MUTANT HISTORIES`. Prints what it found as one line of JSON.
const [id, most = "1000"] = process.argv.slice(2);
const mutant = [...mutants, ...harmlessMutants].find((each) => each.id === id);
if (mutant === undefined) throw new Error(`there is no mutant "${id}"`);
loadMutated(mutant, fileURLToPath(new URL("../../..", import.meta.url)).replace(/\/$/, ""));

const { runCampaign } = await import("../simulation/campaign.ts");
const run =
  mutant.killer === "core"
    ? (await import("../simulation/core-model.ts")).runCore
    : (await import("../simulation/whole-model.ts")).runWhole;
const { histories, found } = await runCampaign(run, { from: 1, seeds: Number(most), most: 1 });
console.log(JSON.stringify({ histories, violation: found[0]?.violation ?? null }));
