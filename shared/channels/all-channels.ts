import { type Channel, isWebhookChannel, type WebhookChannel } from "./channel.ts";
import { type ChannelName, channelNames, findChannel } from "./registry.ts";
import type { Sample } from "./sample.ts";

const loaded = await Promise.all(channelNames.map(async (name) => [name, await findChannel(name)] as const));

/** Every channel at once, for tests and commands. Functions load each when its first message comes. */
export const channels = Object.fromEntries(loaded) as Readonly<Record<ChannelName, Channel>>;

/** null for a channel that sends no webhooks. */
export function webhookChannel(name: string): WebhookChannel | null {
  const channel = Object.hasOwn(channels, name) ? channels[name as ChannelName] : null;
  return channel !== null && isWebhookChannel(channel) ? channel : null;
}

const told = await Promise.all(
  channelNames.map(async (name) => {
    const { samples } = (await import(`./${name}/samples.ts`)) as { readonly samples: readonly Sample[] };
    return [name, samples] as const;
  }),
);

/** Every channel's samples. */
export const samplesByChannel = Object.fromEntries(told) as Readonly<Record<ChannelName, readonly Sample[]>>;
