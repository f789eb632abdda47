import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { type LockedPackage, packagesOf, problemsOf, shippedPackages } from "./judge-packages.ts";

const root = new URL("../../", import.meta.url);
const packages = packagesOf(readFileSync(new URL("package-lock.json", root), "utf8"));
const metafile = new URL("dist/meta.json", root);

describe("what others' code the project stands on", () => {
  it("has licences that may be, a checksum each, and no script at installation that is not explained", () => {
    expect(packages.length).toBeGreaterThan(100);
    expect(problemsOf(packages, new Set())).toEqual([]);
  });

  it.skipIf(!existsSync(metafile))("is shipped only under licences that ask for a notice (needs built bundles)", () => {
    const shipped = shippedPackages(readFileSync(metafile, "utf8"));
    expect(shipped.size).toBeGreaterThan(10);
    expect(problemsOf(packages, shipped)).toEqual([]);
  });
});

describe("what judges packages", () => {
  const one = (over: Partial<LockedPackage>): LockedPackage => ({
    ...{ name: "a", version: "1.0.0", licence: "MIT", isTool: true, hasInstallScript: false, integrity: "sha512-x" },
    ...over,
  });
  const rest = packages.filter(({ name }) => ["esbuild", "node", "glpk.js"].includes(name));

  it.each([
    [
      "a tool under a licence that is not listed",
      one({ licence: "AGPL-3.0-or-later" }),
      [],
      /tool under the licence AGPL/,
    ],
    [
      "a package of bundles under a tool's licence",
      one({ licence: "MPL-2.0" }),
      ["a"],
      /shipped under the licence MPL/,
    ],
    ["a dependency without a licence", one({ licence: "", isTool: false }), [], /shipped under no licence/],
    ["a new script", one({ hasInstallScript: true }), [], /runs a script/],
    ["a package without a checksum", one({ integrity: "" }), [], /no checksum/],
    ["a package of bundles that nobody locked", one({}), ["b"], /b is in a bundle/],
  ])("sees %s", (_, wrong, shipped, problem) => {
    expect(problemsOf([...rest, wrong], new Set(shipped)).join("; ")).toMatch(problem);
  });

  it("sees explanations of what is not there any more", () => {
    expect(problemsOf([], new Set()).join("; ")).toMatch(/esbuild is explained.*glpk\.js is excepted/);
  });
});
