import { saveRate } from "../../../shared/fx/rate-store.ts";
import { makeDigestStock } from "../../../shared/inventory/digest/digest-stock.ts";
import { setOnHand } from "../../../shared/inventory/set-on-hand.ts";
import { stockChangeOf } from "../../../shared/inventory/stock-change.ts";
import { warehouseCode } from "../../../shared/kernel/ids.ts";
import { makeChangeOrder } from "../../../shared/orders/change-order.ts";
import { makeLoadGiveUp } from "../../../shared/orders/load-give-up.ts";
import { makeRerouteOrder } from "../../../shared/orders/reroute-order.ts";
import { mainReports } from "../../../shared/reports/all-reports.ts";
import { askForDays } from "../../../shared/reports/backfill.ts";
import { saveCustomReport } from "../../../shared/reports/custom/custom-store.ts";
import { makeSealDay } from "../../../shared/reports/seal-day.ts";
import { makeSplitOrder } from "../../../shared/routing/by-hand/split-order.ts";
import { makeRerouteClosed } from "../../../shared/routing/reroute-closed.ts";
import { type RerouteMessage, rerouteMessage } from "../../../shared/routing/reroute-message.ts";
import { makeRouteOrder } from "../../../shared/routing/route-order.ts";
import { makeCachedSettings, toWarehouseItem } from "../../../shared/routing/settings-store.ts";
import { makeSweepWaiting } from "../../../shared/routing/sweep-waiting.ts";
import { toMerchantItem } from "../../../shared/settings/merchant-settings.ts";
import { aMerchant, aMerchantId } from "../../support/builders.ts";
import type { Wrap } from "../simulation/worker.ts";
import { type BenchHub, isStockRecord, orderOf, said, sha, tea, theOrder } from "./bench-hub.ts";
import type { Story } from "./every-call.ts";
import { mustBeDone, received, routed, type Setup, story, waiting } from "./hub-story.ts";

const can = warehouseCode("CAN");
const pause = async (): Promise<void> => undefined;
const always = (): boolean => true;

/** A second warehouse, with enough of everything. */
const withCanton: Setup = async (hub) => {
  await routed(hub);
  await openWarehouse(hub, can, true);
  const counted = { merchantId: aMerchantId, sku: tea, warehouse: can, onHand: 8, lowStockThreshold: 1 };
  await setOnHand(hub.table, { ...counted, countKey: "canton" }, hub.now().toISOString());
};
const withShanghaiClosed: Setup = async (hub) => {
  await withCanton(hub);
  await openWarehouse(hub, sha, false);
};

function openWarehouse({ table }: BenchHub, code: typeof sha, isActive: boolean): Promise<unknown> {
  const place = {
    country: "CN",
    region: "31",
    regionName: "上海市",
    serves: [],
    isActive,
    priority: code === sha ? 1 : 2,
  };
  return table.put(toWarehouseItem(aMerchantId, { code, name: code, ...place }));
}

/** The order stands where it stood, and knows who asked; how often the write was tried does not count. */
function deskOf(hub: BenchHub, wrap: Wrap) {
  const table = wrap(hub.table);
  const { now } = hub;
  const readSettings = makeCachedSettings(table, now);
  const readMerchant = hub.functions(wrap).readMerchant;
  return {
    table,
    readSettings,
    rerouteOrder: makeRerouteOrder(makeChangeOrder({ table, readMerchant, now, pause })),
    splitOrder: makeSplitOrder({ table, readSettings, now, pause }),
    routeOrder: makeRouteOrder({ table, readSettings, now, pause }),
    giveUpOrder: makeLoadGiveUp({ table, readMerchant, now, pause }),
  };
}

async function rerouteClosed(hub: BenchHub, wrap: Wrap, message: RerouteMessage): Promise<void> {
  const desk = deskOf(hub, wrap);
  const work = makeRerouteClosed({ ...desk, reroutes: wrap(hub.queues.backorders) });
  const outcome = await work(rerouteMessage.parse(JSON.parse(JSON.stringify(message))), always);
  mustBeDone(new Map([["m", outcome]]));
}

const fromShanghai = { merchantId: aMerchantId, warehouse: sha } as const;

async function sweep(hub: BenchHub, wrap: Wrap): Promise<void> {
  const { table, readSettings, routeOrder, giveUpOrder } = deskOf(hub, wrap);
  const backorders = wrap(hub.queues.backorders);
  await makeSweepWaiting({ table, readSettings, routeOrder, giveUpOrder, now: hub.now, backorders })(
    { merchantId: aMerchantId, after: null },
    always,
  );
}

const sold: Setup = async (hub) => {
  await hub.count(9);
  await hub.apply(said("d1", orderOf("1001", 2)), "m1");
  await hub.route(hub.steady, "1001");
  await openDollars(hub);
  hub.clock.ms = Date.parse("2026-11-21T16:15:00.000Z");
  await hub.steady.closeDay(aMerchantId);
};

/** The merchant's books are kept in another currency than its orders. */
function openDollars({ table }: BenchHub): Promise<unknown> {
  return table.put(toMerchantItem(aMerchant({ closedThrough: "2026-11-20", currency: "USD" })));
}

/** Beside the hub's reports the day has one of the merchant's own. */
const withOwnReport: Setup = async (hub) => {
  await sold(hub);
  const merchant = aMerchant({ closedThrough: "2026-11-20" });
  const counted = { source: "lines", dimensions: ["sku"], measures: ["units", "net"], filters: [] } as const;
  const own = { id: "by-sku", title: "By sku", ...counted, periods: ["day"], formats: ["csv", "parquet"] } as const;
  const saved = await saveCustomReport(hub.table, merchant, own, { at: hub.now().toISOString(), by: "mei" });
  if (!saved.ok) throw new Error(`not saved: ${saved.error.kind}`);
};

/** The first `count` of the hub's reports, and the merchant's own. */
async function seal(hub: BenchHub, wrap: Wrap, stamps: boolean, count = 1): Promise<void> {
  const functions = hub.functions(wrap);
  const merchant = await functions.readMerchant(aMerchantId);
  if (merchant === null) throw new Error("there is no merchant");
  const sealDay = makeSealDay({
    table: functions.table,
    exports: wrap(hub.ports.exports),
    now: hub.now,
    reports: mainReports.slice(0, count),
  });
  await sealDay(merchant, "2026-11-21", { stamps });
}

const rate = { from: "CNY", to: "USD", day: "2026-11-21", rate: "0.14", source: "bank" };

/** Queue tasks beside the usual ones, and what people ask for that is more than one write. */
export const taskStories: readonly Story[] = [
  story("all that waits is looked at", ["retry-backorders"], waiting, (_, hub, wrap) => sweep(hub, wrap)),
  story(
    "what has waited too long is given up",
    ["retry-backorders"],
    async (hub) => {
      await hub.table.put(toMerchantItem(aMerchant({ closedThrough: "2026-11-20", cancelBackordersAfterDays: 1 })));
      await hub.count(1);
      await hub.apply(said("d1", orderOf("1001", 2)), "m1");
      await hub.route(hub.steady, "1001");
      hub.clock.ms += 3 * 86_400_000;
    },
    (_, hub, wrap) => sweep(hub, wrap),
  ),
  story("a closed warehouse's orders are looked for", ["reroute-orders"], withShanghaiClosed, (_, hub, wrap) =>
    rerouteClosed(hub, wrap, { kind: "sweep", ...fromShanghai, after: null }),
  ),
  story("an order of a closed warehouse is planned anew", ["reroute-orders"], withShanghaiClosed, (_, hub, wrap) =>
    rerouteClosed(hub, wrap, { kind: "order", ...fromShanghai, orderId: theOrder }),
  ),
  story("an order is planned anew by hand", ["plan-anew"], withCanton, async (_, hub, wrap) => {
    const wish = { reason: "by_hand", note: null, exclude: [sha], onlyFrom: null, key: "once", by: "mei" } as const;
    const answer = await deskOf(hub, wrap).rerouteOrder({ merchantId: aMerchantId, orderId: theOrder, ...wish });
    if (!answer.ok) throw new Error(`not planned anew: ${answer.error.kind}`);
  }),
  story("an order is split by hand", ["plan-anew"], withCanton, async (_, hub, wrap) => {
    const desk = deskOf(hub, wrap);
    const places = [sha, can].map((warehouse) => ({ lineId: "l1", warehouse, quantity: 1 }));
    const wish = { places, note: "fragile", by: "mei" };
    const answer = await desk.splitOrder({ merchantId: aMerchantId, orderId: theOrder, ...wish });
    if (!answer.ok) throw new Error(`not split: ${answer.error.kind}`);
  }),
  story(
    "people are told in the morning what is low",
    ["digest-stock"],
    async (hub) => {
      await received(hub);
      await hub.count(1);
      const changes = hub.records
        .filter(isStockRecord)
        .flatMap((each) => stockChangeOf(each.sequenceNumber, each.old, each.new) ?? []);
      await hub.steady.watchStock(changes);
    },
    async ({ readMerchant }, hub, wrap) => {
      const merchant = await readMerchant(aMerchantId);
      if (merchant === null) throw new Error("there is no merchant");
      const files = wrap(hub.ports.exports);
      const told = await makeDigestStock({ table: wrap(hub.table), files, now: hub.now })(merchant);
      if (told === null) throw new Error("nothing is low");
    },
  ),
  story("a day is sealed while a rate is missing", ["seal-day"], sold, (_, hub, wrap) => seal(hub, wrap, false)),
  story("a day is sealed with a report of the merchant's own", ["seal-day"], withOwnReport, async (_, hub, wrap) => {
    await seal(hub, wrap, false, 2);
    const own = `demo/custom-by-sku/date=2026-11-21/latest.json`;
    if ((await hub.ports.exports.get(own)) === null) throw new Error("the own report is not there");
  }),
  story(
    "a sealed day is converted once there is a rate",
    ["seal-day"],
    async (hub) => {
      await sold(hub);
      await seal(hub, (port) => port, false);
      await saveRate(hub.table, aMerchantId, rate, { at: hub.now().toISOString(), by: "mei" });
    },
    (_, hub, wrap) => seal(hub, wrap, true),
  ),
  story("days of a span are asked for", ["manage-reports"], sold, async (_, hub, wrap) => {
    const ports = { table: wrap(hub.table), seals: wrap(hub.queues.sealing) };
    const asked = await askForDays(ports, aMerchantId, { from: "2026-11-19", to: "2026-11-21" }, { stamps: true });
    if (!asked.ok) throw new Error(`not asked for: ${asked.error.kind}`);
  }),
];
