import type { ChannelApi } from "./api.ts";
import { jdApi } from "./jd/api.ts";
import { pinduoduoApi } from "./pinduoduo/api.ts";
import type { ChannelName } from "./registry-data.ts";
import { taobaoApi } from "./taobao/api.ts";

/** The channels whose own API the hub calls, one line each. Kept apart from `registry.ts`: the door needs none of it. */
export const channelApis: Readonly<Partial<Record<ChannelName, ChannelApi>>> = {
  jd: jdApi,
  pinduoduo: pinduoduoApi,
  taobao: taobaoApi,
};

/** null for a channel that is only listened to, and for a name that is no channel. */
export function findChannelApi(name: string): ChannelApi | null {
  return Object.hasOwn(channelApis, name) ? (channelApis[name as ChannelName] ?? null) : null;
}
