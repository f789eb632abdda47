import { describe, expect, it } from "vitest";
import { channels } from "../../shared/channels/all-channels.ts";
import { findChannelApi } from "../../shared/channels/api-registry.ts";
import { pulledTopic } from "../../shared/channels/channel.ts";
import type { ChannelName } from "../../shared/channels/registry.ts";
import { readSample } from "../../shared/channels/sample.ts";
import { setOnHand } from "../../shared/inventory/set-on-hand.ts";
import { readStocks } from "../../shared/inventory/stock-store.ts";
import { stockMoveWrites } from "../../shared/inventory/stock-writes.ts";
import { sku, warehouseCode } from "../../shared/kernel/ids.ts";
import { parseJson } from "../../shared/kernel/lossless-json.ts";
import { makeChangeOrder } from "../../shared/orders/change-order.ts";
import { makeNoteParcelTold } from "../../shared/orders/note-parcel-told.ts";
import { lineQuantities } from "../../shared/orders/open-quantities.ts";
import type { Order } from "../../shared/orders/order.ts";
import { orderWrites, readOrder } from "../../shared/orders/order-store.ts";
import { makeShipOrder } from "../../shared/orders/ship-order.ts";
import { makeUpsertOrder } from "../../shared/orders/upsert-order.ts";
import { toConnectionItem } from "../../shared/settings/connection.ts";
import { readMerchantSettings, toMerchantItem } from "../../shared/settings/merchant-settings.ts";
import { makeMemoryTable } from "../../shared/table/table.memory.ts";
import { noPublishing, toWriteBackItem } from "../../shared/writeback/settings.ts";
import { makeTellShipment } from "../../shared/writeback/tell-shipment.ts";
import { aConnectionId, aMerchant, aMerchantId } from "../support/builders.ts";
import { memoryQueue } from "../support/memory-ports.ts";
import { makeAmazonSimulator } from "../support/simulators/amazon.ts";
import { makeBigcommerceSimulator } from "../support/simulators/bigcommerce.ts";
import { makeDouyinSimulator } from "../support/simulators/douyin.ts";
import { makeEbaySimulator } from "../support/simulators/ebay.ts";
import { makeJdSimulator } from "../support/simulators/jd.ts";
import { makeLazadaSimulator } from "../support/simulators/lazada.ts";
import { makeMagentoSimulator } from "../support/simulators/magento.ts";
import { makePinduoduoSimulator } from "../support/simulators/pinduoduo.ts";
import type { Foreign } from "../support/simulators/rest-desk.ts";
import { makeShopeeSimulator } from "../support/simulators/shopee.ts";
import { makeShopifySimulator } from "../support/simulators/shopify.ts";
import { type Misbehaviour, misbehaving, type Simulator } from "../support/simulators/simulator.ts";
import { makeSquareSimulator } from "../support/simulators/square.ts";
import { makeTaobaoSimulator } from "../support/simulators/taobao.ts";
import { makeTikTokShopSimulator } from "../support/simulators/tiktokshop.ts";
import { makeWeChatSimulator } from "../support/simulators/wechat.ts";
import { makeWoocommerceSimulator } from "../support/simulators/woocommerce.ts";
import { shopApi } from "../support/telling-hub.ts";

type Case = {
  readonly channel: ChannelName;
  readonly sample: string;
  readonly make: (settings: { readonly now: () => Date }) => Simulator;
  readonly id: (sample: Foreign) => unknown;
  readonly toPut?: (sample: Foreign) => unknown;
  /** What it says to the second parcel: most take it. One that takes an order as a whole knows it already, or refuses it. */
  readonly second?: "already" | "refused";
};

const cases: readonly Case[] = [
  { channel: "shopify", sample: "order-updated-usd", make: makeShopifySimulator, id: (order) => order.id },
  { channel: "woocommerce", sample: "order-paid-usd", make: makeWoocommerceSimulator, id: (order) => order.id },
  {
    channel: "bigcommerce",
    sample: "order-awaiting-fulfillment",
    make: makeBigcommerceSimulator,
    id: (sample) => sample.order.id,
  },
  { channel: "amazon", sample: "order-unshipped", make: makeAmazonSimulator, id: (sample) => sample.order.orderId },
  { channel: "ebay", sample: "order-paid-usd", make: makeEbaySimulator, id: (sample) => sample.order.orderId },
  {
    channel: "lazada",
    sample: "order-pending-sgd",
    make: makeLazadaSimulator,
    id: (sample) => sample.order.data.order_id,
  },
  {
    channel: "shopee",
    sample: "order-ready-to-ship-vnd",
    second: "already",
    make: makeShopeeSimulator,
    id: (sample) => sample.response.order_list[0].order_sn,
    toPut: (sample) => {
      sample.response.order_list[0].shipping_carrier = "Seller's own courier";
      return sample;
    },
  },
  {
    channel: "tiktokshop",
    sample: "order-released",
    make: makeTikTokShopSimulator,
    id: (sample) => sample.order.data.orders[0].id,
    toPut: ({ order, ...rest }) => ({ ...rest, order: order.data.orders[0] }),
  },
  {
    channel: "douyin",
    sample: "order-paid",
    make: makeDouyinSimulator,
    id: (sample) => sample.detail.data.shop_order_detail.order_id,
  },
  {
    channel: "jd",
    sample: "order-paid",
    make: makeJdSimulator,
    id: (sample) => sample.jingdong_pop_order_enGet_responce.orderDetailInfo.orderInfo.orderId,
    second: "refused",
  },
  {
    channel: "pinduoduo",
    sample: "order-paid",
    make: makePinduoduoSimulator,
    id: (sample) => sample.order_info_get_response.order_info.order_sn,
    second: "refused",
  },
  {
    channel: "magento",
    sample: "order-paid-cny",
    make: makeMagentoSimulator,
    id: (sample) => sample.data.value.entity_id,
    toPut: (event) => ({ order: event.data.value }),
  },
  { channel: "square", sample: "order-paid", make: makeSquareSimulator, id: (sample) => sample.order.order.id },
  {
    channel: "taobao",
    sample: "trade-paid",
    make: makeTaobaoSimulator,
    id: (sample) => sample.fullinfo.trade_fullinfo_get_response.trade.tid,
  },
  { channel: "wechat", sample: "order-paid", make: makeWeChatSimulator, id: (sample) => sample.answer.order.order_id },
];

const sha = warehouseCode("SHA");

describe.each(cases)("a parcel of ours that $channel tells back", (one) => {
  it("is one parcel, whatever the channel makes of it", async () => {
    const shop = await world(one);
    const total = units(await shop.read());
    expect(total).toBeGreaterThan(0);

    const parcels: string[] = [];
    for (const [index, lines] of inTwo(await shop.read()).entries()) {
      const shipped = await shop.ship(lines, `SF100200300${index}`);
      expect(shipped, JSON.stringify(shipped)).toMatchObject({ ok: true });
      if (!shipped.ok) return;
      parcels.push(shipped.value.shipmentId);
      await shop.tell(shipped.value.shipmentId);
      const left = await shop.left();
      await shop.pull();
      await shop.pull();
      expect(await shop.left(), `after parcel ${index + 1}`).toBe(left);
    }

    const order = await shop.read();
    expect(order.status).toMatch(/^(shipped|completed)$/);
    expect(await shop.left()).toBe(total);
    expect(order.allocations).toEqual([]);
    const told = parcels.map((id) => order.fulfilments[id]?.facts.hub?.told?.state);
    expect(told).toEqual(["done", one.second ?? "done"].slice(0, parcels.length));
  });

  it.each([1, 2, 3, 4, 5, 6])("is told once, however often the answers are lost (%i)", async (seed) => {
    const shop = await world(one, { seed, silent: 0.35, broken: 0.2, rateLimited: 0.1 });
    const open = inTwo(await shop.read()).flat();
    const lines = [...Map.groupBy(open, ({ lineId }) => lineId)].map(([lineId, parts]) => ({
      lineId,
      quantity: parts.reduce((sum, { quantity }) => sum + quantity, 0),
    }));
    const shipped = await shop.ship(lines, "SF1002003009");
    if (!shipped.ok) throw new Error(JSON.stringify(shipped.error));

    const { shipmentId } = shipped.value;
    const stateNow = async () => (await shop.read()).fulfilments[shipmentId]?.facts.hub?.told?.state;
    await shop.onABadDay(async () => {
      for (let turn = 0; turn < 60 && (await stateNow()) === undefined; turn += 1) await shop.tell(shipmentId);
    });
    await shop.pull();

    expect(["done", "already"]).toContain(await stateNow());
    expect(shop.shipments).toHaveLength(1);
    expect(JSON.stringify(shop.shipments)).toContain("SF1002003009");
    expect((await shop.read()).status).toMatch(/^(shipped|completed)$/);
  });
});

/** One piece of the first line, then all the rest. */
function inTwo(order: Order): readonly (readonly { readonly lineId: string; readonly quantity: number }[])[] {
  const [first, ...others] = lineQuantities(order)
    .filter(({ open }) => open > 0)
    .map(({ lineId, open }) => ({ lineId, quantity: open }));
  if (first === undefined) return [];
  const rest = [{ ...first, quantity: first.quantity - 1 }, ...others].filter(({ quantity }) => quantity > 0);
  return rest.length === 0 ? [[first]] : [[{ ...first, quantity: 1 }], rest];
}

function units(order: Order): number {
  return lineQuantities(order).reduce((sum, { open }) => sum + open, 0);
}

async function world(
  { channel: name, sample, make, id, toPut = (order) => order }: Case,
  plan: Misbehaviour = { seed: 1 },
) {
  let ms = Date.parse("2026-12-05T00:00:00.000Z");
  const now = (): Date => new Date(ms);
  const [channel, api] = [channels[name], await findChannelApi(name)];
  if (api === null) throw new Error(`${name} has no API`);
  const simulator = make({ now });
  const read = parseJson(readSample(name, sample));
  if (!read.ok) throw new Error(read.error.detail);
  simulator.put(toPut(structuredClone(read.value)));
  const channelOrderId = String(id(read.value));

  const table = makeMemoryTable({ now: () => ms });
  await table.put(toMerchantItem(aMerchant()));
  const connection = { connectionId: aConnectionId, channel: name, title: "", zone: "UTC", state: "active" } as const;
  await table.put(toConnectionItem(aMerchantId, connection));
  const carriers = { SF: { code: "2087", name: "SF Express" } };
  const settings = { connectionId: aConnectionId, channel: name, stock: noPublishing, carriers };
  await table.put(toWriteBackItem(aMerchantId, settings));
  const deps = {
    table,
    now,
    readMerchant: () => readMerchantSettings(table, aMerchantId),
    pause: async () => undefined,
  };
  const upsert = makeUpsertOrder(deps);
  const bad = misbehaving(simulator, plan);
  let isBad = false;
  const respond: Simulator["respond"] = (request) => (isBad ? bad : simulator).respond(request);
  const met = new Proxy(simulator, { get: (it, key) => (key === "respond" ? respond : Reflect.get(it, key)) });
  const { useApi, findApi } = shopApi(table, met, now, api);
  const shop = { merchantId: aMerchantId, connectionId: aConnectionId, channel: name };
  let orderId = "" as Order["orderId"];

  const pull = async (): Promise<void> => {
    ms += 60_000;
    const body = await useApi(
      shop,
      () => 30_000,
      (_api, call) => api.readOrder(call, channelOrderId),
    );
    if (!body.ok) throw new Error(`${name}: ${JSON.stringify(body.error)}`);
    const receivedAt = now().toISOString();
    const normalised = channel.normalise({ topic: pulledTopic, body: body.value, headers: {}, receivedAt });
    if (!normalised.ok || normalised.value.kind !== "order") throw new Error(`${name}: ${JSON.stringify(normalised)}`);
    const result = await upsert({ ...shop, incoming: normalised.value.order }, () => []);
    if (result.kind === "decided" && result.order !== null) orderId = result.order.orderId;
  };
  const readIt = async (): Promise<Order> => {
    const stored = await readOrder(table, aMerchantId, orderId);
    if (stored === null) throw new Error("the order is gone");
    return stored.order;
  };
  await pull();
  await allocateAll(table, await readIt(), now().toISOString());

  const changeOrder = makeChangeOrder(deps);
  const tell = makeTellShipment({
    table,
    useApi,
    findApi,
    findChannel: async () => channel,
    noteTold: makeNoteParcelTold(changeOrder),
    queue: memoryQueue(),
    now,
    report: () => undefined,
  });
  return {
    read: readIt,
    pull,
    ship: (lines: readonly { readonly lineId: string; readonly quantity: number }[], trackingNo: string) => {
      ms += 60_000;
      const carrier = { code: "SF", name: "SF Express" };
      const common = { merchantId: aMerchantId, orderId, key: null, warehouse: sha, carrier, shippedBy: "test" };
      return makeShipOrder(changeOrder)({ ...common, trackingNo, shippedAt: null, lines });
    },
    tell: (shipmentId: Parameters<typeof tell>[0]["shipmentId"]) => {
      ms += 600_000;
      return tell({ merchantId: aMerchantId, orderId, shipmentId, isAsked: false }, () => 30_000);
    },
    shipments: simulator.shipments,
    onABadDay: async (run: () => Promise<void>): Promise<void> => {
      isBad = true;
      await run();
      isBad = false;
      ms += 600_000;
    },
    /** Units that have left the shelf. */
    left: async () => {
      const skus = [...new Set((await readIt()).lines?.facts.map((line) => sku(line.sku)))];
      const stocks = await readStocks(
        table,
        aMerchantId,
        skus.filter((each) => each !== ""),
      );
      return stocks.reduce((sum, { onHand }) => sum + 100 - onHand, 0);
    },
  };
}

/** A hundred of everything in Shanghai, and all that the order wants promised from there. */
async function allocateAll(table: ReturnType<typeof makeMemoryTable>, order: Order, now: string): Promise<void> {
  const wanted = lineQuantities(order).filter(({ open }) => open > 0);
  for (const article of new Set(wanted.map((line) => sku(line.sku)))) {
    await setOnHand(table, { merchantId: aMerchantId, sku: article, warehouse: sha, onHand: 100, countKey: "c" }, now);
  }
  const allocations = wanted.map(({ lineId, sku: article, open }) => ({
    lineId,
    sku: article,
    warehouse: sha,
    quantity: open,
  }));
  const moves = allocations.map((each) => ({
    ...each,
    kind: "allocated" as const,
    sku: sku(each.sku),
    safetyStock: 0,
  }));
  const after = { ...order, allocations, version: order.version + 1 };
  const done = await table.transact([
    ...orderWrites(order, after, []),
    ...stockMoveWrites(aMerchantId, moves, now, order.orderId),
  ]);
  if (!done.ok) throw new Error("the order could not be allocated");
}
