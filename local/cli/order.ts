import type { Command } from "./command.ts";
import { findOrder } from "./find-order.ts";
import { needed } from "./read-options.ts";
import { orderText, whyText } from "./show-order.ts";

export const order: Command = {
  name: "order",
  takes: "ID [--why]",
  about: "one order: lines, money, parcels, timeline, and why it ships from where it ships",
  options: { why: { type: "boolean", about: "only the routing decision: every warehouse and its verdict" } },
  async run({ args, options, print, hub }) {
    const found = await findOrder(hub(), needed(args, 0, "the order id or the channel's order number"));
    if (print.wantsJson) return print.json(options.flag("why") ? { routing: found.routing } : found);
    print.say(options.flag("why") ? whyText(found) : orderText(found));
  },
};
