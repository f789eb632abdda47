import type { Command } from "./command.ts";
import { findOrder } from "./find-order.ts";
import { limitOf, needed, oneOf } from "./read-options.ts";
import { shortTime } from "./show-time.ts";
import { textTable } from "./text-table.ts";

type TellingAnswer = {
  readonly orderId: string;
  readonly shipmentId: string;
  readonly connectionId: string;
  readonly trackingNo: string;
  readonly state: string;
  readonly attempts: number;
  readonly lastAt: string;
  readonly why: string | null;
};

export const tellings: Command = {
  name: "tellings",
  takes: "[--state S] | again ORDER SHIPMENT | corrected ORDER SHIPMENT",
  about: "what channels were told of parcels, and what they said",
  options: {
    state: { type: "string", about: "refused, given_up, in_doubt, to_correct, pending, done …" },
    limit: { type: "string", about: "at most so many; 50 unless given" },
  },
  async run({ args, options, print, hub }) {
    if (args.length > 0) {
      const action = oneOf(args[0], ["again", "corrected"], "tellings");
      const order = await findOrder(hub(), needed(args, 1, "the order"));
      const shipmentId = needed(args, 2, "the id of the parcel (shp_…)");
      const answer = await hub().post<object>(`/v1/orders/${order.orderId}/shipments/${shipmentId}/telling`, {
        action,
      });
      const said = action === "again" ? "the channel is told once more" : "noted as corrected at the channel";
      return print.wantsJson ? print.json(answer) : print.say(said);
    }
    const query = { state: options.text("state") };
    const found = await hub().list<TellingAnswer>("/v1/tellings", query, limitOf(options, 50));
    if (print.wantsJson) return print.json(found);
    print.say(found.length === 0 ? "no channel was told of such parcels" : tellingsTable(found));
  },
};

function tellingsTable(found: readonly TellingAnswer[]): string {
  return textTable(
    [
      { title: "parcel", shrinks: true },
      { title: "order", shrinks: true },
      { title: "shop", shrinks: true },
      { title: "number", shrinks: true },
      { title: "state" },
      { title: "last (UTC)" },
      { title: "why", wraps: true },
    ],
    found.map(({ shipmentId, orderId, connectionId, trackingNo, state, lastAt, why }) => [
      shipmentId,
      orderId,
      connectionId,
      trackingNo,
      state.replaceAll("_", " "),
      shortTime(lastAt),
      why ?? "",
    ]),
  );
}
