import { type ChannelName, channelNames } from "../../../shared/channels/registry.ts";
import { readSample } from "../../../shared/channels/sample.ts";
import { parseJson } from "../../../shared/kernel/lossless-json.ts";
import { makeAmazonSimulator } from "./amazon.ts";
import { makeBigcommerceSimulator } from "./bigcommerce.ts";
import { makeDouyinSimulator } from "./douyin.ts";
import { makeEbaySimulator } from "./ebay.ts";
import { makeJdSimulator } from "./jd.ts";
import { makeLazadaSimulator } from "./lazada.ts";
import { makeMagentoSimulator } from "./magento.ts";
import { makePinduoduoSimulator } from "./pinduoduo.ts";
import type { Foreign } from "./rest-desk.ts";
import { makeShopeeSimulator } from "./shopee.ts";
import { makeShopifySimulator } from "./shopify.ts";
import { chineseText } from "./signed-form.ts";
import type { Simulator } from "./simulator.ts";
import { makeSquareSimulator } from "./square.ts";
import { makeTaobaoSimulator } from "./taobao.ts";
import { makeTikTokShopSimulator } from "./tiktokshop.ts";
import { makeWeChatSimulator } from "./wechat.ts";
import { makeWoocommerceSimulator } from "./woocommerce.ts";

/** Every channel with an API: its simulator, and how orders of many numbers and times are made of its samples. */
export type ChannelShop = {
  readonly make: (settings: { readonly now: () => Date }) => Simulator;
  /** Samples of one whole order, early to late; nothing in them was given back, so that any of them may be the last. */
  readonly life: readonly [string, ...string[]];
  /** The part of a sample that has the id and the times. */
  readonly part: (sample: Foreign) => Foreign;
  readonly fields: { readonly id: string; readonly created: string; readonly changed: string };
  /** The id of an order by its place; where it is long it replaces the sample's own wherever that stands. */
  readonly idOf: (place: number) => string | number;
  readonly time: (ms: number) => string | number;
  /** Other ids of a sample that no two orders share. */
  readonly ids?: (sample: Foreign) => readonly string[];
  /** The sample as the simulator takes it. */
  readonly toPut?: (sample: Foreign) => unknown;
};

export type ApiChannel = Exclude<ChannelName, "generic">;

const seconds = (ms: number): number => Math.floor(ms / 1000);
const iso = (ms: number): string => new Date(ms).toISOString();
const plain = (divider: string) => (ms: number) => iso(ms).slice(0, 19).replace("T", divider);
const padded = (place: number, length: number): string => String(place).padStart(length, "0");
const bigId =
  (first: bigint) =>
  (place: number): string =>
    String(first + BigInt(place));

export const shops: Readonly<Record<ApiChannel, ChannelShop>> = {
  amazon: {
    make: makeAmazonSimulator,
    life: ["order-pending", "order-unshipped", "order-partly-shipped", "order-shipped"],
    part: ({ order }) => order,
    fields: { id: "orderId", created: "createdTime", changed: "lastUpdatedTime" },
    idOf: (place) => `114-0000000-${padded(place, 7)}`,
    time: iso,
  },
  bigcommerce: {
    make: makeBigcommerceSimulator,
    life: ["order-awaiting-payment", "order-awaiting-fulfillment", "order-partially-shipped"],
    part: ({ order }) => order,
    fields: { id: "id", created: "date_created", changed: "date_modified" },
    idOf: (place) => 7_000 - place,
    time: (ms) => new Date(ms).toUTCString().replace("GMT", "+0000"),
  },
  douyin: {
    make: makeDouyinSimulator,
    life: ["order-unpaid", "order-risk-control", "order-paid", "order-partly-shipped", "order-shipped"],
    part: ({ detail }) => detail.data.shop_order_detail,
    fields: { id: "order_id", created: "create_time", changed: "update_time" },
    idOf: bigId(6941230000000700000n),
    time: seconds,
  },
  ebay: {
    make: makeEbaySimulator,
    life: ["order-pending-usd", "order-paid-usd", "order-partly-shipped-usd", "order-shipped-usd"],
    part: ({ order }) => order,
    fields: { id: "orderId", created: "creationDate", changed: "lastModifiedDate" },
    idOf: (place) => `14-20000-${padded(place, 5)}`,
    time: iso,
  },
  jd: {
    make: makeJdSimulator,
    life: ["order-paid", "order-locked", "order-unlocked", "order-shipped", "order-finished"],
    part: (answer) => answer.jingdong_pop_order_enGet_responce.orderDetailInfo.orderInfo,
    fields: { id: "orderId", created: "orderStartTime", changed: "modified" },
    idOf: bigId(274900700000n),
    time: chineseText,
  },
  lazada: {
    make: makeLazadaSimulator,
    life: ["order-unpaid-sgd", "order-pending-sgd", "order-partly-shipped-sgd", "order-shipped-sgd"],
    part: ({ order }) => order.data,
    fields: { id: "order_id", created: "created_at", changed: "updated_at" },
    idOf: (place) => 84_000_000_000_000 + place,
    time: (ms) => `${chineseText(ms)} +0800`,
  },
  magento: {
    make: makeMagentoSimulator,
    life: ["order-created-cny", "order-paid-cny", "order-on-hold"],
    part: ({ order }) => order,
    fields: { id: "entity_id", created: "created_at", changed: "updated_at" },
    idOf: (place) => 7_000 - place,
    time: plain(" "),
    toPut: (event) => ({ order: (event.data ?? event.event.data).value }),
  },
  pinduoduo: {
    make: makePinduoduoSimulator,
    life: ["order-forming", "order-paid", "order-risk-control", "order-released", "order-shipped", "order-received"],
    part: (answer) => answer.order_info_get_response.order_info,
    fields: { id: "order_sn", created: "created_time", changed: "updated_at" },
    idOf: (place) => `261120-3011223344${padded(place, 5)}`,
    time: chineseText,
  },
  shopee: {
    make: makeShopeeSimulator,
    life: ["order-unpaid-vnd", "order-ready-to-ship-vnd", "order-partly-shipped-vnd", "order-shipped-vnd"],
    part: ({ response }) => response.order_list[0],
    fields: { id: "order_sn", created: "create_time", changed: "update_time" },
    idOf: (place) => `261220KQ7M${padded(place, 4)}`,
    time: seconds,
  },
  shopify: {
    make: makeShopifySimulator,
    life: ["order-updated-usd", "order-partially-fulfilled"],
    part: (order) => order,
    fields: { id: "id", created: "created_at", changed: "updated_at" },
    idOf: bigId(9120000000000700000n),
    time: iso,
  },
  square: {
    make: makeSquareSimulator,
    life: ["order-open", "order-authorized", "order-paid", "order-shipped"],
    part: ({ order }) => order.order,
    fields: { id: "id", created: "created_at", changed: "updated_at" },
    idOf: (place) => `CAISEDEMO${padded(place, 16)}XY`,
    time: iso,
    ids: ({ payments = [] }) => payments.map(({ payment }: Foreign) => payment.id),
  },
  taobao: {
    make: makeTaobaoSimulator,
    life: ["trade-unpaid", "trade-paid", "trade-partly-shipped", "trade-shipped"],
    part: ({ fullinfo }) => fullinfo.trade_fullinfo_get_response.trade,
    fields: { id: "tid", created: "created", changed: "modified" },
    idOf: bigId(3180045566778700000n),
    time: chineseText,
  },
  tiktokshop: {
    make: makeTikTokShopSimulator,
    life: ["order-unpaid", "order-paid", "order-label-made", "order-partly-shipped", "order-shipped"],
    part: ({ order }) => order,
    fields: { id: "id", created: "create_time", changed: "update_time" },
    idOf: bigId(577100000000700000n),
    time: seconds,
    toPut: ({ order, ...rest }) => ({ ...rest, order: order.data.orders[0] }),
  },
  wechat: {
    make: makeWeChatSimulator,
    life: ["order-unpaid", "order-paid"],
    part: ({ answer }) => answer.order,
    fields: { id: "order_id", created: "create_time", changed: "update_time" },
    idOf: bigId(3705115058471700000n),
    time: seconds,
  },
  woocommerce: {
    make: makeWoocommerceSimulator,
    life: ["order-created-cny", "order-paid-cny", "order-cancelled"],
    part: (order) => order,
    fields: { id: "id", created: "date_created_gmt", changed: "date_modified_gmt" },
    idOf: (place) => 7_000 - place,
    time: plain("T"),
  },
};

export const apiChannels: readonly ApiChannel[] = channelNames.filter((name) => name !== "generic");

export type MadeOrder = { readonly id: string; readonly order: unknown };

/** A sample of the channel as the order at this place, placed and changed at these times (epoch milliseconds). */
export function orderAt(
  channel: ApiChannel,
  sample: string,
  at: { readonly place: number; readonly createdMs: number; readonly changedMs: number },
): MadeOrder {
  const { part, fields, idOf, time, ids, toPut = (told) => told } = shops[channel];
  const taken = toPut(read(channel, sample)) as Foreign;
  const own = String(part(taken)[fields.id] ?? "");
  const id = idOf(at.place);
  let text = JSON.stringify(taken);
  if (typeof id === "string") text = text.replaceAll(own, id);
  for (const each of ids?.(taken) ?? []) text = text.replaceAll(each, `${each}-${at.place}`);
  const order = JSON.parse(text);
  Object.assign(part(order), {
    [fields.id]: id,
    [fields.created]: time(at.createdMs),
    [fields.changed]: time(at.changedMs),
  });
  return { id: String(id), order };
}

function read(channel: ApiChannel, sample: string): Foreign {
  const json = parseJson(readSample(channel, sample));
  if (!json.ok) throw new Error(`${channel}/${sample}: ${json.error.detail}`);
  return structuredClone(json.value);
}
