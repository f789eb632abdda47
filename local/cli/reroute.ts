import type { Command } from "./command.ts";
import { findOrder } from "./find-order.ts";
import { needed, oneOf } from "./read-options.ts";

type ReroutedAnswer = {
  readonly outcome: "given_back" | "repeated" | "nothing_promised";
  readonly unitsGivenBack: number;
  readonly status: string;
};

const reasons = [
  "short_pick",
  "warehouse_rejected",
  "warehouse_closed",
  "lines_cancelled",
  "address_changed",
  "by_hand",
] as const;

export const reroute: Command = {
  name: "reroute",
  takes: "ORDER [--reason R] [--exclude W,W] [--note TEXT] [--key K]",
  about: "gives back what has not left and has it planned anew; also undoes a split by hand",
  options: {
    reason: { type: "string", about: `${reasons.join(", ")}; by_hand unless given` },
    exclude: { type: "string", about: "warehouses that the order must not leave from any more, e.g. SHA,CAN" },
    note: { type: "string", about: "why, for the timeline and the next decision" },
    key: { type: "string", about: "your own name for this request: told twice under it, it is done once" },
  },
  async run({ args, options, print, hub }) {
    const { orderId } = await findOrder(hub(), needed(args, 0, "the order id or the channel's order number"));
    const exclude = options
      .text("exclude")
      ?.split(",")
      .filter((code) => code !== "");
    const [note, key] = [options.text("note"), options.text("key")];
    const answer = await hub().post<ReroutedAnswer>(`/v1/orders/${orderId}/reroute`, {
      reason: oneOf(options.text("reason") ?? "by_hand", reasons, "--reason"),
      ...(exclude === undefined ? {} : { exclude }),
      ...(note === undefined ? {} : { note }),
      ...(key === undefined ? {} : { key }),
    });
    print.wantsJson ? print.json(answer) : print.say(outcomeText(answer));
  },
};

function outcomeText({ outcome, unitsGivenBack, status }: ReroutedAnswer): string {
  if (outcome === "repeated") return "this was done before";
  if (outcome === "nothing_promised") return `nothing of it was promised; the order is ${status.replaceAll("_", " ")}`;
  return `${unitsGivenBack} units went back to their warehouses; the order is planned anew within seconds`;
}
