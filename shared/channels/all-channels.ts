import { type Channel, isWebhookChannel, type WebhookChannel } from "./channel.ts";
import { channelNames, findChannel } from "./registry.ts";
import type { ChannelName } from "./registry-data.ts";

const loaded = await Promise.all(channelNames.map(async (name) => [name, await findChannel(name)] as const));

/** Every channel at once, for tests and commands. Functions load each when its first message comes. */
export const channels = Object.fromEntries(loaded) as Readonly<Record<ChannelName, Channel>>;

/** null for a channel that sends no webhooks. */
export function webhookChannel(name: string): WebhookChannel | null {
  const channel = Object.hasOwn(channels, name) ? channels[name as ChannelName] : null;
  return channel !== null && isWebhookChannel(channel) ? channel : null;
}
