import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Unreachable } from "./failures.ts";

export type LocalConnection = {
  readonly id: string;
  readonly merchant: string;
  readonly channel: string;
  readonly webhook: string;
  /** Every live secret of the shop; the first one signs. */
  readonly secrets: Readonly<Record<string, string>>;
};

/** `.orderhub/local.json`, which a hub on this machine writes when it is ready and removes when it ends. */
export type LocalHub = {
  readonly api: string;
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly endpoints: Readonly<Record<string, string>>;
  readonly buckets: Readonly<Record<"imports" | "exports" | "raw", string>>;
  readonly merchants: readonly {
    readonly id: string;
    readonly zone: string;
    readonly currency: string;
    readonly warehouses: readonly string[];
  }[];
  readonly connections: readonly LocalConnection[];
  readonly tokens: Readonly<Record<string, string>>;
};

/**
 * The hub that runs from this folder, or the one on `port` when several do: the second and later ones leave
 * `.orderhub/local-<port>.json`. null when there is none; `Unreachable` when the file is not what a hub writes.
 */
export function readLocalHub(home: string, port?: string): LocalHub | null {
  const folder = join(home, ".orderhub");
  const names = port === undefined ? ["local.json"] : ["local.json", `local-${port}.json`];
  for (const name of names) {
    const file = join(folder, name);
    if (!existsSync(file)) continue;
    const hub = parsed(file);
    if (port === undefined || new URL(hub.api).port === port) return hub;
  }
  return null;
}

function parsed(file: string): LocalHub {
  try {
    const hub = JSON.parse(readFileSync(file, "utf8")) as LocalHub | null;
    if (URL.canParse(String(hub?.api)) && hub?.tokens !== undefined) return hub;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw new Unreachable(`${file} is not what a hub writes: delete it, and start the hub again (npm start)`);
}
