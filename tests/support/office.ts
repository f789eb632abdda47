import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, extname, join } from "node:path";
import { pathToFileURL } from "node:url";

/** Another program that reads workbooks, where the machine has it. */
export const hasOffice: boolean = ((): boolean => {
  try {
    execFileSync("soffice", ["--version"], { stdio: "ignore", timeout: 60_000 });
    return true;
  } catch {
    return false;
  }
})();

/** For the names of tests that need it. */
export const officeNote: string = hasOffice ? "" : " (SKIPPED: no soffice on this machine)";

export type Converted = {
  /** What became of each file, in their order; there may be no such file. */
  readonly paths: readonly string[];
  readonly close: () => void;
};

/** Opens files in LibreOffice, all in one process, and saves them in another format, e.g. "fods". It leaves out what it cannot open. */
export function convertAll(files: readonly string[], format: string): Converted {
  const folder = mkdtempSync(join(tmpdir(), "orderhub-office-"));
  const [from, to] = [join(folder, "from"), join(folder, "to")];
  mkdirSync(from);
  // Names that differ in their ends only would become the same.
  const names = files.map((file, at) => `${String(at).padStart(4, "0")}${extname(file)}`);
  for (const [at, name] of names.entries()) symlinkSync(files[at] ?? "", join(from, name));
  const profile = `-env:UserInstallation=${pathToFileURL(join(folder, "profile"))}`;
  const args = ["--headless", "--norestore", profile, "--convert-to", format, "--outdir", to];
  execFileSync("soffice", [...args, ...names.map((name) => join(from, name))], { stdio: "ignore", timeout: 600_000 });
  const [extension = format] = format.split(":");
  return {
    paths: names.map((name) => join(to, `${basename(name, extname(name))}.${extension}`)),
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}
