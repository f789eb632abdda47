import type { Channel } from "../channel.ts";
import { normalise } from "./normalise.ts";

/** See README.md beside this file. Pinduoduo posts no webhooks to shops: orders are asked for. */
export const pinduoduo: Channel = { name: "pinduoduo", title: "Pinduoduo", normalise };
