import { describe, expect, it } from "vitest";
import {
  aConnectionId,
  aMerchantId,
  aMoment,
  anAddress,
  anIncomingOrder,
  aPayment,
  aRefund,
} from "../../tests/support/builders.ts";
import type { IncomingOrder } from "./facts.ts";
import { mergeOrder } from "./merge-order.ts";
import type { Order } from "./order.ts";

const context = { merchantId: aMerchantId, connectionId: aConnectionId, channel: "shopify", now: aMoment };
const at = (hour: number, tie = "a") => ({ at: Date.parse(aMoment) + hour * 3_600_000, tie });

function orderFrom(...messages: readonly IncomingOrder[]): Order {
  let order: Order | null = null;
  for (const message of messages) {
    const merge = mergeOrder(order, message, context);
    if (merge.kind === "merged") order = merge.order;
  }
  if (order === null) throw new Error("nothing was merged");
  return order;
}

describe("mergeOrder", () => {
  it("keeps the newer payment when an older update arrives late", () => {
    const order = orderFrom(
      anIncomingOrder({ clock: at(2), payment: aPayment({ state: "paid" }) }),
      anIncomingOrder({ clock: at(1), payment: aPayment({ state: "pending" }) }),
    );

    expect(order.payment?.facts.state).toBe("paid");
  });

  it("takes the address from a late message when nothing newer told one", () => {
    const newest = anIncomingOrder({ clock: at(2) });
    const { address: _, ...withoutAddress } = newest;

    const late = mergeOrder(orderFrom(withoutAddress), anIncomingOrder({ clock: at(1) }), context);

    expect(late).toMatchObject({
      kind: "merged",
      changedGroups: ["address"],
      order: { address: { facts: anAddress() } },
    });
  });

  it("adds a late refund beside the newer one", () => {
    const order = orderFrom(
      { channelOrderId: "1001", clock: at(3), refunds: [aRefund({ refundId: "r2" })] },
      { channelOrderId: "1001", clock: at(2), refunds: [aRefund({ refundId: "r1" })] },
    );

    expect(Object.keys(order.refunds).sort()).toEqual(["r1", "r2"]);
  });

  it("calls a message stale when all that it says is older", () => {
    const order = orderFrom(anIncomingOrder({ clock: at(2) }));

    expect(mergeOrder(order, anIncomingOrder({ clock: at(1) }), context).kind).toBe("stale");
  });

  it("calls a repeated message unchanged", () => {
    const order = orderFrom(anIncomingOrder());

    expect(mergeOrder(order, anIncomingOrder(), context).kind).toBe("unchanged");
  });

  it("stores the newer clock of a message that says nothing new, so that a late one cannot win", () => {
    const order = orderFrom(anIncomingOrder({ clock: at(1) }));

    const renewed = mergeOrder(order, anIncomingOrder({ clock: at(3) }), context);

    expect(renewed).toMatchObject({ kind: "merged", changedGroups: [], order: { payment: { clock: at(3) } } });
  });

  it("does not mistake a refund called __proto__ for what every object has", () => {
    const refunds = [aRefund({ refundId: "__proto__" })];

    const order = orderFrom({ channelOrderId: "1001", clock: at(1), refunds });

    expect(Object.keys(order.refunds)).toEqual(["__proto__"]);
    expect(mergeOrder(order, { channelOrderId: "1001", clock: at(1), refunds }, context).kind).toBe("unchanged");
  });

  it("keeps the earliest date of a refund, whichever message comes first, and tells nobody of a later one", () => {
    const dated = (hour: number): IncomingOrder => {
      const refund = aRefund({ at: new Date(at(hour).at).toISOString() });
      return anIncomingOrder({ clock: at(hour), refunds: [refund] });
    };

    const [inOrder, reversed] = [orderFrom(dated(1), dated(2)), orderFrom(dated(2), dated(1))];

    expect(inOrder.refunds).toEqual(reversed.refunds);
    expect(Object.values(inOrder.refunds)[0]?.facts.at).toBe(new Date(at(1).at).toISOString());
    expect(mergeOrder(orderFrom(dated(1)), dated(2), context)).toMatchObject({ kind: "merged", changedGroups: [] });
  });
});
