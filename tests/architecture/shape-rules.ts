import { isTest, type Project, type Rule, topFolderOf } from "./project.ts";
import { withoutComments } from "./read-imports.ts";

const mostLines = 250;
const emptyWords = ["utils", "util", "helpers", "helper", "types", "dto", "common", "misc", "lib"];
const readsEnvironment = /\bprocess\s*(?:\.\s*env\b|\[\s*["']env["'])|from\s+["'](?:node:)?process["']/;

export const shapeRules: readonly Rule[] = [
  {
    name: "no-index",
    says: "No index.ts: a file is named for what is inside.",
    check: (project) => pathsWhere(project, (path) => /(^|\/)index\.ts$/.test(path)),
  },
  {
    name: "no-empty-words",
    says: `No folder or file is named ${emptyWords.join(", ")}: such a name says nothing about what is inside.`,
    check: (project) =>
      pathsWhere(project, (path) => path.split("/").some((part) => emptyWords.includes(part.replace(/\.ts$/, "")))),
  },
  {
    name: "kebab-case",
    says: "Files and folders are kebab-case with their role as suffix: decide-upsert.ts, read-orders.handler.ts.",
    check: (project) =>
      pathsWhere(project, (path) => !path.split("/").every((part) => /^_?[a-z0-9]+([-.][a-z0-9]+)*$/.test(part))),
  },
  {
    name: "small-files",
    says: `A file has at most ${mostLines} lines; tests may have more.`,
    check: ({ files }) =>
      [...files]
        .filter(([path]) => !isTest(path) && !path.includes("/generated/"))
        .map(([path, text]) => ({ at: path, lines: text.replace(/\n$/, "").split("\n").length }))
        .filter(({ lines }) => lines > mostLines)
        .map(({ at, lines }) => ({ at, found: `${lines} lines` })),
  },
  {
    name: "environment-in-platform",
    says: "Only shared/platform reads process.env (and what is not shipped: local, infra, tests).",
    check: ({ files }) =>
      [...files]
        .filter(([path]) => ["shared", "functions", "events"].includes(topFolderOf(path)) && !isTest(path))
        .filter(([path]) => !path.startsWith("shared/platform/"))
        .filter(([, text]) => readsEnvironment.test(withoutComments(text)))
        .map(([path]) => ({ at: path, found: "process.env" })),
  },
  {
    name: "handler-per-function",
    says: "A file of functions is <verb>-<noun>.handler.ts with at most 80 lines, in the folder of its capability.",
    check: ({ files }) =>
      [...files]
        .filter(([path]) => topFolderOf(path) === "functions" && !isTest(path))
        .filter(([path, text]) => !isHandler(path) || text.split("\n").length > 81)
        .map(([path, text]) => ({ at: path, found: `${text.split("\n").length - 1} lines` })),
  },
];

function isHandler(path: string): boolean {
  return /^functions\/[a-z-]+\/[a-z]+(-[a-z]+)+\.handler\.ts$/.test(path);
}

function pathsWhere({ files }: Project, isBroken: (path: string) => boolean): { at: string; found: string }[] {
  return [...files.keys()].filter(isBroken).map((path) => ({ at: path, found: path.split("/").at(-1) ?? path }));
}
