import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { aConnectionId, aLine, aMerchantId, aMoment, anOrder } from "../../tests/support/builders.ts";
import { message } from "../../tests/support/messages.ts";
import { orderPk } from "../table/keys.ts";
import { queryAll } from "../table/port.ts";
import { makeMemoryTable } from "../table/table.memory.ts";
import { POSITIONS_PER_STEP } from "./allocation.ts";
import { decideUpsert } from "./decide-upsert.ts";
import type { Order } from "./order.ts";
import { toOrderItem } from "./order-codec.ts";
import { LINES_PER_ITEM, orderWrites, readOrder } from "./order-store.ts";

const clock = { at: 1_000, tie: "a" };

function withLines(count: number, over: Partial<Order> = {}): Order {
  const facts = Array.from({ length: count }, (_, at) => aLine({ lineId: `l${at}`, title: `Tea ${at}` }));
  return anOrder({ lines: { clock, facts }, ...over });
}

async function stored(table: ReturnType<typeof makeMemoryTable>, ...versions: readonly Order[]): Promise<Order | null> {
  let before: Order | null = null;
  for (const after of versions) {
    const answer = await table.transact(orderWrites(before, after, []));
    if (!answer.ok) throw new Error("not written");
    before = after;
  }
  return (await readOrder(table, aMerchantId, anOrder().orderId))?.order ?? null;
}

const context = {
  merchantId: aMerchantId,
  connectionId: aConnectionId,
  channel: "shopify",
  now: aMoment,
  books: { zone: "Asia/Shanghai", cutoffMinutes: 0, closedThrough: null },
};

describe("the order store", () => {
  it("gives back any order, and the events written with it, as they were stored", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(message, { minLength: 1, maxLength: 5 }), async (messages) => {
        const table = makeMemoryTable();
        let order: Order | null = null;
        for (const incoming of messages) {
          const upsert = decideUpsert(order, incoming, context);
          if (upsert.kind !== "stored") continue;
          await table.transact(orderWrites(order, upsert.order, upsert.events));
          order = upsert.order;
          const read = await readOrder(table, aMerchantId, order.orderId);
          expect(read).toEqual({ order, outbox: upsert.events });
        }
      }),
      { numRuns: 200 },
    );
  });

  it.each([1, LINES_PER_ITEM, LINES_PER_ITEM + 1, 1_000])(
    "gives back an order of %i lines as it was stored",
    async (count) => {
      const order = withLines(count);

      expect(await stored(makeMemoryTable(), order)).toEqual(order);
    },
  );

  it("keeps an ordinary order in one item", () => {
    expect(orderWrites(null, withLines(LINES_PER_ITEM), [])).toHaveLength(1);
  });

  it("leaves room beside 1,000 lines for 90 positions of stock, three money facts and the record of the delivery", () => {
    expect(orderWrites(null, withLines(1_000), []).length).toBeLessThanOrEqual(100 - POSITIONS_PER_STEP - 4);
  });

  it("does not write 1,000 lines again when only the payment changed", () => {
    const before = withLines(1_000);

    expect(orderWrites(before, { ...before, version: 2, status: "allocated" }, [])).toHaveLength(1);
  });

  it("leaves no line behind when an order shrinks", async () => {
    const table = makeMemoryTable();
    const [large, small] = [withLines(400), withLines(2, { version: 2 })];

    expect(await stored(table, large, small)).toEqual(small);
    expect(await queryAll(table, { pk: orderPk(aMerchantId, small.orderId) })).toHaveLength(1);
  });

  it("refuses a write that was decided on an older version", async () => {
    const table = makeMemoryTable();
    const order = anOrder();
    await table.transact(orderWrites(null, order, []));
    await table.transact(orderWrites(order, { ...order, version: 2 }, []));

    expect((await table.transact(orderWrites(order, { ...order, version: 2, status: "cancelled" }, []))).ok).toBe(
      false,
    );
    expect((await table.transact(orderWrites(null, order, []))).ok).toBe(false);
  });

  it("reads again when a write came between header and lines", async () => {
    const table = makeMemoryTable();
    const [before, after] = [withLines(200), withLines(300, { version: 2 })];
    await table.transact(orderWrites(null, before, []));
    let isFirst = true;
    const raced = {
      ...table,
      query: async (query: Parameters<typeof table.query>[0]) => {
        if (isFirst) {
          isFirst = false;
          await table.transact(orderWrites(before, after, []));
        }
        return table.query(query);
      },
    };

    expect((await readOrder(raced, aMerchantId, before.orderId))?.order).toEqual(after);
  });

  it("keeps the last fifty entries of the timeline", () => {
    const timeline = Array.from({ length: 60 }, (_, at) => ({ at: `${at}`, what: "changed" }));

    expect(toOrderItem(anOrder({ timeline }), [], null)["timeline"]).toEqual(timeline.slice(10));
  });

  it("lists an order by status and time, and by the day its sale is booked to", () => {
    const item = toOrderItem(anOrder(), [], null);

    expect(item).toMatchObject({
      listPk: expect.stringMatching(/^MER#demo#LIST#orders#approved#\d$/),
      listSk: `2026-11-21T06:31:51.000Z#${anOrder().orderId}`,
      dayPk: expect.stringMatching(/^MER#demo#DAY#2026-11-21#\d$/),
      daySk: `sale#${anOrder().orderId}`,
    });
    expect(toOrderItem(anOrder({ booking: null }), [], null)).not.toHaveProperty("dayPk");
  });
});
