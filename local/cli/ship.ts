import type { OrderAnswer } from "./answers.ts";
import type { Command } from "./command.ts";
import { WrongUse } from "./failures.ts";
import { findOrder } from "./find-order.ts";
import { needed } from "./read-options.ts";

type ShippedAnswer = { readonly shipmentId: string; readonly isRepeated: boolean; readonly status: string };

export const ship: Command = {
  name: "ship",
  takes: "ORDER --carrier CODE --tracking NUMBER [--warehouse W] [--undo SHIPMENT]",
  about: "records that a parcel left; the order's channel is told next",
  options: {
    carrier: { type: "string", about: "e.g. SF, UPS" },
    tracking: { type: "string", about: "the carrier's number of the parcel" },
    warehouse: { type: "string", about: "where it left from; needed when the order ships from several" },
    undo: { type: "string", about: "take back this parcel (its id, shp_…), which was recorded by mistake" },
    reason: { type: "string", about: "undo: for the timeline" },
  },
  async run({ args, options, print, hub }) {
    const order = await findOrder(hub(), needed(args, 0, "the order id or the channel's order number"));
    const path = `/v1/orders/${order.orderId}/shipments`;
    const undone = options.text("undo");
    if (undone !== undefined) {
      const reason = options.text("reason");
      const query = reason === undefined ? "" : `?${new URLSearchParams({ reason }).toString()}`;
      const answer = await hub().send<ShippedAnswer>("DELETE", `${path}/${encodeURIComponent(undone)}${query}`);
      return print.wantsJson ? print.json(answer) : print.say(`${undone} is taken back; the order is ${answer.status}`);
    }
    const answer = await hub().post<ShippedAnswer>(path, {
      warehouse: options.text("warehouse") ?? onlyWarehouse(order),
      carrier: { code: given(options.text("carrier"), "--carrier") },
      trackingNo: given(options.text("tracking"), "--tracking"),
    });
    const { shipmentId, isRepeated, status } = answer;
    if (print.wantsJson) return print.json(answer);
    print.say(`${shipmentId} ${isRepeated ? "was recorded before" : "is recorded"}; the order is ${status}`);
  },
};

function given(text: string | undefined, option: string): string {
  if (text === undefined) throw new WrongUse(`${option} is missing`);
  return text;
}

function onlyWarehouse({ warehouses }: OrderAnswer): string {
  const [only, ...others] = warehouses;
  if (only === undefined)
    throw new WrongUse("nothing of the order is allocated; see it with: npm run orderhub -- order");
  if (others.length > 0) throw new WrongUse(`the order ships from ${warehouses.join(", ")}: say --warehouse`);
  return only;
}
