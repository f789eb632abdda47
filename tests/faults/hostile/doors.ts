import type { Door, HostileInput } from "./hostile-input.ts";

type Inputs = () => Promise<readonly HostileInput[]>;

/** What comes to each door, loaded alone: a process that meets one input carries the code of one door. */
export const doors: Readonly<Record<Door, Inputs>> = {
  webhook: async () => (await import("./webhooks.ts")).hostileWebhooks,
  delivery: async () => (await import("./deliveries.ts")).hostileDeliveries,
  API: async () => (await import("./calls.ts")).hostileCalls,
  rules: async () => (await import("./rule-sets.ts")).hostileRules,
  token: async () => (await import("./tokens.ts")).hostileTokens,
  file: async () => (await import("./files.ts")).hostileFiles,
  import: async () => (await import("./imports.ts")).hostileImports,
  key: async () => (await import("./keys.ts")).hostileKeys,
  address: async () => (await import("./addresses.ts")).hostileAddresses,
};

/** Every input that was made to harm the hub. */
export async function hostileCorpus(): Promise<readonly HostileInput[]> {
  const all = await Promise.all(Object.values(doors).map((load) => load()));
  return all.flat();
}
