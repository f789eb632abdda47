import type { SecretReader } from "./ports.ts";

const keptMs = 60_000;
/** Made-up connection names in webhook addresses must not fill the memory. */
const keptNames = 1_000;

/**
 * Keeps what `fetch` found for a minute, also that there was nothing: webhooks for a connection that does not exist must
 * not cost a call each. `fresh` asks again at once, for a signature that fails while a secret is being changed.
 */
export function cachedSecrets(fetch: (name: string) => Promise<string | null>, clock: () => Date): SecretReader {
  const known = new Map<string, { readonly text: string | null; readonly at: number }>();
  return {
    read: async (name, options) => {
      const now = clock().getTime();
      const found = known.get(name);
      if (found !== undefined && options?.fresh !== true && now - found.at < keptMs) return found.text;
      const text = await fetch(name);
      known.delete(name);
      known.set(name, { text, at: now });
      for (const oldest of known.keys()) {
        if (known.size <= keptNames) break;
        known.delete(oldest);
      }
      return text;
    },
  };
}
