import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

/** Only the suites that ask other emulators; they skip themselves where none is installed. */
// biome-ignore lint/style/noDefaultExport: vitest reads a config's default export
export default defineConfig({
  root: fileURLToPath(new URL("../..", import.meta.url)),
  test: {
    include: ["**/*.oracle.test.ts"],
    exclude: ["node_modules/**", "dist/**", "cdk.out/**"],
    pool: "threads",
    maxWorkers: 1,
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
