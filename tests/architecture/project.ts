import type { Import } from "./read-imports.ts";
import type { SourceFiles } from "./source-files.ts";

/** All that the rules look at: no disk, so that each rule can be shown to bite on files made up for it. */
export type Project = {
  readonly files: SourceFiles;
  readonly imports: readonly Import[];
  /** `dependencies` of package.json: what may be bundled into a function. */
  readonly dependencies: readonly string[];
};

export type Violation = { readonly rule: string; readonly at: string; readonly found: string };

export type Rule = {
  readonly name: string;
  /** The rule in a sentence, shown with each violation. */
  readonly says: string;
  readonly check: (project: Project) => readonly Omit<Violation, "rule">[];
};

export function topFolderOf(path: string): string {
  return path.split("/")[0] ?? "";
}

/** `orders` of `shared/orders/order.ts`; null outside shared. */
export function capabilityOf(path: string): string | null {
  const [top, capability, ...rest] = path.split("/");
  return top === "shared" && rest.length > 0 ? (capability ?? null) : null;
}

/** Tests, the suites they share and benches: run on a developer's machine only. */
export function isTest(path: string): boolean {
  return path.startsWith("tests/") || /\.(test|contract|bench)\.ts$/.test(path);
}

/** Ends up in a Lambda bundle. `generate` files run on a developer's machine. */
export function isShipped(path: string): boolean {
  return /^(shared|functions|events)\//.test(path) && !isTest(path) && !/^events\/generate/.test(path);
}
