import { afterAll, beforeAll } from "vitest";
import type { Hub, HubOptions } from "../../local/hub/hub.ts";
import { startHub } from "../../local/hub/start-hub.ts";
import { type HubClient, makeHubClient } from "./hub-client.ts";
import { twoMerchants } from "./merchants.ts";
import { noteGrants } from "./note-grants.ts";

export type LocalHub = HubClient & { readonly hub: Hub };

/** Starts a hub on free ports, strict about permissions, in memory unless told otherwise. The caller stops it. */
export async function startLocalHub(options: HubOptions = {}): Promise<LocalHub> {
  const hub = await startHub({ port: 0, strict: true, quiet: true, seed: twoMerchants(), ...options });
  const stop = async (): Promise<void> => {
    noteGrants(hub);
    await hub.stop();
  };
  return { hub: { ...hub, stop }, ...makeHubClient(hub.localJson) };
}

/** One hub for all tests of a file. The returned function gives it once the tests run. */
export function useLocalHub(options: HubOptions = {}): () => LocalHub {
  let started: LocalHub | undefined;
  beforeAll(async () => {
    started = await startLocalHub(options);
  }, 120_000);
  afterAll(async () => {
    await started?.hub.stop();
  }, 30_000);
  return () => {
    if (started === undefined) throw new Error("the hub is not started before the tests run");
    return started;
  };
}
