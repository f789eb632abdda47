import type { Credentials } from "../../../shared/channels/api.ts";
import { makeBigcommerceSimulator } from "../../../tests/support/simulators/bigcommerce.ts";
import { makeDouyinSimulator } from "../../../tests/support/simulators/douyin.ts";
import { makeJdSimulator } from "../../../tests/support/simulators/jd.ts";
import { makeLazadaSimulator } from "../../../tests/support/simulators/lazada.ts";
import { makePinduoduoSimulator } from "../../../tests/support/simulators/pinduoduo.ts";
import { makeShopeeSimulator } from "../../../tests/support/simulators/shopee.ts";
import type { Simulator } from "../../../tests/support/simulators/simulator.ts";
import { makeTaobaoSimulator } from "../../../tests/support/simulators/taobao.ts";
import { makeTikTokShopSimulator } from "../../../tests/support/simulators/tiktokshop.ts";
import { makeWeChatSimulator } from "../../../tests/support/simulators/wechat.ts";
import type { Sale, SaleState, Tale } from "../sale.ts";
import { bigcommerceOrder, bigcommercePush } from "./bigcommerce-body.ts";
import { douyinOrder, douyinPush } from "./douyin-body.ts";
import { jdOrder } from "./jd-body.ts";
import { lazadaOrder, lazadaPush } from "./lazada-body.ts";
import { pinduoduoOrder } from "./pinduoduo-body.ts";
import { shopeeOrder, shopeePush } from "./shopee-body.ts";
import { taobaoOrder } from "./taobao-body.ts";
import { tiktokShopOrder, tiktokShopPush } from "./tiktokshop-body.ts";
import { wechatOrder, wechatPush } from "./wechat-body.ts";

/** A channel whose orders are asked for: how its simulator is made and told of a sale, and what it tells the hub. */
export type PulledChannel = {
  readonly simulator: (at: { readonly now: () => Date }) => Simulator;
  /** The order as the simulator keeps it. */
  readonly order: (sale: Sale, state: SaleState) => unknown;
  /** The body of the webhook that names the order; null where nothing is posted. */
  readonly push: ((sale: Sale, state: SaleState) => unknown) | null;
  /** What the webhooks are signed with, as the channel's console shows it beside the credentials. */
  readonly secretOf: (credentials: Credentials) => string;
  /** The order's id from the number of the sale. */
  readonly idOf: (number: number) => string;
  /** Tales besides "paid" that the channel can tell. */
  readonly tales: readonly Tale[];
  /** Orders of more lines do not exist there. */
  readonly mostLines?: number;
};

const usual: readonly Tale[] = ["paid_later", "never_paid", "cancelled_unpaid", "shipped", "looked_at"];
const paidOnly: readonly Tale[] = ["shipped", "looked_at"];

const digits =
  (before: string, length: number) =>
  (number: number): string =>
    `${before}${String(number).padStart(length, "0")}`;

const appSecret = ({ appKey, appSecret: secret }: Credentials): string => `app_key=${appKey};app_secret=${secret}`;
const none = (): string => "";

export const pulledChannels = {
  taobao: {
    simulator: makeTaobaoSimulator,
    order: taobaoOrder,
    push: null,
    secretOf: none,
    idOf: digits("31800455667", 8),
    tales: usual,
  },
  jd: {
    simulator: makeJdSimulator,
    order: jdOrder,
    push: null,
    secretOf: none,
    idOf: digits("2749", 8),
    tales: [...paidOnly, "cancelled_paid"],
  },
  pinduoduo: {
    simulator: makePinduoduoSimulator,
    order: pinduoduoOrder,
    push: null,
    secretOf: none,
    idOf: digits("261120-3011223344", 5),
    tales: paidOnly,
    mostLines: 1,
  },
  douyin: {
    simulator: makeDouyinSimulator,
    order: douyinOrder,
    push: douyinPush,
    secretOf: appSecret,
    idOf: digits("69412300000", 8),
    tales: usual,
  },
  wechat: {
    simulator: makeWeChatSimulator,
    order: wechatOrder,
    push: wechatPush,
    // The secure mode: what is posted is encrypted as well.
    secretOf: ({ appId }) => `token=invented-token;aes_key=${"inventedKey".repeat(4).slice(0, 43)};app_id=${appId}`,
    idOf: digits("37051150584", 8),
    tales: usual,
  },
  tiktokshop: {
    simulator: makeTikTokShopSimulator,
    order: tiktokShopOrder,
    push: tiktokShopPush,
    secretOf: appSecret,
    idOf: digits("5771000000", 8),
    tales: usual,
  },
  shopee: {
    simulator: makeShopeeSimulator,
    order: shopeeOrder,
    push: shopeePush,
    secretOf: ({ partnerKey }) => partnerKey ?? "",
    idOf: (number) => `261122K${number.toString(36).toUpperCase().padStart(7, "0")}`,
    tales: usual,
  },
  lazada: {
    simulator: makeLazadaSimulator,
    order: lazadaOrder,
    push: lazadaPush,
    secretOf: appSecret,
    idOf: digits("839200", 8),
    tales: usual,
  },
  bigcommerce: {
    simulator: makeBigcommerceSimulator,
    order: bigcommerceOrder,
    push: bigcommercePush,
    secretOf: () => "invented-client-secret",
    idOf: String,
    tales: usual,
  },
} as const satisfies Readonly<Record<string, PulledChannel>>;

export type PulledName = keyof typeof pulledChannels;

export const pulledNames: readonly PulledName[] = Object.keys(pulledChannels) as PulledName[];

/** null for a channel whose webhooks carry the whole order. */
export function pulledChannel(name: string): PulledChannel | null {
  return Object.hasOwn(pulledChannels, name) ? pulledChannels[name as PulledName] : null;
}
