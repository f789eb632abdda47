import { makeProveStock } from "../../../shared/inventory/proof/prove-stock.ts";
import { readStock } from "../../../shared/inventory/stock-store.ts";
import { readWaiting } from "../../../shared/inventory/waiting-store.ts";
import { type OrderId, sku } from "../../../shared/kernel/ids.ts";
import { readHeldUnits } from "../../../shared/orders/held-units.ts";
import { makeRouteBatch } from "../../../shared/routing/route-batch.ts";
import { makeRouteOrder } from "../../../shared/routing/route-order.ts";
import { makeRouteOrders } from "../../../shared/routing/route-orders.ts";
import { makeCachedSettings } from "../../../shared/routing/settings-store.ts";
import type { Attributes } from "../../../shared/table/engine/attribute.ts";
import { orderKey } from "../../../shared/table/keys.ts";
import { makeMemoryTable } from "../../../shared/table/table.memory.ts";
import { interleaved, seeded } from "../../property/seeded.ts";
import { aMerchantId, aMoment } from "../../support/builders.ts";
import { openShop, placeOrder } from "./shop.ts";

export type Race = { readonly buyers: number; readonly stock: number };

/** What went wrong, in sentences; none in a true race. */
export type RaceResult = { readonly sold: number; readonly waiting: number; readonly broken: readonly string[] };

const article = sku("LAST");
const tableName = "hub";

/** The shop with every order placed and none routed; races of all seeds start from it. */
export type Start = {
  readonly items: readonly Attributes[];
  readonly orderIds: readonly OrderId[];
  readonly stock: number;
  readonly moment: number;
};

export async function makeStart({ buyers, stock }: Race): Promise<Start> {
  const table = makeMemoryTable();
  let moment = Date.parse(aMoment);
  const tick = (): string => new Date(++moment).toISOString();
  await openShop(table, article, stock, tick());
  const orderIds: OrderId[] = [];
  for (let no = 0; no < buyers; no += 1) orderIds.push(await placeOrder(table, article, no, tick()));
  const { rows } = table.engine.table(tableName);
  const items = rows.scanOrder().flatMap((partition) => rows.get(partition).map(({ attributes }) => attributes));
  return { items, orderIds, stock, moment };
}

/**
 * Everybody buys at once: eight workers with batches of any size up to 40, interleaved at every call by the seed, with
 * conflicts in between. Then the proof of stock is asked, and each order as it is stored.
 */
export async function runRace({ items, orderIds, stock, moment: startsAt }: Start, seed: number): Promise<RaceResult> {
  const random = seeded(seed);
  const bare = makeMemoryTable({ tableName });
  bare.engine.load(tableName, items, []);
  let moment = startsAt;
  const now = (): Date => {
    moment += 1;
    return new Date(moment);
  };
  const buyers = orderIds.length;
  const due: OrderId[] = [...orderIds];

  const pause = async (): Promise<void> => undefined;
  const table = interleaved(bare, random, 0.05);
  const deps = { table, readSettings: makeCachedSettings(table, now), now, pause };
  const routeBatch = makeRouteBatch({
    routeOrders: makeRouteOrders({ ...deps, turn: pause }),
    routeOrder: makeRouteOrder(deps),
    guard: (run) => run(),
    onGroupFault: (fault) => {
      throw fault;
    },
  });
  const work = async (): Promise<void> => {
    while (due.length > 0) {
      const ids = due.splice(0, 1 + Math.floor(random() * 40));
      const records = ids.map((orderId) => ({ messageId: orderId, input: { merchantId: aMerchantId, orderId } }));
      const outcomes = await routeBatch(records, () => true);
      due.push(...ids.filter((id) => !["done", "skipped"].includes(outcomes.get(id)?.kind ?? "")));
    }
  };
  while (due.length > 0) await Promise.all(Array.from({ length: 8 }, work));

  const orders = await bare.getMany(orderIds.map((orderId) => orderKey(aMerchantId, orderId)));
  const sold = orders.filter(({ status }) => status === "allocated").length;
  const waiting = orders.filter(({ status, backorder }) => status === "backordered" && isOne(backorder)).length;
  const broken: string[] = [];
  if (sold !== Math.min(buyers, stock)) broken.push(`${sold} of ${stock} sold`);
  if (sold + waiting !== buyers) broken.push(`${buyers - sold - waiting} orders neither sold nor waiting`);
  let queued = 0;
  for (let after: string | null | undefined; after !== null; ) {
    const page = await readWaiting(bare, { merchantId: aMerchantId, sku: article, after: after ?? null }, 1000);
    queued += page.waiting.length;
    after = page.next;
  }
  if (queued !== waiting) broken.push(`${queued} of ${waiting} stand in the queue`);
  const [left] = await readStock(bare, aMerchantId, article);
  if (left?.allocated !== sold || left.available !== stock - sold) broken.push(`stock says ${left?.allocated}`);
  const readHeld = (merchant: typeof aMerchantId, ids: readonly OrderId[]) => readHeldUnits(bare, merchant, ids);
  const proof = await makeProveStock({ table: bare, readHeld, now })(aMerchantId);
  if (proof.drifts + proof.pending > 0) broken.push(`the proof found ${proof.drifts} drifts`);
  return { sold, waiting, broken };
}

function isOne(list: unknown): boolean {
  return Array.isArray(list) && list.length === 1;
}
