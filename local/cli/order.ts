import type { Receipt } from "../../shared/routing/receipt/receipt.ts";
import type { Command } from "./command.ts";
import { findOrder } from "./find-order.ts";
import { needed, oneOf } from "./read-options.ts";
import { receiptText } from "./receipt-text.ts";
import { languages, wordsOf } from "./receipt-words.ts";
import { orderText, titleLine, whyText } from "./show-order.ts";

type RoutingReceipts = { readonly decisions: number; readonly receipts: readonly Receipt[] };

export const order: Command = {
  name: "order",
  takes: "ID [--why [--lang zh]]",
  about: "one order: lines, money, parcels, timeline, and why it ships from where it ships",
  options: {
    why: { type: "boolean", about: "only the routing decision: each warehouse, rule, price and number in it" },
    lang: { type: "string", about: "with --why: en or zh" },
  },
  async run({ args, options, print, hub }) {
    const language = oneOf(options.text("lang") ?? "en", languages, "--lang");
    const found = await findOrder(hub(), needed(args, 0, "the order id or the channel's order number"));
    if (!options.flag("why")) return print.wantsJson ? print.json(found) : print.say(orderText(found));
    const routing = await hub().get<RoutingReceipts>(`/v1/orders/${found.orderId}/routing`);
    if (print.wantsJson) return print.json({ routing: found.routing, ...routing });
    const [receipt] = routing.receipts;
    if (receipt === undefined || found.routing?.byHand !== undefined) return print.say(whyText(found));
    const more = routing.decisions - 1;
    const earlier = more > 0 ? [`${more} ${wordsOf(language).earlier}`] : [];
    print.say([titleLine(found), receiptText(receipt, language, found.currency), ...earlier].join("\n\n"));
  },
};
