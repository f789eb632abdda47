import { join } from "node:path";
import { defineConfig } from "vitest/config";
import type { Mutant } from "./mutant.ts";
import { mutated } from "./mutate.ts";

const told = process.env["ORDERHUB_MUTANT"];
if (told === undefined) throw new Error("ORDERHUB_MUTANT does not say which bug the tests are to find");
const mutant = JSON.parse(told) as Mutant;
const root = join(import.meta.dirname, "..", "..", "..");

// biome-ignore lint/style/noDefaultExport: vitest reads the default export of its configuration
export default defineConfig({
  root,
  plugins: [
    {
      name: "mutant",
      enforce: "pre",
      transform: (source: string, id: string) =>
        id.split("?")[0]?.endsWith(`/${mutant.file}`) ? mutated(source, mutant) : undefined,
    },
  ],
  // What was transformed before, without the bug, must not be taken from a cache.
  test: {
    fsModuleCache: false,
    include: ["**/*.test.ts"],
    exclude: ["node_modules/**"],
    pool: "threads",
    testTimeout: 20_000,
  },
});
