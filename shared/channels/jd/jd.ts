import type { Channel } from "../channel.ts";
import { normalise } from "./normalise.ts";

/** See README.md beside this file. JD posts no webhooks to shops of its open platform: orders are asked for. */
export const jd: Channel = { name: "jd", title: "JD", normalise };
