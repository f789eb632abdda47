import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

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
 * `.orderhub/local-<port>.json`. null when there is none.
 */
export function readLocalHub(home: string, port?: string): LocalHub | null {
  const folder = join(home, ".orderhub");
  const names = port === undefined ? ["local.json"] : ["local.json", `local-${port}.json`];
  for (const name of names) {
    const file = join(folder, name);
    if (!existsSync(file)) continue;
    const hub = JSON.parse(readFileSync(file, "utf8")) as LocalHub;
    if (port === undefined || new URL(hub.api).port === port) return hub;
  }
  return null;
}
