import type { Command } from "./command.ts";
import { WrongUse } from "./failures.ts";
import { findOrder } from "./find-order.ts";
import { needed } from "./read-options.ts";

type ReleaseAnswer = {
  readonly status: string;
  readonly holds: readonly { readonly reason: string; readonly note: string }[];
  readonly isRepeated: boolean;
};

export const release: Command = {
  name: "release",
  takes: "ID REASON --note TEXT",
  about: "lifts a hold of an order by hand: held_by_rule, address_incomplete or amounts_do_not_add_up",
  options: { note: { type: "string", about: "why, for the order's timeline" } },
  async run({ args, options, print, hub }) {
    const wanted = needed(args, 0, "the order id or the channel's order number");
    const reason = needed(args, 1, "the reason of the hold, e.g. held_by_rule");
    const note = options.text("note");
    if (note === undefined) throw new WrongUse('--note is missing: say why, e.g. --note "called the buyer"');
    const { orderId } = await findOrder(hub(), wanted);
    const path = `/v1/orders/${orderId}/holds/${encodeURIComponent(reason)}/release`;
    const done = await hub().post<ReleaseAnswer>(path, { note });
    if (print.wantsJson) return print.json(done);
    const others = done.holds.map((hold) => `${hold.reason}: ${hold.note}`);
    const what = done.isRepeated ? "it was released before" : "released";
    print.say([`${what}; the order is ${done.status.replaceAll("_", " ")}`, ...others].join("\n"));
  },
};
