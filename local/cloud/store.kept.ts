import type { Store } from "./service.ts";

/** A store in memory that outlives the services on it, as the file does: for tests that restart them. */
export function makeKeptStore(): Store {
  const spaces = new Map<string, Map<string, string | Uint8Array>>();
  return {
    load: (space) => [...(spaces.get(space) ?? [])].sort(([a], [b]) => (a < b ? -1 : 1)),
    write(changes) {
      for (const { space, key, value } of changes) {
        const keys = spaces.get(space) ?? new Map<string, string | Uint8Array>();
        spaces.set(space, keys);
        if (value === null) keys.delete(key);
        else keys.set(key, value);
      }
    },
  };
}
