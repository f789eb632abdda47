import type { Channel } from "../channel.ts";
import { normalise } from "./normalise.ts";

/** See README.md beside this file. No webhook: notifications wait in a queue of ours, orders are read by `api.ts`. */
export const amazon: Channel = { name: "amazon", title: "Amazon", normalise };
