import type { OutboxEvent } from "../../../events/outbox-form.ts";
import { unitsIn } from "../../../shared/inventory/lots/lot.ts";
import { fromBookItem } from "../../../shared/inventory/lots/lot-store.ts";
import { deliveryIdOf, type MerchantId } from "../../../shared/kernel/ids.ts";
import type { StoredObject } from "../../../shared/platform/ports.ts";
import { openNewestFacts } from "../../../shared/reports/facts/sealed-facts.ts";
import { readSeals } from "../../../shared/reports/seal-store.ts";
import { deliveryKey, sortKeys } from "../../../shared/table/keys.ts";
import type { Table } from "../../../shared/table/port.ts";
import { brokenAtRest as brokenStockAtRest } from "../../property/stock-invariants.ts";
import type { World as Warehouses } from "../../property/warehouse-world.ts";
import { aConnectionId, aDelivery, aMerchantId } from "../../support/builders.ts";
import { brokenAtRest } from "./core-at-rest.ts";
import type { HubWork } from "./hub-work.ts";
import type { StateWatch } from "./state-watch.ts";
import { type Webhook, type WholeInput, warehouses } from "./whole-inputs.ts";
import type { World } from "./world.ts";

export type WholeAtRest = {
  readonly world: World;
  readonly watch: StateWatch;
  readonly table: Table;
  /** Every event that was ever written into an outbox, and what the bus was given. */
  readonly written: ReadonlyMap<string, OutboxEvent>;
  readonly published: readonly OutboxEvent[];
  readonly work: HubWork;
  readonly sent: readonly WholeInput[];
  readonly exports: ReadonlyMap<string, StoredObject>;
  readonly isSealed: boolean;
};

/** What must hold of the whole hub once nothing fails any more and all work is done. */
export async function brokenWhole(all: WholeAtRest): Promise<void> {
  const { world, watch, table, work, sent, published } = all;
  const webhooks = sent.filter((input): input is Webhook => input.kind === "webhook");
  for (const reader of work.streams) if (reader.left() > 0) world.breaks("L1", `${reader.left()} records are not read`);
  checkDeadLetters(all, webhooks);
  checkDeliveries(all, webhooks);
  checkEvents(all);
  for (const { channelOrderId, shipmentId } of work.promises.shipped) {
    const order = [...watch.orders.values()].find((each) => each.channelOrderId === channelOrderId);
    if (order?.fulfilments[shipmentId] === undefined)
      world.breaks("I15", `parcel ${shipmentId} of order ${channelOrderId} was answered for and is not there`);
  }

  const honest = new Map(
    webhooks.flatMap(({ id, said, isForged }) => (isForged || !("order" in said) ? [] : [[id, said]])),
  );
  const told = [...honest].map(([id, { order }]) => ({ delivery: deliveryOf(id), order }));
  brokenAtRest(watch, told, world.breaks);

  const hub = {
    bare: table,
    oversold: [],
    warehouses: warehouses.map((code) => ({ code, isActive: true })),
    orders: () => [...watch.orders.values()],
    stocks: () => [...watch.stocks.values()],
    waiting: () => [...watch.items.values()].filter(({ sk }) => sk.startsWith(sortKeys.waiting)),
    events: published,
    apart: () => [],
  } as unknown as Warehouses;
  for (const says of await brokenStockAtRest(hub)) world.breaks(invariantOf(says), says);
  checkLots(watch, world.breaks);
  if (all.isSealed) await checkReports(all);
}

/** Lots add up to what is on hand, whoever moved it and whether or not lots were named. */
function checkLots({ items, stocks }: WholeAtRest["watch"], breaks: WholeAtRest["world"]["breaks"]): void {
  const books = [...items.values()].filter(({ sk }) => sk.startsWith(sortKeys.lots)).map(fromBookItem);
  for (const stock of stocks.values()) {
    const place = `${stock.sku}@${stock.warehouse}`;
    const book = books.find(({ sku, warehouse }) => `${sku}@${warehouse}` === place);
    if (stock.hasLots === true && book === undefined) breaks("I3", `${place}: its lots are gone`);
    if (book !== undefined && unitsIn(book) !== stock.onHand)
      breaks("I3", `${place}: the lots have ${unitsIn(book)} units of ${stock.onHand}`);
  }
}

function invariantOf(sentence: string): string {
  if (sentence.includes("alert")) return "I20";
  return /ledger|at version/.test(sentence) ? "I3" : "I5";
}

/** Given up is only what cannot be read. */
function checkDeadLetters({ world, work }: WholeAtRest, webhooks: readonly Webhook[]): void {
  const poison = webhooks.filter(({ id, said }) => "bug" in said && work.acknowledged.has(id)).length;
  for (const { name, dead } of work.queues) {
    if (name !== "intake" && dead.length > 0) world.breaks("I17", `${name} gave up ${dead.length} messages`);
    if (name === "intake" && poison === 0 && dead.length > 0)
      world.breaks("I17", `intake gave up ${dead.length} messages that can be read`);
    if (name === "intake" && poison > 0 && dead.length === 0)
      world.breaks("I15", "a message that cannot be read is neither applied nor given up");
  }
}

/** What was acknowledged has a fate, and what was not signed left no trace. */
function checkDeliveries({ world, watch, work }: WholeAtRest, webhooks: readonly Webhook[]): void {
  for (const { id, said, isForged } of webhooks) {
    const { pk, sk } = deliveryKey(aMerchantId, deliveryOf(id).deliveryId);
    const record = watch.items.get(`${pk} ${sk}`);
    if (isForged && (record !== undefined || work.acknowledged.has(id)))
      world.breaks("I23", "a forged webhook was taken");
    if (isForged) continue;
    if (!work.acknowledged.has(id)) world.breaks("L1", `webhook ${id} was never acknowledged`);
    if ("bug" in said) continue;
    if (record === undefined) world.breaks("I15", `webhook ${id} was acknowledged and has no fate`);
    if ("problem" in said && record?.["outcome"] !== "parked") world.breaks("I15", `webhook ${id} is not parked`);
    if ("order" in said && ["parked", "failed"].includes(String(record?.["outcome"])))
      world.breaks("I18", `webhook ${id} is ${record?.["outcome"]}`);
  }
}

/** Each event written with a change is published, and none that was not written. */
function checkEvents({ world, written, published }: WholeAtRest): void {
  const heard = new Set(published.map(({ id }) => id));
  for (const [id, { type, subject }] of written)
    if (!heard.has(id)) world.breaks("I19", `${type} of ${subject} was not told`);
  for (const { id, type } of published) if (!written.has(id)) world.breaks("I19", `${type} was told and not written`);
}

/** Over all sealed files each booked amount stands once, and together they are what the orders are worth. */
async function checkReports({ world, watch, table, exports }: WholeAtRest): Promise<void> {
  const seals = (await readSeals(table, aMerchantId as MerchantId)).filter(({ report }) => report === "facts");
  const files = {
    get: async (key: string) => exports.get(key) ?? null,
    put: () => Promise.reject(new Error("read only")),
  };
  const days = new Map<string, string>();
  let sum = 0;
  for (const day of new Set(seals.filter(({ state }) => state === "sealed").map((seal) => seal.day))) {
    const sealed = await openNewestFacts(files, aMerchantId, day);
    if (sealed === null) {
      world.breaks("I21", `the sealed day ${day} has no facts`);
      continue;
    }
    for await (const entries of sealed.read("entries")) {
      for (const { id, totalMinor } of entries) {
        const other = days.get(id);
        if (other !== undefined) world.breaks("I21", `${id} stands in ${other} and in ${day}`);
        days.set(id, day);
        sum += totalMinor;
      }
    }
  }
  const facts = [...watch.items.values()].filter(({ sk }) => sk.startsWith(sortKeys.fact));
  const booked = [...watch.orders.values()].reduce((total, order) => total + (order.booking?.totalMinor ?? 0), 0);
  const worth = facts.reduce((total, fact) => total + Number(fact["amountMinor"]), booked);
  if (sum !== worth) world.breaks("I21", `the sealed files add up to ${sum}, the books to ${worth}`);
}

function deliveryOf(id: string): ReturnType<typeof aDelivery> {
  return aDelivery({ deliveryId: deliveryIdOf(aMerchantId, aConnectionId, id), topic: id });
}
