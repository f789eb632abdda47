import { importKinds } from "../../../shared/imports/import-kind.ts";
import type { ImportTask } from "../../../shared/imports/import-task.ts";
import { exampleRows } from "../../../shared/imports/templates/example-rows.ts";
import { compareText } from "../../../shared/kernel/compare-text.ts";
import { matchOpenSettlements } from "../../../shared/reconciliation/match-open-settlements.ts";
import { runMatchTask } from "../../../shared/reconciliation/run-match-task.ts";
import { settlementIdOf } from "../../../shared/reconciliation/settlement-store.ts";
import { toWarehouseItem } from "../../../shared/routing/settings-store.ts";
import { toMerchantItem } from "../../../shared/settings/merchant-settings.ts";
import { fromAttributes } from "../../../shared/table/attribute-value.ts";
import type { Item } from "../../../shared/table/port.ts";
import { makeMemoryTable } from "../../../shared/table/table.memory.ts";
import { aMerchant, aMerchantId } from "../../support/builders.ts";
import { makeImporter } from "../../support/importer.ts";
import { memoryObjects, memoryQueue } from "../../support/memory-ports.ts";
import { twoMerchants } from "../../support/merchants.ts";
import { aSettledWorld, importSettlement, sellOrder, settledMerchant } from "../../support/settled-world.ts";
import { csv } from "../../support/wrong-rows.ts";
import type { Wrap } from "../simulation/worker.ts";
import type { Scene, Story } from "./every-call.ts";

const now = (): Date => new Date("2026-11-22T06:00:00.000Z");
const merchant = aMerchant({ locale: "en" });

type Uploaded = { readonly kind: string; readonly body: string };

/** One file from its upload to its receipt. Its tasks stay in the queue until they are done, and are handed out again. */
function importOf({ kind, body }: Uploaded) {
  return async (): Promise<Scene> => {
    const table = makeMemoryTable({ now: () => now().getTime() });
    await table.put(toMerchantItem(merchant));
    for (const warehouse of twoMerchants().merchants[0]?.warehouses ?? [])
      await table.put(toWarehouseItem(aMerchantId, warehouse));
    const [files, backorders] = [memoryObjects(), memoryQueue()];
    const key = `demo/${kind}/all.csv`;
    await files.put(key, body, { contentType: "text/csv" });
    const stored = await files.get(key);
    const etag = stored?.etag ?? "";
    const open: ImportTask[] = [];
    const upload = { key, version: etag, etag, bytes: stored?.body.length ?? 0, at: now().toISOString() };
    return {
      act: async (wrap: Wrap) => {
        const ports = { table: wrap(table), files: wrap(files), backorders: wrap(backorders) };
        const importer = makeImporter({ ...ports, now, merchant }, open);
        await (open.length === 0 ? importer.run(upload) : importer.goOn());
      },
      kept: () => ({
        items: itemsOf(table),
        objects: [...files.objects]
          .map(([name, { body: bytes }]) => `${name} ${Buffer.from(bytes).toString("base64")}`)
          .sort(),
        woken: [...new Set(backorders.sent.map(({ body: message }) => message))].sort(),
      }),
    };
  };
}

function itemsOf(table: ReturnType<typeof makeMemoryTable>): readonly Item[] {
  const { items } = table.engine.scan({ table: "hub" });
  return items.map(fromAttributes).toSorted((a, b) => compareText(`${a.pk}\n${a.sk}`, `${b.pk}\n${b.sk}`));
}

/** More rows than one chunk takes, nearly all of them wrong: the chunks are worked on side by side, and few calls are for rows. */
const ROWS_OF_CHUNKS = 900;
const counts = [
  "sku,warehouse,on_hand",
  ...Array.from({ length: ROWS_OF_CHUNKS }, (_, at) => `A-${at},SHA,${at % 300 === 0 ? at : "many"}`),
];

const amazonHeadings = [
  "settlement-id\tsettlement-start-date\tsettlement-end-date\ttotal-amount\tcurrency\ttransaction-type\torder-id",
  "amount-type\tamount-description\tamount\tposted-date",
].join("\t");
/** One settlement over several chunks, with the line that has its currency at the end. */
const amazonSettlement = [
  amazonHeadings,
  ...Array.from({ length: ROWS_OF_CHUNKS / 2 }, (_, at) => {
    const amount = at % 225 === 0 ? "10.00" : "much";
    return `S1\t\t\t\t\tOrder\t302-${at}\tItemFees\tCommission\t${amount}\t2026-11-15`;
  }),
  "S1\t2026-11-10\t2026-11-20\t20.00\tEUR\t\t\t\t\t\t",
];

const SHOP = "my-shop";
const settlement = [
  "settlement,posted,type,amount,currency,order no,fee,transaction id,shop",
  `P1,2026-11-01,sale,200.00,CNY,7,,t1,${SHOP}`,
  `P1,2026-11-20,fee,-10.00,CNY,7,commission,t2,${SHOP}`,
  `P1,2026-11-20,sale,1.00,CNY,8,,t3,${SHOP}`,
].join("\n");
const asked = "2026-11-25T18:20:00.000Z";

/** A settlement that was explained before its order was known is matched again, alone or with all of the night. */
function matchOf(which: "one" | "all") {
  return async (): Promise<Scene> => {
    const world = await aSettledWorld([SHOP, "shopify"]);
    await importSettlement(world, settlement);
    await sellOrder(world, SHOP, "shopify", "7", "2026-10-30");
    const call = { merchantId: aMerchantId, books: settledMerchant, now: asked, hasTime: () => true };
    return {
      act: async (wrap: Wrap) => {
        const table = wrap(world.table);
        const task = { kind: "match-settlements", merchantId: aMerchantId, by: "mei", asked } as const;
        if (which === "all") await matchOpenSettlements(table, { ...call, asked });
        else await runMatchTask(table, { ...task, settlement: settlementIdOf(SHOP, "P1") }, call);
      },
      kept: () => itemsOf(world.table).map(withoutCounts),
    };
  };
}

/** How many lines the last run looked at, and how many of them it changed, is told of that run. */
function withoutCounts({ matched, ...item }: Item): unknown {
  return matched === undefined ? item : { ...item, matched: { ...(matched as object), looked: 0, changed: 0 } };
}

export const importStories: readonly Story[] = [
  ...importKinds.map((kind): Story => {
    const body = csv(exampleRows[kind]);
    return { name: `a file of ${kind} is imported`, functions: ["run-import"], prepare: importOf({ kind, body }) };
  }),
  {
    name: "a file is imported in chunks",
    functions: ["run-import"],
    prepare: importOf({ kind: "stock", body: counts.join("\n") }),
  },
  {
    name: "a settlement is imported in chunks",
    functions: ["run-import"],
    prepare: importOf({ kind: "settlements", body: amazonSettlement.join("\n") }),
  },
  { name: "a settlement is matched again", functions: ["seal-day"], prepare: matchOf("one") },
  { name: "all open settlements are matched again", functions: ["seal-day"], prepare: matchOf("all") },
];
