import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Hub } from "../../local/hub/hub.ts";
import type { UnusedGrant } from "../../local/iam/access.ts";

/** Names the folder in which hubs leave what they did not use; unset, they leave nothing. */
export const grantsFolderVariable = "ORDERHUB_GRANTS";

let noted = 0;

/** Writes down what this hub's functions were granted and never used, for the sum over all hubs of a run. */
export function noteGrants(hub: Pick<Hub, "unusedGrants">): void {
  const folder = process.env[grantsFolderVariable];
  if (folder === undefined) return;
  mkdirSync(folder, { recursive: true });
  noted += 1;
  const name = `${process.pid}-${performance.now()}-${noted}.json`;
  writeFileSync(join(folder, name), JSON.stringify(hub.unusedGrants().map(grantText)));
}

/** The grants that none of the hubs of a run has used, in order; null when no hub has left a list. */
export function grantsNobodyUsed(folder: string): readonly string[] | null {
  if (!existsSync(folder)) return null;
  const lists = readdirSync(folder).map((name) => JSON.parse(readFileSync(join(folder, name), "utf8")) as string[]);
  const [first, ...others] = lists.map((list) => new Set(list));
  if (first === undefined) return null;
  return [...first].filter((grant) => others.every((other) => other.has(grant))).sort();
}

/** A grant without what deployments make up: function, action, and the index, queue or name pattern it is for. */
export function grantText({ functionLabel, action, resources }: UnusedGrant): string {
  return `${functionLabel} ${action} ${resources.map(placeOf).join(", ")}`;
}

function placeOf(arn: string): string {
  const [own = ""] = arn.split(":").slice(5);
  const path = arn.includes(":secret:") ? arn.slice(arn.indexOf(":secret:") + ":secret:".length) : own;
  const index = /\/index\/(.+)$/.exec(path);
  if (index !== null) return index[1] ?? path;
  if (path.startsWith("table/")) return "table";
  if (path.startsWith("key/")) return "key";
  // Made up by the deployment: the stack before the name, hashes behind it.
  return path.replace(/^orderhub-[a-z]+-/, "").replace(/[0-9A-Fa-f]{8}-[0-9a-f]{12}/, "");
}
