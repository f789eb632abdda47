import type { Store } from "./service.ts";

/** Keeps nothing: each service has its state in memory anyway, and a new hub starts empty. */
export function makeMemoryStore(): Store {
  return { load: () => [], write: () => undefined };
}
