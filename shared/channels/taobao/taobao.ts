import type { Channel } from "../channel.ts";
import { normalise } from "./normalise.ts";

/** See README.md beside this file. Taobao and Tmall post no webhooks to shops: messages are consumed and orders asked for. */
export const taobao: Channel = { name: "taobao", title: "Taobao / Tmall", normalise };
