import { checkProject } from "./check-project.ts";

// `npm run check`: format and lint, types, architecture. `npm run fix` repairs what can be repaired first.
process.exitCode = (await checkProject({ fix: process.argv.includes("--fix"), architecture: true })) ? 0 : 1;
