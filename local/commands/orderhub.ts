import { runCommandLine } from "../cli/run.ts";
import { endWithReader } from "./closed-pipe.ts";

endWithReader();

process.exitCode = await runCommandLine({
  args: process.argv.slice(2),
  // npm runs scripts in the project's folder, and tells where the command was typed.
  folder: process.env["INIT_CWD"] ?? process.cwd(),
  home: process.cwd(),
  env: process.env,
  stdout: process.stdout,
  stderr: process.stderr,
});
