import { describe, expect, it } from "vitest";
import { type MerchantId, merchantId, sku, warehouseCode } from "../../kernel/ids.ts";
import { fromAttributes } from "../../table/attribute-value.ts";
import { sortKeys, stockKey } from "../../table/keys.ts";
import type { Change, Item } from "../../table/port.ts";
import { makeMemoryTable } from "../../table/table.memory.ts";
import { readNewestEntries, writeLedger } from "../ledger-store.ts";
import { movementChanges } from "../movement.ts";
import { type StockChange, stockChangeOf } from "../stock-change.ts";
import { createdBy, readStock } from "../stock-store.ts";
import { readProofs } from "./proof-store.ts";
import { type HeldByOrders, makeProveStock } from "./prove-stock.ts";

const merchant = merchantId("tea");
const sha = warehouseCode("SHA");
const day = 86_400_000;

function shelf() {
  const streamed: StockChange[] = [];
  const items = new Map<string, Item>();
  const table = makeMemoryTable({
    onCommit: ({ records }) => {
      for (const { record } of records) {
        const [old, item] = [record.oldImage, record.newImage].map((image) => image && fromAttributes(image));
        if (item) items.set(`${item.pk} ${item.sk}`, item);
        const change = item?.sk.startsWith(sortKeys.stock) ? stockChangeOf(record.sequence, old ?? null, item) : null;
        if (change !== null) streamed.push(change);
      }
    },
  });
  let ms = Date.UTC(2026, 10, 22);
  const now = (): Date => new Date(++ms);
  const place = (no: number) => ({ merchantId: merchant, sku: sku(`S${no}`), warehouse: sha });
  const write = async (no: number, changes: readonly Change[]): Promise<void> => {
    await table.update(stockKey(merchant, place(no).sku, sha), changes);
  };
  return {
    table,
    items,
    place,
    write,
    pass: (time: number) => {
      ms += time;
    },
    receive: (no: number, quantity: number) =>
      write(
        no,
        createdBy(place(no), movementChanges([{ kind: "received", quantity, cause: "pur_1" }], now().toISOString())),
      ),
    forget: () => streamed.splice(0),
    stream: () => writeLedger(table, streamed.splice(0)),
    prove: (readHeld: (of: MerchantId) => Promise<HeldByOrders> = async () => ({ places: new Map(), orders: 0 })) =>
      makeProveStock({ table, readHeld, now })(merchant),
    onHand: async (no: number) => (await readStock(table, merchant, place(no).sku))[0]?.onHand,
  };
}

const byHand = (amount: number): readonly Change[] => [
  { kind: "add", path: "onHand", amount },
  { kind: "add", path: "available", amount },
];

describe("the proof of stock", () => {
  it("finds all of 1,000 drifts among 1,200 positions, and none other", async () => {
    const { receive, stream, write, prove, items, onHand } = shelf();
    const wrong: string[] = [];
    for (let no = 0; no < 1_200; no += 1) await receive(no, 10);
    for (let no = 0; no < 1_200; no += 1) {
      if (no % 6 === 5) continue;
      const counted: Change = { kind: "add", path: "version", amount: 1 };
      await write(no, no % 2 === 0 ? byHand(no + 1) : [...byHand(-no), counted]);
      wrong.push(`S${no}`);
    }
    await stream();
    expect(await prove()).toMatchObject({ positions: 1_200, drifts: 1_000, pending: 0 });
    const found = [...items.values()].filter(({ sk }) => sk.startsWith(sortKeys.drift)).map((item) => item["sku"]);
    expect(found.sort()).toEqual(wrong.sort());
    for (const no of [0, 1, 5, 1_198]) expect(await onHand(no)).toBe(10);
    await stream();
    expect(await prove()).toMatchObject({ drifts: 0, pending: 0 });
  });

  it("says what was wrong, and explains the correction in the ledger", async () => {
    const { receive, stream, write, prove, table, place } = shelf();
    await receive(1, 10);
    await write(1, byHand(3));
    await stream();
    const { proofId } = await prove();
    await stream();
    expect(await readProofs(table, merchant, "drift", 9)).toMatchObject([
      {
        sku: "S1",
        proofId,
        numbers: [
          { name: "onHand", expected: 10, found: 13 },
          { name: "available", expected: 10, found: 13 },
        ],
        unrecordedWrites: 0,
      },
    ]);
    expect(await readProofs(table, merchant, "proof", 9)).toMatchObject([{ proofId, drifts: 1, positions: 1 }]);
    expect(await readNewestEntries(table, place(1), 9)).toMatchObject([
      { kind: "received", quantity: 10 },
      { kind: "healed", quantity: -3, cause: proofId, after: { onHand: 10 } },
    ]);
  });

  it("waits for lines that may still come, and adds those that never will", async () => {
    const { receive, stream, forget, prove, pass, table, place, onHand } = shelf();
    await receive(1, 10);
    await stream();
    await receive(1, 5);
    forget();
    expect(await prove()).toMatchObject({ drifts: 0 });
    pass(day);
    expect(await prove()).toMatchObject({ drifts: 1 });
    expect(await onHand(1)).toBe(15);
    expect(await readNewestEntries(table, place(1), 9)).toMatchObject([
      { kind: "received", quantity: 10 },
      { kind: "unrecorded", quantity: 5, version: 2, after: { onHand: 15 } },
    ]);
    await receive(1, 1);
    await stream();
    expect(await prove()).toMatchObject({ drifts: 0 });
  });

  it("finds a drift while the newest lines are on their way, and does not find it twice", async () => {
    const { receive, stream, write, prove, onHand } = shelf();
    await receive(1, 10);
    await write(1, [...byHand(2), { kind: "add", path: "version", amount: 1 }]);
    await stream();
    await receive(1, 5);
    expect(await prove()).toMatchObject({ drifts: 1 });
    expect(await onHand(1)).toBe(15);
    await stream();
    expect(await prove()).toMatchObject({ drifts: 0 });
    expect(await onHand(1)).toBe(15);
  });

  it("makes a position for goods that orders hold and nobody has", async () => {
    const { prove, place, table } = shelf();
    const held = { sku: place(1).sku, warehouse: sha, units: 2 };
    const holds = async (): Promise<HeldByOrders> => ({ places: new Map([["S1#SHA", held]]), orders: 1 });
    expect(await prove(holds)).toMatchObject({ drifts: 1, orders: 1 });
    expect(await readStock(table, merchant, place(1).sku)).toMatchObject([{ onHand: 0, allocated: 2, available: -2 }]);
    expect(await prove(holds)).toMatchObject({ drifts: 0 });
  });

  it("leaves allocations alone about which two readings of the orders disagree", async () => {
    const { receive, stream, prove, place, onHand } = shelf();
    await receive(1, 10);
    await stream();
    let units = 1;
    const moving = async (): Promise<HeldByOrders> => {
      const held = { sku: place(1).sku, warehouse: sha, units: units++ };
      return { places: new Map([["S1#SHA", held]]), orders: 1 };
    };
    expect(await prove(moving)).toMatchObject({ drifts: 0, pending: 1 });
    expect(await onHand(1)).toBe(10);
  });
});
