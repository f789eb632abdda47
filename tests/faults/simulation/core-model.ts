import { unpackOutbox } from "../../../events/outbox-form.ts";
import type { Channel } from "../../../shared/channels/channel.ts";
import { makeApplyDelivery } from "../../../shared/intake/apply-delivery.ts";
import type { QueuedDelivery } from "../../../shared/intake/queued-delivery.ts";
import { toStockItem } from "../../../shared/inventory/stock-store.ts";
import { type OrderId, orderIdOf, sku, warehouseCode } from "../../../shared/kernel/ids.ts";
import { ok } from "../../../shared/kernel/result.ts";
import { makeUpsertOrder } from "../../../shared/orders/upsert-order.ts";
import { sortKeys } from "../../../shared/table/keys.ts";
import type { Item, Table } from "../../../shared/table/port.ts";
import { aConnectionId, aDelivery, aMerchant, aMerchantId, aMoment } from "../../support/builders.ts";
import { allocateFrom } from "./allocate.ts";
import { brokenAtRest } from "./core-at-rest.ts";
import { type CoreInput, coreInputs, coreSkus } from "./core-inputs.ts";
import { type HistoryName, randomOf } from "./options.ts";
import { type ItemChange, makePlainTable } from "./plain-table.ts";
import { makeQueue } from "./queue.ts";
import type { HistoryResult } from "./result.ts";
import { makeStateWatch } from "./state-watch.ts";
import { makeWorld } from "./world.ts";

const place = warehouseCode("SHA");
export const coreOrderId: OrderId = orderIdOf(aConnectionId, "1001");
const body = new Uint8Array();
const noPulls = { send: async (): Promise<void> => undefined };
const pause = async (): Promise<void> => undefined;
const open = aMerchant();
const closed = aMerchant({ closedThrough: "2026-11-21" });
const deliveries = new Map<number, QueuedDelivery>();
const counted = new Map<string, Item>();

function deliveryOf(no: number): QueuedDelivery {
  const known = deliveries.get(no) ?? aDelivery({ dedupeKey: `d${no}`, channel: "core", topic: String(no), body });
  deliveries.set(no, known);
  return known;
}

export type CoreOptions = {
  readonly isTraced?: boolean;
  /** Another face of the table, to be compared with the plain one. */
  readonly makeTable?: (onCommit: (changes: readonly ItemChange[]) => void) => Table;
};

const mostSteps = 3_000;

/**
 * One order of two articles in one warehouse: deliveries are applied, goods are promised, shipped and given back, by the
 * hub's own deciding and writing code over a table of plain objects. Routing is its simplest form, so that a million of
 * such histories take minutes.
 */
export async function runCore(name: HistoryName, options: CoreOptions = {}): Promise<HistoryResult> {
  const world = makeWorld(name, options.isTraced ?? false);
  const { inputs, onHand } = coreInputs(randomOf(name, "inputs"));
  const watch = makeStateWatch(world.breaks);
  let sendToRouting = (): void => undefined;
  const makeTable = options.makeTable ?? makePlainTable;
  const table = makeTable((changes) => {
    watch.see(changes);
    for (const { key, after } of changes) if (key.sk === sortKeys.order && asksForRouting(after)) sendToRouting();
  });
  for (const [at, count] of onHand.entries()) await table.put(stockOf(coreSkus[at] ?? "", count));

  const said = new Map<number, CoreInput & { readonly kind: "message" }>();
  for (const input of inputs) if (input.kind === "message") said.set(input.no, input);
  const sent = new Set<number>();
  let merchant = open;
  const channel = {
    normalise: ({ topic }: { readonly topic: string }) => {
      const message = said.get(Number(topic));
      if (message === undefined) throw new Error(`nothing was said under ${topic}`);
      return ok({ kind: "order" as const, order: message.order });
    },
  } as unknown as Channel;

  const intake = makeQueue<number>(world, {
    name: "intake",
    visibilityMs: 180_000,
    mostAttempts: 5,
    batch: 1,
    work: ([message], done) => {
      if (message === undefined) return;
      const run = async (wrap: <P extends object>(port: P) => P, clock: () => Date): Promise<void> => {
        const own = wrap(table);
        const upsertOrder = makeUpsertOrder({ table: own, readMerchant: async () => merchant, now: clock, pause });
        const apply = makeApplyDelivery({
          table: own,
          upsertOrder,
          pulls: noPulls,
          findChannel: async () => channel,
          now: clock,
        });
        const source = { rawKey: "raw", rawLine: 0, messageId: message.id, attempt: message.attempt };
        const fate = await apply(deliveryOf(message.body), source);
        if (fate.kind !== "contended") done(message);
      };
      world.work(`apply ${message.body} (${message.id})`, run, () => undefined);
    },
  });

  const routing = makeQueue<null>(world, {
    name: "route",
    visibilityMs: 180_000,
    mostAttempts: 5,
    batch: 1,
    work: ([message], done) => {
      if (message === undefined) return;
      const run = async (wrap: <P extends object>(port: P) => P, clock: () => Date): Promise<void> => {
        if (await allocateFrom(wrap(table), coreOrderId, place, clock)) done(message);
      };
      world.work(`allocate (${message.id})`, run, () => undefined);
    },
  });
  sendToRouting = () => routing.send(null);

  const waiting = inputs.filter((_, at) => !name.without.includes(at));
  world.add({
    isWork: false,
    readyAt: () => (waiting.length === 0 ? null : world.now()),
    start() {
      const [input] = waiting.splice(world.random.below(waiting.length), 1);
      if (input === undefined) return;
      world.note(() => `outside: ${input.kind} ${"no" in input ? input.no : ""}`);
      if (input.kind === "close day") merchant = closed;
      else if (said.has(input.no)) {
        sent.add(input.no);
        intake.send(input.no);
      }
    },
  });

  let isAtRest = await world.run(mostSteps);
  world.isCalm = true;
  intake.redrive();
  routing.redrive();
  isAtRest = (await world.run(mostSteps)) && isAtRest;
  if (!isAtRest)
    world.breaks("L1", `the queues hold ${intake.size()} + ${routing.size()} after ${2 * mostSteps} steps`);
  if (intake.dead.length + routing.dead.length > 0) world.breaks("I17", "something is given up though nothing fails");
  if (world.violation === null) {
    const messages = [...sent].map((no) => ({ delivery: deliveryOf(no), order: said.get(no)?.order }));
    brokenAtRest(watch, messages, world.breaks);
  }
  const { violation, trace } = world;
  return { violation, trace, inputs: inputs.length, faults: world.faults(), calls: world.calls(), items: watch.items };
}

function asksForRouting(item: { readonly [name: string]: unknown } | null): boolean {
  const outbox = (item?.["outbox"] ?? []) as Parameters<typeof unpackOutbox>[0];
  if (!outbox.some(isApproval)) return false;
  return unpackOutbox(outbox).some(isApproval);
}

function isApproval({ type }: { readonly type: string }): boolean {
  return type === "order.approved.v1";
}

/** Items are never changed, so that all histories may begin with the same. */
function stockOf(article: string, onHand: number): Item {
  const name = `${onHand} ${article}`;
  const known = counted.get(name) ?? stockItem(article, onHand);
  counted.set(name, known);
  return known;
}

function stockItem(article: string, onHand: number): Item {
  const zero = { damaged: 0, onHold: 0, safetyStock: 0, lowStockThreshold: null, incoming: 0, version: 1 };
  const stock = { merchantId: aMerchantId, sku: sku(article), warehouse: place, changedAt: aMoment, ...zero };
  return {
    ...toStockItem({ ...stock, onHand, allocated: 0, available: onHand }),
    moved: [["counted", onHand, "start"]],
  };
}
