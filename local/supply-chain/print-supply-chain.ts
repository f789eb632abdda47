import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { textTable } from "../cli/text-table.ts";
import { ensureAssembly } from "../hub/build-stamp.ts";
import { projectRoot } from "../hub/start-hub.ts";
import { type LockedPackage, packagesOf, problemsOf, shippedPackages } from "./judge-packages.ts";
import { installScripts, licencesOfTools } from "./licences.ts";

/** What others' code the project stands on: licences, install scripts, a bill of materials, known weaknesses. Whether all is well. */
export async function printSupplyChain(print: (line: string) => void): Promise<boolean> {
  await ensureAssembly(projectRoot);
  const packages = packagesOf(readFileSync(join(projectRoot, "package-lock.json"), "utf8"));
  const shipped = shippedPackages(readFileSync(join(projectRoot, "dist/meta.json"), "utf8"));
  const inBundles = packages.filter(({ name, isTool }) => shipped.has(name) && !isTool);
  print(`${inBundles.length} packages are in the bundles:\n${licenceTable(inBundles)}\n`);
  const others = packages.filter((each) => !inBundles.includes(each));
  print(`${others.length} others serve development, or are left out of the bundles:\n${countTable(others)}`);
  for (const [name, { licence, because }] of Object.entries(licencesOfTools))
    print(`  ${name}, ${licence}: ${because}`);
  print("\nscripts that run when packages are installed:");
  for (const [name, does] of Object.entries(installScripts)) print(`  ${name}: ${does}`);
  const hasBill = writeBill(print);
  const isSafe = audit(print);
  const problems = problemsOf(packages, shipped);
  for (const problem of problems) print(`WRONG: ${problem}`);
  print(`\n${packages.length} packages, ${problems.length} problems`);
  return problems.length === 0 && hasBill && isSafe;
}

function licenceTable(packages: readonly LockedPackage[]): string {
  const rows = packages.map(({ name, version, licence }) => [name, version, licence]);
  return textTable([{ title: "package", shrinks: true }, { title: "version" }, { title: "licence" }], rows);
}

function countTable(packages: readonly LockedPackage[]): string {
  const groups = Object.entries(Object.groupBy(packages, ({ licence }) => licence));
  const rows = groups.map(([licence, all]) => [
    licence,
    String(all?.length ?? 0),
    (all ?? [])
      .slice(0, 3)
      .map(({ name }) => name)
      .join(", "),
  ]);
  return textTable(
    [{ title: "licence" }, { title: "packages", align: "right" }, { title: "for instance", shrinks: true }],
    rows,
  );
}

/** npm's own, from the lock file: needs no network. */
function writeBill(print: (line: string) => void): boolean {
  const args = ["sbom", "--sbom-format", "cyclonedx", "--package-lock-only", "--loglevel", "error"];
  const { status, stdout, stderr } = npm(args);
  if (status !== 0) {
    print(`\nWRONG: npm wrote no bill of materials: ${stderr.trim()}`);
    return false;
  }
  mkdirSync(join(projectRoot, "dist"), { recursive: true });
  writeFileSync(join(projectRoot, "dist/sbom.cdx.json"), stdout);
  print("\nbill of materials (CycloneDX): dist/sbom.cdx.json");
  return true;
}

type Audit = {
  readonly metadata?: { readonly vulnerabilities?: Readonly<Record<string, number>> };
  readonly message?: string;
  readonly error?: { readonly summary?: string };
};

/** Weaknesses that the registry knows of. Where it does not answer, that is said and is no failure. */
function audit(print: (line: string) => void): boolean {
  const { stdout } = npm(["audit", "--json", "--loglevel", "error"]);
  const told = readAudit(stdout);
  const found = told?.metadata?.vulnerabilities;
  if (found === undefined) {
    const why = told?.error?.summary || told?.message || "no answer";
    print(`\nNOT AUDITED: the registry told nothing about known weaknesses (${why}). Run this again where it answers.`);
    return true;
  }
  const counts = Object.entries(found).filter(([kind, count]) => kind !== "total" && count > 0);
  print(
    `\nknown weaknesses: ${counts.length === 0 ? "none" : counts.map(([kind, count]) => `${count} ${kind}`).join(", ")}`,
  );
  return (found["high"] ?? 0) + (found["critical"] ?? 0) === 0;
}

function readAudit(text: string): Audit | null {
  try {
    return JSON.parse(text) as Audit;
  } catch {
    return null;
  }
}

function npm(args: readonly string[]): {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
} {
  const isWindows = process.platform === "win32";
  const options = { cwd: projectRoot, encoding: "utf8", timeout: 60_000, maxBuffer: 64 * 1024 * 1024 } as const;
  return spawnSync(isWindows ? "npm.cmd" : "npm", args, { ...options, shell: isWindows });
}
