import fc from "fast-check";
import { expect, it } from "vitest";
import { fromDocumentItem } from "../../shared/inventory/documents/document-store.ts";
import { makeStockDocuments, type StockDocuments } from "../../shared/inventory/documents/stock-documents.ts";
import { readEntriesAfter } from "../../shared/inventory/ledger-store.ts";
import { makeProveStock } from "../../shared/inventory/proof/prove-stock.ts";
import { sku, warehouseCode } from "../../shared/kernel/ids.ts";
import { readHeldUnits } from "../../shared/orders/held-units.ts";
import { sortKeys } from "../../shared/table/keys.ts";
import { aMerchantId } from "../support/builders.ts";
import { CrashError } from "../support/crashing.ts";
import { interleaved, mortal, seeded } from "./seeded.ts";
import { brokenAtRest } from "./stock-invariants.ts";
import { anOrderOf, makeWorld, type World } from "./warehouse-world.ts";

const codes = ["SHA", "CAN"];
const article = fc.constantFrom("TEA", "CUP");
const code = fc.constantFrom(...codes);
const quantity = fc.integer({ min: 1, max: 5 });
/** Few ids, so that calls are repeated and meet each other. */
const no = fc.nat(3);

const call = fc.oneof(
  fc.record({ kind: fc.constant("order" as const), no: fc.nat(20), sku: article, quantity }),
  fc.record({ kind: fc.constant("workbook" as const), sku: article, warehouse: code, onHand: fc.nat(9) }),
  fc.record({ kind: fc.constant("purchase" as const), no, sku: article, quantity }),
  fc.record({ kind: fc.constant("transfer" as const), no, sku: article, quantity }),
  fc.record({
    kind: fc.constant("receive" as const),
    what: fc.constantFrom("purchase" as const, "transfer" as const),
    no,
    receipt: no,
    sku: article,
    quantity,
    damaged: fc.boolean(),
  }),
  fc.record({
    kind: fc.constant("close" as const),
    what: fc.constantFrom("purchase" as const, "transfer" as const),
    no,
  }),
  fc.record({
    kind: fc.constant("adjust" as const),
    no,
    sku: article,
    how: fc.constantFrom("adjusted" as const, "damaged" as const, "held" as const),
    quantity: fc.integer({ min: -2, max: 3 }).filter((each) => each !== 0),
  }),
  fc.record({ kind: fc.constant("take" as const), no, warehouse: code }),
  fc.record({ kind: fc.constant("found" as const), no, sku: article, counted: fc.nat(9) }),
  fc.record({ kind: fc.constant("approve" as const), no }),
);
type Call = typeof call extends fc.Arbitrary<infer T> ? T : never;

async function make(world: World, documents: StockDocuments, next: Call): Promise<void> {
  const common = { merchantId: aMerchantId, by: "ann" };
  const [sha, can] = [warehouseCode("SHA"), warehouseCode("CAN")];
  switch (next.kind) {
    case "order":
      await world.apply(anOrderOf(next.no, [[next.sku, next.quantity]]));
      return;
    case "workbook":
      await world.count(next.sku, next.warehouse, next.onHand);
      return;
    case "purchase":
    case "transfer": {
      const lines = [{ sku: sku(next.sku), quantity: next.quantity }];
      const way = next.kind === "purchase" ? { from: "Tea & Co", to: sha } : { from: "SHA", to: can };
      await documents.announce({
        ...common,
        ...way,
        kind: next.kind,
        documentId: `d${next.no}`,
        expectedAt: null,
        lines,
      });
      return;
    }
    case "receive": {
      const damaged = next.damaged ? 1 : 0;
      const lines = [{ sku: sku(next.sku), quantity: next.quantity, damaged }];
      const name = { ...common, kind: next.what, documentId: `d${next.no}` };
      await documents.receive(name, { receiptId: `r${next.receipt}`, lines });
      return;
    }
    case "close":
      await documents.close({ ...common, kind: next.what, documentId: `d${next.no}` });
      return;
    case "adjust": {
      const lines = [{ sku: sku(next.sku), warehouse: sha, kind: next.how, quantity: next.quantity }];
      await documents.adjust({ ...common, documentId: `d${next.no}`, reason: "because", lines });
      return;
    }
    case "take": {
      const skus = [sku("TEA"), sku("CUP")];
      await documents.startTake({
        ...common,
        documentId: `d${next.no}`,
        warehouse: warehouseCode(next.warehouse),
        skus,
      });
      return;
    }
    case "found": {
      const lines = [{ sku: sku(next.sku), counted: next.counted }];
      await documents.count({ ...common, documentId: `d${next.no}` }, { lines, at: null, by: "bob" });
      return;
    }
    case "approve":
      await documents.approve({ ...common, documentId: `d${next.no}` });
  }
}

/** What the documents say that came must be what the ledger booked for them: once, however often it was sent. */
async function bookedWrongly(world: World): Promise<string[]> {
  const entries = (await Promise.all(world.stocks().map((stock) => readEntriesAfter(world.bare, stock, 0)))).flat();
  const booked = (kind: string, cause: string): number =>
    entries.filter((each) => each.kind === kind && each.cause === cause).reduce((sum, each) => sum + each.quantity, 0);
  const documents = [...world.items.values()].filter(({ sk }) => sk === sortKeys.stockDocument).map(fromDocumentItem);
  return documents.flatMap((document) => {
    const { documentId } = document;
    if (document.kind !== "purchase" && document.kind !== "transfer") return [];
    const said = document.lines.reduce((sum, line) => sum + line.received, 0);
    const came = booked(document.kind === "purchase" ? "received" : "transferred_in", documentId);
    return said === came ? [] : [`${document.kind} ${documentId}: ${said} said, ${came} booked`];
  });
}

it("keeps numbers and ledger true through documents, orders and counts, repeated, at once and killed", async () => {
  const waves = fc.array(fc.array(call, { minLength: 1, maxLength: 8 }), { minLength: 1, maxLength: 10 });
  await fc.assert(
    fc.asyncProperty(waves, fc.nat(), async (history, seed) => {
      const random = seeded(seed);
      const world = await makeWorld({ warehouses: codes.map((each) => ({ code: warehouseCode(each) })) });
      const wild = mortal(interleaved(world.bare, random, 0.1), random, 0.03);
      const documents = makeStockDocuments({ table: wild, now: world.now, pause: async () => undefined });
      for (const wave of history) {
        const made = await Promise.allSettled(wave.map((each) => make(world, documents, each)));
        for (const fate of made) {
          if (fate.status === "rejected" && !(fate.reason instanceof CrashError)) throw fate.reason;
        }
        await world.settle();
      }
      expect(await brokenAtRest(world)).toEqual([]);
      expect(await bookedWrongly(world)).toEqual([]);
      const prove = makeProveStock({
        table: world.bare,
        readHeld: (merchant, orderIds) => readHeldUnits(world.bare, merchant, orderIds),
        now: world.now,
      });
      expect(await prove(aMerchantId)).toMatchObject({ drifts: 0, pending: 0 });
    }),
    { numRuns: 80 },
  );
}, 60_000);
