import type { CredentialField } from "./api.ts";
import { findChannelApi } from "./api-registry.ts";
import type { Channel } from "./channel.ts";
import { findChannel, findWebhookChannel } from "./registry.ts";

/** Whether orders of a channel may leave in one parcel with others; a channel nobody knows shares none. */
export async function parcelSharing(channel: string): Promise<NonNullable<Channel["sharesParcels"]> | "within_shop"> {
  const found = await findChannel(channel);
  return found === null ? "never" : (found.sharesParcels ?? "within_shop");
}

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
