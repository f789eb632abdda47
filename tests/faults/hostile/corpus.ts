import { hostileAddresses } from "./addresses.ts";
import { hostileCalls } from "./calls.ts";
import { hostileDeliveries } from "./deliveries.ts";
import { hostileFiles } from "./files.ts";
import type { HostileInput } from "./hostile-input.ts";
import { hostileTokens } from "./tokens.ts";
import { hostileWebhooks } from "./webhooks.ts";

/** Every input that was made to harm the hub, by the door it comes to. */
export const hostileCorpus: readonly HostileInput[] = [
  ...hostileWebhooks,
  ...hostileDeliveries,
  ...hostileCalls,
  ...hostileTokens,
  ...hostileFiles,
  ...hostileAddresses,
];
