import fc from "fast-check";
import type { IncomingOrder } from "../../shared/orders/facts.ts";
import { aHeader, aLine, anAddress, aPayment, aRefund, aStatus } from "./builders.ts";

const START = Date.parse("2026-11-21T06:00:00.000Z");

/** Few moments and ties, so that messages of the same moment, even of the same tie, are common. */
const clock = fc.record({
  at: fc.integer({ min: 0, max: 6 }).map((hours) => START + hours * 3_600_000),
  tie: fc.constantFrom("a", "b"),
});
const total = fc.constantFrom(10_000, 20_000, 15_000);
const header = fc.record({ totalMinor: total, isDiscrepant: fc.boolean() }).map(({ totalMinor, isDiscrepant }) =>
  aHeader({
    amounts: { ...aHeader().amounts, totalMinor },
    discrepancyMinor: isDiscrepant ? 1 : 0,
  }),
);
const line = (lineId: string) =>
  fc
    .record({ quantity: fc.integer({ min: 0, max: 4 }), removed: fc.integer({ min: 0, max: 4 }) })
    .map(({ quantity, removed }) =>
      aLine({ lineId, sku: `SKU-${lineId}`, quantity, removedQuantity: Math.min(quantity, removed) }),
    );
const lines = fc.tuple(line("l1"), line("l2"));
const status = fc.oneof(
  { weight: 5, arbitrary: fc.constant(aStatus()) },
  { weight: 1, arbitrary: fc.constant(aStatus({ cancelledAt: "2026-11-21T09:00:00.000Z", cancelReason: "customer" })) },
  { weight: 1, arbitrary: fc.constant(aStatus({ isFulfilled: true })) },
  { weight: 1, arbitrary: fc.constant(aStatus({ isDeleted: true })) },
);
const payment = fc
  .constantFrom("pending" as const, "paid" as const, "refunded" as const, "partially_refunded" as const)
  .map((state) => aPayment({ state }));
const lineUnits = fc
  .record({ lineId: fc.constantFrom("l1", "l2"), quantity: fc.integer({ min: 1, max: 3 }) })
  .map((units) => [units]);
const refunds = fc.array(
  fc
    .record({ refundId: fc.constantFrom("r1", "r2"), amountMinor: fc.constantFrom(0, 1_000, 5_000), units: lineUnits })
    .map(({ refundId, amountMinor, units }) =>
      aRefund({ refundId, amountMinor, lines: units.map((each) => ({ ...each, amountMinor })) }),
    ),
  { maxLength: 2 },
);
const fulfilments = fc.array(
  fc
    .record({
      fulfilmentId: fc.constantFrom("f1", "f2", "f3"),
      state: fc.constantFrom("success" as const, "success" as const, "cancelled" as const, "pending" as const),
      lines: lineUnits,
    })
    .map((each) => ({ ...each, at: "2026-11-21T08:00:00.000Z", carrier: null, trackingNo: null })),
  { maxLength: 2 },
);

/** Any message about one order: each group may be there or not. */
export const message: fc.Arbitrary<IncomingOrder> = fc
  .record(
    {
      clock,
      header,
      lines,
      payment,
      status,
      refunds,
      fulfilments,
      address: fc.constantFrom(anAddress(), anAddress({ city: "" })),
    },
    { requiredKeys: ["clock"] },
  )
  .map((groups) => ({ channelOrderId: "1001", ...groups }));

/** A set of messages and the same set in another order, some of them repeated. */
export const shuffledMessages: fc.Arbitrary<{ sent: readonly IncomingOrder[]; arrived: readonly IncomingOrder[] }> = fc
  .array(message, { minLength: 1, maxLength: 7 })
  .chain((sent) =>
    fc
      .array(fc.constantFrom(...sent), { maxLength: 4 })
      .chain((again) => fc.shuffledSubarray([...sent, ...again], { minLength: sent.length + again.length }))
      .map((arrived) => ({ sent, arrived })),
  );
