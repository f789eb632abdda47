import type { CredentialField } from "./api.ts";
import { findChannelApi } from "./api-registry.ts";
import { findWebhookChannel } from "./registry.ts";

/** What people who connect a shop need to know of its channel. */
export type ChannelFacts = {
  readonly sendsWebhooks: boolean;
  /** What the hub is to be given to call the channel's API; empty where it calls none. */
  readonly credentialFields: readonly CredentialField[];
};

export async function channelFacts(channel: string): Promise<ChannelFacts> {
  return {
    sendsWebhooks: (await findWebhookChannel(channel)) !== null,
    credentialFields: (await findChannelApi(channel))?.credentials ?? [],
  };
}
