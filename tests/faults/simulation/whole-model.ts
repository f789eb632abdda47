import { createHash } from "node:crypto";
import { type OutboxEvent, unpackOutbox } from "../../../events/outbox-form.ts";
import { plainTerms } from "../../../shared/inventory/products/product.ts";
import { saveProduct } from "../../../shared/inventory/products/product-store.ts";
import { setOnHand } from "../../../shared/inventory/set-on-hand.ts";
import { sku, warehouseCode } from "../../../shared/kernel/ids.ts";
import { fail } from "../../../shared/kernel/result.ts";
import type { ObjectStore, QueueSender } from "../../../shared/platform/ports.ts";
import { defaultRules } from "../../../shared/routing/rules.ts";
import { toRulesItem, toWarehouseItem } from "../../../shared/routing/settings-store.ts";
import { toMerchantItem } from "../../../shared/settings/merchant-settings.ts";
import type { Table } from "../../../shared/table/port.ts";
import { aConnectionId, aMerchant, aMerchantId, aMoment } from "../../support/builders.ts";
import { memoryObjects, memorySecrets } from "../../support/memory-ports.ts";
import { engineTable } from "./engine-table.ts";
import type { HubPorts } from "./hub.ts";
import { makeHubWork } from "./hub-work.ts";
import { type HistoryName, randomOf } from "./options.ts";
import type { HistoryResult } from "./result.ts";
import { makeStateWatch } from "./state-watch.ts";
import { brokenWhole } from "./whole-at-rest.ts";
import { type Webhook, type WholeInput, warehouses, wholeInputs } from "./whole-inputs.ts";
import { makeWorld, type World } from "./world.ts";

const mostSteps = 20_000;
const firstNight = Date.parse("2026-11-21T16:15:00.000Z");
const dayMs = 86_400_000;

/**
 * A merchant's whole hub but for the outside world's formats: door, intake, outbox, routing, stock, backorders, parcels and
 * reports, each as its handler wires it, over the engine's table with its stream, queues, a bus and buckets.
 */
export async function runWhole(
  name: HistoryName,
  options: { readonly isTraced?: boolean } = {},
): Promise<HistoryResult> {
  const world = makeWorld(name, options.isTraced ?? false);
  const { inputs, start } = wholeInputs(randomOf(name, "inputs"));
  const watch = makeStateWatch(world.breaks);
  const written = new Map<string, OutboxEvent>();
  const published: OutboxEvent[] = [];
  const readers: ((changes: Parameters<typeof watch.see>[0]) => void)[] = [];
  const lag = (): number => (world.isCalm ? 0 : world.weather.indexLagMs);
  const table = engineTable(
    (changes) => {
      watch.see(changes);
      for (const { after } of changes) for (const event of outboxOf(after)) written.set(event.id, event);
      for (const see of readers) see(changes);
    },
    { now: world.now, indexLagMs: lag },
  );
  const secret = { merchantId: aMerchantId, connectionId: aConnectionId, channel: "plain", secrets: ["right"] };
  const exports = exportsOf(world);
  const ports: HubPorts = {
    table,
    secrets: memorySecrets({ [`shops/${aConnectionId}`]: JSON.stringify(secret) }),
    raw: memoryObjects(),
    exports,
    bus: { publish: async () => [] },
    intake: noQueue,
    pulls: noQueue,
    backorders: noQueue,
    sealing: noQueue,
  };
  const work = makeHubWork(world, ports, { published, readers });
  await furnish(table, start);

  const given = inputs.filter((_, at) => !name.without.includes(at));
  const isSealed = given.some(({ kind }) => kind === "night");
  const isLate = (input: WholeInput): input is Webhook => isSealed && input.kind === "webhook" && input.isLate === true;
  const waiting: WholeInput[] = given.filter((input) => !isLate(input));
  world.add({
    isWork: false,
    readyAt: () => (waiting.length === 0 ? null : world.now()),
    start() {
      const [input] = waiting.splice(world.random.below(waiting.length), 1);
      if (input === undefined) return;
      world.note(() => `outside: ${JSON.stringify(input).slice(0, 120)}`);
      if (input.kind === "webhook") work.shop.send(input);
      else {
        if (input.kind === "night") world.leapTo(firstNight);
        work.office.send(input);
      }
    },
  });

  let isAtRest = await world.run(mostSteps);
  world.isCalm = true;
  for (const queue of work.queues) queue.redrive();
  isAtRest = (await world.run(mostSteps)) && isAtRest;
  for (const input of given.filter(isLate)) work.shop.send(input);
  isAtRest = (await world.run(mostSteps)) && isAtRest;
  // Two calm nights: the first closes what is open, the second verifies and restates what came late.
  for (const night of isSealed ? [1, 2] : []) {
    world.leapTo(firstNight + night * dayMs);
    work.office.send({ kind: "night" });
    isAtRest = (await world.run(mostSteps)) && isAtRest;
  }
  if (!isAtRest) world.breaks("L1", `the queues hold ${work.queues.map((each) => `${each.name} ${each.size()}`)}`);
  if (world.violation === null) {
    const sent = given.filter(({ kind }) => kind === "webhook");
    await brokenWhole({ world, watch, table, written, published, work, sent, exports: exports.objects, isSealed });
  }
  const { violation, trace } = world;
  return { violation, trace, inputs: inputs.length, faults: world.faults(), calls: world.calls(), items: watch.items };
}

const noQueue: QueueSender = { send: async () => undefined };

async function furnish(
  table: Table,
  start: readonly { readonly sku: string; readonly warehouse: string; readonly onHand: number }[],
): Promise<void> {
  await table.put(toMerchantItem(aMerchant({ closedThrough: "2026-11-20" })));
  await table.put(toRulesItem(aMerchantId, { ...defaultRules, split: "by_quantity", backorder: "partial" }));
  const place = { country: "CN", region: "31", regionName: "上海市", serves: [], isActive: true };
  for (const [at, code] of warehouses.entries())
    await table.put(
      toWarehouseItem(aMerchantId, { code: warehouseCode(code), name: code, ...place, priority: at + 1 }),
    );
  for (const { warehouse, onHand, ...each } of start) {
    const where = { merchantId: aMerchantId, sku: sku(each.sku), warehouse: warehouseCode(warehouse) };
    await setOnHand(table, { ...where, onHand, lowStockThreshold: 2, countKey: "start" }, aMoment);
  }
  const inLots = { merchantId: aMerchantId, sku: sku(start[0]?.sku ?? "") };
  await saveProduct(table, inLots, { ...plainTerms("in lots"), tracking: "lots" }, aMoment);
}

/** A sealed file is never written with other bytes. */
function exportsOf(world: World): ReturnType<typeof memoryObjects> {
  const objects = memoryObjects();
  const hashes = new Map<string, string>();
  const put: ObjectStore["put"] = async (key, body, options) => {
    if (options.onlyIfAbsent === true && hashes.has(key)) return fail({ kind: "exists" });
    const hash = createHash("sha256").update(body).digest("hex");
    const known = hashes.get(key);
    if (known !== undefined && known !== hash && !key.endsWith("latest.json"))
      world.breaks("I21", `${key} was written again with other bytes`);
    const written = await objects.put(key, body, options);
    if (written.ok) hashes.set(key, hash);
    return written;
  };
  return { ...objects, put };
}

export function outboxOf(item: { readonly [name: string]: unknown } | null): readonly OutboxEvent[] {
  return unpackOutbox((item?.["outbox"] ?? []) as Parameters<typeof unpackOutbox>[0]);
}
