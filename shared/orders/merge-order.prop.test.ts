import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { aConnectionId, aMerchantId, aMoment } from "../../tests/support/builders.ts";
import { shuffledMessages } from "../../tests/support/messages.ts";
import type { IncomingOrder } from "./facts.ts";
import { mergeOrder } from "./merge-order.ts";
import type { Order } from "./order.ts";

const context = { merchantId: aMerchantId, connectionId: aConnectionId, channel: "shopify", now: aMoment };

function merged(messages: readonly IncomingOrder[]): Order | null {
  let order: Order | null = null;
  for (const message of messages) {
    const merge = mergeOrder(order, message, context);
    if (merge.kind === "merged") order = merge.order;
  }
  return order;
}

describe("merging messages of one order", () => {
  it("ends in the same facts for every order of arrival and any repetition", () => {
    fc.assert(
      fc.property(shuffledMessages, ({ sent, arrived }) => {
        expect(merged(arrived)).toEqual(merged(sent));
      }),
      { numRuns: 2_000 },
    );
  });

  it("is idempotent: a message that was just merged changes nothing", () => {
    fc.assert(
      fc.property(shuffledMessages, ({ arrived }) => {
        const order = merged(arrived);
        for (const message of arrived) expect(mergeOrder(order, message, context).kind).not.toBe("merged");
      }),
    );
  });
});
