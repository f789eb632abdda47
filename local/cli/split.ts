import type { OrderAnswer } from "./answers.ts";
import type { Command } from "./command.ts";
import { WrongUse } from "./failures.ts";
import { findOrder } from "./find-order.ts";
import { needed } from "./read-options.ts";

type SplitAnswer = {
  readonly isRepeated: boolean;
  readonly allocations: readonly { readonly warehouse: string; readonly sku: string; readonly quantity: number }[];
};

type LinePlace = { readonly lineId: string; readonly warehouse: string; readonly quantity: number };

export const split: Command = {
  name: "split",
  takes: "ORDER SKU=WAREHOUSE:UNITS[,WAREHOUSE:UNITS] … --note TEXT",
  about: 'splits what has not left over warehouses by hand, e.g. split 1042 TEA=SHA:2,CAN:1 --note "fragile"',
  options: { note: { type: "string", about: "why, for the receipt and the timeline" } },
  async run({ args, options, print, hub }) {
    const order = await findOrder(hub(), needed(args, 0, "the order id or the channel's order number"));
    const note = options.text("note");
    if (note === undefined) throw new WrongUse("--note is missing: say why");
    if (args.length < 2) throw new WrongUse("say what leaves from where, e.g. TEA=SHA:2,CAN:1");
    const places = args.slice(1).flatMap((text) => placesIn(order, text));
    const answer = await hub().post<SplitAnswer>(`/v1/orders/${order.orderId}/split`, { places, note });
    if (print.wantsJson) return print.json(answer);
    const from = answer.allocations.map(({ warehouse, sku, quantity }) => `  ${warehouse}  ${quantity} × ${sku}`);
    print.say([answer.isRepeated ? "it stands like this already" : "split; it leaves from", ...from].join("\n"));
  },
};

/** A line by its sku; by its own id where the order has the sku on several lines. */
function placesIn(order: OrderAnswer, text: string): readonly LinePlace[] {
  const at = text.lastIndexOf("=");
  const named = text.slice(0, at);
  const lines = order.lines.filter((line) => line.lineId === named || line.sku === named);
  const [line, ...others] = lines;
  if (at < 1 || line === undefined) {
    throw new WrongUse(`"${text}" names no line of the order: ${order.lines.map(({ sku }) => sku).join(", ")}`);
  }
  if (others.length > 0) {
    throw new WrongUse(`${named} is on several lines; name them: ${lines.map(({ lineId }) => lineId).join(", ")}`);
  }
  return text
    .slice(at + 1)
    .split(",")
    .map((part) => {
      const [, warehouse, units] = /^(.+):([1-9]\d*)$/.exec(part) ?? [];
      if (warehouse === undefined) throw new WrongUse(`"${part}" is not a warehouse and units, such as SHA:2`);
      return { lineId: line.lineId, warehouse, quantity: Number(units) };
    });
}
