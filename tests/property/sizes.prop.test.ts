import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { warehouseCode } from "../../shared/kernel/ids.ts";
import { makeChangeOrder } from "../../shared/orders/change-order.ts";
import { makeShipOrder } from "../../shared/orders/ship-order.ts";
import { makeUnshipOrder } from "../../shared/orders/unship-order.ts";
import { aHeader, aLine, aMerchant, aMerchantId, aMoment, anIncomingOrder, aStatus } from "../support/builders.ts";
import { brokenAtRest, brokenNow } from "./stock-invariants.ts";
import { makeWorld } from "./warehouse-world.ts";

/** How large an order is, in every way that a channel can make it so. */
type Sizes = {
  readonly lines: number;
  readonly skus: number;
  readonly idBytes: number;
  readonly skuBytes: number;
  readonly titleBytes: number;
  readonly quantity: number;
  /** Units of each sku in each of the warehouses. */
  readonly has: readonly number[];
  readonly split: "never" | "by_line" | "by_quantity";
  readonly backorder: "whole_order" | "partial";
  readonly parcels: "channel" | "own";
};

const sizes: fc.Arbitrary<Sizes> = fc.record({
  lines: fc.oneof(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 60, max: 260 }), fc.constantFrom(300, 600)),
  skus: fc.constantFrom(1, 20, 85, 86, 200, 600),
  idBytes: fc.constantFrom(10, 60, 200),
  skuBytes: fc.constantFrom(10, 60, 200),
  titleBytes: fc.constantFrom(20, 300, 2_000),
  quantity: fc.constantFrom(1, 3),
  has: fc.array(fc.constantFrom(0, 1, 2, 3_000), { minLength: 1, maxLength: 3 }),
  split: fc.constantFrom("never", "by_line", "by_quantity"),
  backorder: fc.constantFrom("whole_order", "partial"),
  parcels: fc.constantFrom("channel", "own"),
});

/** Two bytes of three are Chinese, which is three bytes for a character. */
function text(name: string, at: number, bytes: number): string {
  return `${name}${at}-${"茶".repeat(Math.max(0, Math.floor((bytes - 8) / 3)))}`;
}

function orderOf({ lines, skus, idBytes, skuBytes, titleBytes, quantity }: Sizes, removed = 0) {
  return anIncomingOrder({
    header: aHeader(),
    lines: Array.from({ length: lines }, (_, at) =>
      aLine({
        lineId: text("l", at, idBytes),
        sku: text("s", at % skus, skuBytes),
        title: text("t", at, titleBytes),
        quantity,
        removedQuantity: removed,
        totalMinor: quantity * 10_000,
      }),
    ),
  });
}

const codes = ["AAA", "BBB", "CCC"].map(warehouseCode);
const later = (at: number) => ({ at: Date.parse(aMoment) + at, tie: "b" });

/**
 * An order comes, is routed, sent, taken back and cancelled, on a table that refuses what DynamoDB refuses: more than 100
 * writes or 4 MB together, an item above 400 KB. Whatever is refused is refused by the hub, with a reason.
 */
async function live(size: Sizes): Promise<string> {
  const warehouses = codes.slice(0, size.has.length).map((code) => ({ code }));
  const world = await makeWorld({ rules: { split: size.split, backorder: size.backorder }, warehouses });
  for (let at = 0; at < Math.min(size.skus, size.lines); at += 1) {
    for (const [index, { code }] of warehouses.entries()) {
      if ((size.has[index] ?? 0) > 0) await world.count(text("s", at, size.skuBytes), code, size.has[index] ?? 0);
    }
  }
  const orderId = await world.apply(orderOf(size));
  await world.settle();
  const fate = (): string => {
    const [order] = world.orders();
    if (order === undefined) return "refused";
    return order.holds.length > 0 ? `held: ${order.holds.map(({ reason }) => reason).join()}` : order.status;
  };
  const first = fate();
  expect(brokenNow(world)).toEqual([]);
  if (first === "refused" || first.startsWith("held")) return first;

  const readMerchant = async () => aMerchant();
  const deps = { table: world.bare, readMerchant, now: world.now, pause: async () => undefined };
  const changeOrder = makeChangeOrder(deps);
  const warehouse = world.orders()[0]?.allocations[0]?.warehouse;
  if (size.parcels === "own" && warehouse !== undefined) {
    const parcel = { warehouse, carrier: { code: "SF", name: "SF" }, trackingNo: "SF1", lines: null, shippedBy: "mei" };
    const request = { ...parcel, merchantId: aMerchantId, orderId, key: "p1", shippedAt: null };
    const shipped = await makeShipOrder(changeOrder)(request);
    expect(shipped.ok || ["too_large", "not_allocated"].includes(shipped.error.kind), JSON.stringify(shipped)).toBe(
      true,
    );
    await world.settle();
    if (shipped.ok) {
      const { shipmentId } = shipped.value;
      const back = { merchantId: aMerchantId, orderId, shipmentId, reason: "x".repeat(200) };
      const taken = await makeUnshipOrder(changeOrder)(back);
      expect(taken.ok || taken.error.kind === "too_large", JSON.stringify(taken)).toBe(true);
    }
  } else if (size.parcels === "channel") {
    const lines = orderOf(size).lines?.map(({ lineId, quantity }) => ({ lineId, quantity })) ?? [];
    for (const [at, state] of (["success", "cancelled"] as const).entries()) {
      const parcel = { fulfilmentId: "f1", at: aMoment, state, carrier: "SF", trackingNo: "SF1", lines };
      await world.apply({ channelOrderId: "1001", clock: later(1 + at), fulfilments: [parcel] });
      if (at === 0) await world.settle();
    }
  }
  await world.settle();
  expect(brokenNow(world)).toEqual([]);
  // Everything at once: each line is written anew, all goods go back, the order ends.
  await world.apply({ ...orderOf(size, size.quantity), clock: later(9), status: aStatus({ cancelledAt: aMoment }) });
  await world.settle();
  expect(await brokenAtRest(world)).toEqual([]);
  return `${first}, then ${fate()}`;
}

/** Once too much for the order's own item, though its lines were few. */
const longTitles: Sizes = {
  ...{ lines: 136, skus: 86, idBytes: 200, skuBytes: 200, titleBytes: 2_000, quantity: 1, has: [3_000, 1, 0] },
  ...{ split: "never", backorder: "whole_order", parcels: "channel" },
};

describe("an order of any size", () => {
  it("is stored and moved within the table's limits, or refused or held with a reason", async () => {
    const fates = new Map<string, number>();
    await fc.assert(
      fc.asyncProperty(sizes, async (size) => {
        const fate = await live(size);
        fates.set(fate, (fates.get(fate) ?? 0) + 1);
      }),
      { numRuns: Number(process.env["ORDERHUB_SIZE_RUNS"] ?? 20), examples: [[longTitles]] },
    );
    expect(fates.size).toBeGreaterThan(1);
  }, 300_000);

  const large: Sizes = {
    ...{ lines: 2_500, skus: 2_500, idBytes: 14, skuBytes: 20, titleBytes: 60, quantity: 1, has: [3_000] },
    ...{ split: "by_quantity", backorder: "partial", parcels: "channel" },
  };
  it.each<[string, Partial<Sizes>, string]>([
    ["of 2,500 skus", {}, "allocated, then cancelled"],
    [
      "of 1,000 skus, each from three warehouses",
      { lines: 1_000, skus: 1_000, quantity: 3, has: [1, 1, 1] },
      "allocated, then cancelled",
    ],
    [
      "of 900 lines with names of 200 bytes",
      { lines: 900, skus: 900, idBytes: 200, skuBytes: 200 },
      "held: too_many_lines",
    ],
    ["of 2,500 lines with titles of 2 KB", { titleBytes: 2_000 }, "refused"],
    ["of 85 skus on 2,500 lines", { skus: 85 }, "allocated, then cancelled"],
  ])(
    "%s",
    async (_, over, expected) => {
      const fate = await live({ ...large, ...over });
      expect(fate).toBe(expected);
    },
    300_000,
  );
});
