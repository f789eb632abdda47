import type { GoodsFacts, ReadGoodsFacts } from "../inventory/products/goods-facts.ts";
import { type ConnectionId, type MerchantId, sku } from "../kernel/ids.ts";
import type { RuleSet } from "../rules/rule-set.ts";
import type { IncomingOrder } from "./facts.ts";
import type { Order } from "./order.ts";

/** What the merchant's own records say of an order's buyer and goods, by sku, as it was when its rules were asked last. */
export type MasterFacts = {
  readonly customerTags?: readonly string[];
  readonly goods?: Readonly<Record<string, GoodsFacts>>;
};

export type MasterReaders = {
  readonly readBuyerTags?: (
    merchant: MerchantId,
    order: { readonly connectionId: ConnectionId; readonly channel: string; readonly buyerRef: string | null },
  ) => Promise<readonly string[]>;
  readonly readGoods?: ReadGoodsFacts;
};

const ofBuyer = /\bcustomerTags\b/;
const ofGoods = /\b(weightGrams|volumeCm3|hazards?)\b/;
/** Rules that weigh what carriers charge: for weights that the shop does not tell, and for sizes. */
const weighing: ReadonlySet<string> = new Set(["carrier", "choose_carrier", "compare_by"]);

/**
 * Reads what the rules in force ask for and nothing else: an order of a merchant whose rules ask for none of it costs no more.
 * It is kept with the order, so that routing asks the same rules without reading it again.
 */
export async function readMaster(
  { readBuyerTags, readGoods }: MasterReaders,
  rules: RuleSet | null,
  request: { readonly merchantId: MerchantId; readonly connectionId: ConnectionId; readonly channel: string },
  { current, incoming }: { readonly current: Order | null; readonly incoming: IncomingOrder },
): Promise<MasterFacts> {
  const isWeighing =
    rules?.rules.some(({ actions, isOff }) => !isOff && actions.some((each) => weighing.has(each.do))) === true;
  const asks = (field: RegExp): boolean => rules?.rules.some(({ when, isOff }) => !isOff && field.test(when)) === true;
  const lines = incoming.lines ?? current?.lines?.facts ?? [];
  const skus = [...new Set(lines.map((line) => sku(line.sku)))].filter((article) => article !== "");
  const buyerRef = (incoming.header ?? current?.header?.facts)?.buyerRef ?? null;
  const tags = readBuyerTags !== undefined && asks(ofBuyer);
  const goods = readGoods !== undefined && skus.length > 0 && (isWeighing || asks(ofGoods));
  return {
    ...(tags ? { customerTags: await readBuyerTags(request.merchantId, { ...request, buyerRef }) } : {}),
    ...(goods ? { goods: await readGoods(request.merchantId, skus) } : {}),
  };
}

/** Without empty parts, so that an order of which nothing is known says nothing of it. */
export function withMaster(order: Order, master: MasterFacts | undefined): Order {
  if (master === undefined) return order;
  const { master: _, ...rest } = order;
  const { customerTags = [], goods = {} } = master;
  const known: MasterFacts = {
    ...(customerTags.length === 0 ? {} : { customerTags }),
    ...(Object.keys(goods).length === 0 ? {} : { goods }),
  };
  return Object.keys(known).length === 0 ? rest : { ...rest, master: known };
}
