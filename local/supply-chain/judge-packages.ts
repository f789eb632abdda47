import { installScripts, licencesOfTools, shippedLicences, toolLicences } from "./licences.ts";

/** One package of the lock file. */
export type LockedPackage = {
  readonly name: string;
  readonly version: string;
  /** As the package says; empty when it does not. */
  readonly licence: string;
  /** Whether only those who work on the project install it. */
  readonly isTool: boolean;
  readonly hasInstallScript: boolean;
  /** Says that exactly these bytes were meant; empty for none. */
  readonly integrity: string;
};

type Locked = {
  readonly version?: string;
  readonly license?: string;
  readonly dev?: boolean;
  readonly devOptional?: boolean;
  readonly hasInstallScript?: boolean;
  readonly integrity?: string;
  readonly inBundle?: boolean;
};

/** Every package of a `package-lock.json`, the project itself left out. */
export function packagesOf(lock: string): readonly LockedPackage[] {
  const { packages } = JSON.parse(lock) as { readonly packages: Readonly<Record<string, Locked>> };
  return Object.entries(packages)
    .filter(([path]) => path !== "")
    .map(([path, { version = "", license = "", dev, devOptional, hasInstallScript, integrity = "", inBundle }]) => ({
      name: path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length),
      version,
      licence: license,
      isTool: dev === true || devOptional === true,
      hasInstallScript: hasInstallScript === true,
      // What comes inside of another package has that one's.
      integrity: inBundle === true ? "with its package" : integrity,
    }));
}

/** What is wrong with the packages, a sentence each. `shipped`: the names of those that bundles hold bytes of. */
export function problemsOf(packages: readonly LockedPackage[], shipped: ReadonlySet<string>): readonly string[] {
  const scripts = packages.filter(({ hasInstallScript }) => hasInstallScript).map(({ name }) => name);
  const names = new Set(packages.map(({ name }) => name));
  return [
    ...packages.flatMap((each) => problemOf(each, shipped.has(each.name)) ?? []),
    ...[...shipped].filter((name) => !names.has(name)).map((name) => `${name} is in a bundle and not in the lock file`),
    ...Object.keys(installScripts)
      .filter((name) => !scripts.includes(name))
      .map((name) => `${name} is explained and runs nothing when it is installed: remove the explanation`),
    ...Object.keys(licencesOfTools)
      .filter((name) => !names.has(name))
      .map((name) => `${name} is excepted and not installed: remove the exception`),
  ];
}

function problemOf(each: LockedPackage, isShipped: boolean): string | null {
  const { name, version, licence, isTool, hasInstallScript, integrity } = each;
  const which = `${name}@${version}`;
  const said = licence === "" ? "no licence" : `the licence ${licence}`;
  if (integrity === "") return `${which} has no checksum in the lock file`;
  if (hasInstallScript && !Object.hasOwn(installScripts, name)) return `${which} runs a script when it is installed`;
  if (isShipped || !isTool) return shippedLicences.has(licence) ? null : `${which} is shipped under ${said}`;
  const excepted = Object.hasOwn(licencesOfTools, name) ? licencesOfTools[name]?.licence : undefined;
  return toolLicences.has(licence) || excepted === licence ? null : `${which} is a tool under ${said}`;
}

type Metafile = {
  readonly outputs: Readonly<
    Record<string, { readonly inputs: Readonly<Record<string, { readonly bytesInOutput: number }>> }>
  >;
};

/** The packages that any bundle holds bytes of, by what the bundler noted in `dist/meta.json`. */
export function shippedPackages(metafile: string): ReadonlySet<string> {
  const { outputs } = JSON.parse(metafile) as Metafile;
  const files = Object.values(outputs).flatMap(({ inputs }) => Object.entries(inputs));
  const inside = files.filter(([path, { bytesInOutput }]) => bytesInOutput > 0 && path.includes("node_modules/"));
  return new Set(inside.map(([path]) => packageOf(path.slice(path.lastIndexOf("node_modules/") + 13))));
}

function packageOf(path: string): string {
  const [first = "", second = ""] = path.split("/");
  return first.startsWith("@") ? `${first}/${second}` : first;
}
