import { findCycles } from "./cycles.ts";
import { capabilityOf, isShipped, isTest, type Project, type Rule, topFolderOf, type Violation } from "./project.ts";
import type { Import } from "./read-imports.ts";
import { shapeRules } from "./shape-rules.ts";

/**
 * Which other capabilities a folder of `shared` may use, besides `kernel`, `table` and `events`. The walk says why: routing
 * plans orders on stock, a changed order gives its stock back, imports and reports read and write both, and an imported
 * order is a delivery like any other.
 */
const mayUse: Readonly<Record<string, readonly string[]>> = {
  settings: [],
  sheets: [],
  rules: [],
  outbox: [],
  fx: [],
  inventory: ["settings", "sheets"],
  orders: ["inventory", "rules", "settings"],
  routing: ["orders", "inventory", "rules", "settings"],
  customers: [],
  imports: [
    "customers",
    "intake",
    "orders",
    "inventory",
    "routing",
    "rules",
    "channels",
    "sheets",
    "settings",
    "fx",
    "reconciliation",
  ],
  reports: ["customers", "orders", "inventory", "sheets", "settings", "fx"],
  reconciliation: ["orders", "intake", "reports", "settings"],
  intake: ["orders", "inventory", "channels", "rules", "settings"],
  pull: ["channels", "intake", "orders", "settings"],
  connections: ["pull", "channels", "intake", "settings"],
  writeback: ["pull", "orders", "inventory", "routing", "channels", "settings"],
  operators: [
    "customers",
    "writeback",
    "channels",
    "connections",
    "pull",
    "orders",
    "inventory",
    "routing",
    "imports",
    "reports",
    "reconciliation",
    "fx",
    "rules",
    "intake",
    "settings",
    "sheets",
  ],
};

/** The files of shared/channels that list the channels, and so must know each of them. */
const CHANNEL_LIST = /^shared\/channels\/((api-)?registry[^/]*|all-channels|channel-facts)\.ts$/;

/** Data and types only; anyone may import them. */
const forAnyone = new Set(["shared/platform/catalog.ts", "shared/platform/ports.ts"]);

/** How an answer of the API looks and who asks; pure, and the operators' views are about nothing else. */
const forOperators = new Set(["shared/platform/http-answer.ts", "shared/platform/principal.ts"]);

/** What a webhook looks like and what a channel's API is asked through. */
const channelContracts = new Set(["shared/channels/channel.ts", "shared/channels/api.ts"]);

const infraMayRead = new Set([
  "shared/table/names.ts",
  "shared/table/keys.ts",
  "shared/platform/catalog.ts",
  "shared/imports/import-kind.ts",
  "shared/reports/lake-tables.ts",
  "events/catalog.ts",
]);

const importRules: readonly Rule[] = [
  eachImport("kernel-alone", "shared/kernel imports nothing of ours.", (from, to) => {
    return capabilityOf(from) !== "kernel" || capabilityOf(to) === "kernel";
  }),
  eachImport("events-on-kernel", "events imports shared/kernel and nothing else of ours.", (from, to) => {
    return topFolderOf(from) !== "events" || topFolderOf(to) === "events" || capabilityOf(to) === "kernel";
  }),
  eachImport("table-on-kernel", "shared/table imports shared/kernel and nothing else of ours.", (from, to) => {
    return capabilityOf(from) !== "table" || ["table", "kernel"].includes(capabilityOf(to) ?? "");
  }),
  eachImport(
    "channel-alone",
    "A channel's folder imports kernel, the files directly in shared/channels (but no list of channels) and orders/facts.ts; never another channel.",
    (from, to) => capabilityOf(from) !== "channels" || isForChannel(from, to),
  ),
  eachImport(
    "capability-walk",
    "A capability imports kernel, table, events, the platform's catalog and ports, and the capabilities that the walk joins it with.",
    (from, to) => isOnTheWalk(from, to),
  ),
  eachImport(
    "platform-low",
    "shared/platform imports kernel, table, events and the contracts of channels.",
    (from, to) => {
      const isLow = ["platform", "kernel", "table"].includes(capabilityOf(to) ?? "") || topFolderOf(to) === "events";
      return capabilityOf(from) !== "platform" || isLow || channelContracts.has(to);
    },
  ),
  eachImport("functions-thin", "A function imports shared, events and its own folder.", (from, to) => {
    const isOwnFolder = to.startsWith(`${from.split("/").slice(0, 2).join("/")}/`);
    return topFolderOf(from) !== "functions" || ["shared", "events"].includes(topFolderOf(to)) || isOwnFolder;
  }),
  eachImport("functions-last", "Only local and tests import functions.", (from, to) => {
    return topFolderOf(to) !== "functions" || ["functions", "local"].includes(topFolderOf(from));
  }),
  eachImport(
    "infra-reads-names",
    "infra imports names and catalogs: table names, function, event and channel data.",
    (from, to) => {
      return topFolderOf(from) !== "infra" || topFolderOf(to) === "infra" || infraMayRead.has(to);
    },
  ),
  eachImport(
    "local-not-shipped",
    "Only local and tests import local, and nobody but tests (and local) imports tests.",
    (from, to) => {
      return topFolderOf(from) === "local" || !(topFolderOf(to) === "local" || isTest(to));
    },
  ),
  eachPackage(
    "aws-sdk-at-edge",
    "Only *.dynamo.ts of shared/table, *-store/*.s3.ts and shared/platform import @aws-sdk.",
    (from, name) => {
      const isEdge = /^shared\/(platform\/|table\/[^/]+\.dynamo\.ts$|.*-store\/[^/]+\.s3\.ts$)/.test(from);
      return !/^@(aws-sdk|smithy)\//.test(name) || isEdge || topFolderOf(from) === "local";
    },
  ),
  eachPackage("middy-in-platform", "Only shared/platform imports middy.", (from, name) => {
    return !name.startsWith("@middy/") || capabilityOf(from) === "platform";
  }),
  eachPackage("zod-mini", "Shipped code imports zod/mini: zod itself costs 444 KB in a bundle.", (from, name) => {
    return !isShipped(from) || !/^zod(\/|$)/.test(name) || name === "zod/mini";
  }),
  eachPackage(
    "rules-language-where-saved",
    "Only shared/rules/conditions reads the language of rules: orders are asked by stored programs, without its 80 KB.",
    (from, name) => name !== "@marcbachmann/cel-js" || from.startsWith("shared/rules/conditions/"),
  ),
  eachPackage("cdk-in-infra", "Only infra imports aws-cdk-lib, constructs and cdk-nag.", (from, name) => {
    return !/^(aws-cdk-lib|constructs|cdk-nag)(\/|$)/.test(name) || topFolderOf(from) === "infra";
  }),
  {
    name: "runtime-dependencies",
    says: "Shipped code imports only packages of package.json's `dependencies`; types may come from anywhere.",
    check: ({ imports, dependencies }) =>
      imports
        .filter((one) => isShipped(one.from) && !one.isTypeOnly && one.target.kind === "package")
        .filter(({ specifier }) => !specifier.startsWith("node:") && !dependencies.includes(packageOf(specifier)))
        .map(violation),
  },
  {
    name: "no-dangling",
    says: "A relative import names an existing file, with its suffix (the rules' own test shows imports as text; names made at run time are left to those who run them).",
    check: ({ imports, files }) =>
      imports
        .filter(({ from, specifier }) => from !== "tests/architecture/self.test.ts" && !specifier.includes("${"))
        .filter(({ target }) => target.kind === "own" && !/\.(json|m?js)$/.test(target.path) && !files.has(target.path))
        .map(violation),
  },
  {
    name: "no-circles",
    says: "Capabilities of shared import each other in no circle, types included.",
    check: ({ imports }) =>
      findCycles(imports.filter((one) => !isTest(one.from) && !isForAnyone(one))).map((cycle) => ({
        at: cycle.capabilities.join(" → "),
        found: cycle.because.join(", "),
      })),
  },
];

export const rules: readonly Rule[] = [...importRules, ...shapeRules];

/** Everything in the project that breaks a rule, rule by rule. */
export function violationsOf(project: Project): readonly Violation[] {
  return rules.flatMap((rule) => rule.check(project).map((found) => ({ rule: rule.name, ...found })));
}

function isForAnyone({ target }: Import): boolean {
  return target.kind === "own" && forAnyone.has(target.path);
}

function isForChannel(from: string, to: string): boolean {
  if (capabilityOf(to) === "kernel" || to === "shared/orders/facts.ts") return true;
  if (CHANNEL_LIST.test(from)) return capabilityOf(to) === "channels";
  const [, , folder, ...rest] = from.split("/");
  const isSameChannel = rest.length > 0 && to.startsWith(`shared/channels/${folder}/`);
  const isCommon = /^shared\/channels\/[^/]+\.ts$/.test(to) && !CHANNEL_LIST.test(to);
  return isSameChannel || isCommon;
}

function isOnTheWalk(from: string, to: string): boolean {
  const capability = capabilityOf(from);
  if (capability === null || ["kernel", "table", "channels", "platform"].includes(capability)) return true;
  const target = capabilityOf(to);
  if (target === capability || target === "kernel" || target === "table") return true;
  if (topFolderOf(to) === "events" || forAnyone.has(to)) return true;
  if (capability === "operators" && forOperators.has(to)) return true;
  return target !== null && (mayUse[capability] ?? []).includes(target);
}

/** A rule about each import of our own files, outside tests. */
function eachImport(name: string, says: string, isFine: (from: string, to: string) => boolean): Rule {
  const isBroken = ({ from, target }: Import) => target.kind === "own" && !isTest(from) && !isFine(from, target.path);
  return { name, says, check: ({ imports }) => imports.filter(isBroken).map(violation) };
}

function eachPackage(name: string, says: string, isFine: (from: string, packageName: string) => boolean): Rule {
  const isBroken = ({ from, target }: Import) =>
    target.kind === "package" && !isTest(from) && !isFine(from, target.name);
  return { name, says, check: ({ imports }) => imports.filter(isBroken).map(violation) };
}

function violation({ from, specifier }: Import): Omit<Violation, "rule"> {
  return { at: from, found: specifier };
}

/** `@aws-sdk/client-s3` of `@aws-sdk/client-s3/dist/x`, `zod` of `zod/mini`. */
function packageOf(specifier: string): string {
  return specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");
}
