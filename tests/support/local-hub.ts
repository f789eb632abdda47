import { afterAll, beforeAll } from "vitest";
import type { Hub, HubOptions } from "../../local/hub/hub.ts";
import { startHub } from "../../local/hub/start-hub.ts";
import type { ImportKind } from "../../shared/imports/import-kind.ts";
import { type HubClient, type Json, makeHubClient } from "./hub-client.ts";
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

/** Uploads a file of merchant `demo` and waits until the hub is done with it. Gives its import as the list shows it. */
export function importer(the: () => LocalHub) {
  return async (kind: ImportKind, name: string, body: Uint8Array | string): Promise<Json> => {
    await the().files.put("imports", `demo/${kind}/${name}`, body);
    await the().hub.idle();
    const job = (await the().list("/v1/imports")).find(({ fileName }) => fileName === name);
    if (job === undefined) throw new Error(`${name} is in no list of imports`);
    return job;
  };
}
