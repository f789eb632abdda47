// The door behind every npm script. It runs on whatever Node the machine has (20.19 or newer), installs what is
// missing, then hands over to the pinned Node 24 that the installation brought: the runtime the Lambda functions use.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");

/** Where each command lives. The rest of the command line is passed on untouched. */
const commands = {
  demo: ["local/commands/demo.ts"],
  start: ["local/commands/start.ts"],
  test: ["local/commands/test.ts"],
  "test:oracles": ["local/commands/test.ts", "--oracles"],
  check: ["local/commands/check.ts"],
  fix: ["local/commands/check.ts", "--fix"],
  bench: ["local/commands/bench.ts"],
  simulate: ["local/commands/simulate.ts"],
  synth: ["local/commands/synth.ts"],
  deploy: ["local/commands/synth.ts", "--deploy"],
  setup: ["local/commands/setup.ts"],
  send: ["local/commands/send.ts"],
  "new-channel": ["local/commands/new-channel.ts"],
  orderhub: ["local/commands/orderhub.ts"],
};

const [name, ...rest] = process.argv.slice(2);
const command = commands[name];
if (!command) {
  console.error(`unknown command "${name ?? ""}"; known: ${Object.keys(commands).join(", ")}`);
  process.exit(2);
}

installWhatIsMissing();
const [script, ...fixed] = command;
const child = spawn(nodeToUse(), ["--disable-warning=ExperimentalWarning", join(root, script), ...fixed, ...rest], {
  cwd: root,
  stdio: "inherit",
});
// The child owns the clean-up (Ctrl-C reaches the whole terminal group); we wait for it and repeat its exit.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
child.on("exit", (code, signal) => process.exit(signal ? 130 : (code ?? 1)));

function installWhatIsMissing() {
  if (isInstalled()) return;
  console.error("orderhub: installing dependencies (once; needs the npm registry) …");
  const npm = process.platform === "win32" ? "npm.cmd" : "npm";
  const result = spawnSync(npm, ["ci", "--no-audit", "--no-fund", "--loglevel=error"], {
    cwd: root,
    stdio: ["ignore", 2, 2],
    shell: process.platform === "win32",
  });
  if (result.status !== 0) {
    console.error("orderhub: npm ci failed; see its message above. Is the npm registry reachable?");
    process.exit(1);
  }
}

/** npm notes in node_modules what it put there, whoever called it; what other systems need is missing there. */
function isInstalled() {
  const noted = join(root, "node_modules", ".package-lock.json");
  if (!existsSync(noted)) return false;
  const packagesOf = (file) => Object.entries(JSON.parse(readFileSync(file, "utf8")).packages ?? {});
  const versions = new Map(packagesOf(noted).map(([path, { version }]) => [path, version]));
  return packagesOf(join(root, "package-lock.json")).every(
    ([path, { version, optional }]) =>
      path === "" || versions.get(path) === version || (optional && !versions.has(path)),
  );
}

/** The pinned Node when its binary came with the install, else this one if it strips types by itself (22.18 or newer). */
function nodeToUse() {
  const pinned = join(root, "node_modules", "node", "bin", process.platform === "win32" ? "node.exe" : "node");
  if (existsSync(pinned)) return pinned;
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  if (major > 22 || (major === 22 && minor >= 18)) return process.execPath;
  console.error(
    `orderhub needs Node 22.18 or newer; this is ${process.versions.node} and the pinned one was not installed.`,
  );
  process.exit(1);
}
