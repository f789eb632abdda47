import type { EntryFact, Facts, LineFact } from "../../shared/reports/facts/fact.ts";
import type { FactSink } from "../../shared/reports/facts/fact-sink.ts";

/** What one request of the table gives the worker that cuts a day. */
const ORDERS_AT_ONCE = 100;
const SKUS = 20_000;
const POSITIONS = 10_000;

/**
 * A business day of a large merchant, the same each time: orders of one to three lines in two currencies, most of them paid and
 * sent at once, some returned; fees, the ledger of stock and what there is at the end.
 */
export async function addFactsOfDay(sink: FactSink, day: string, lines: number): Promise<void> {
  let made = 0;
  for (let at = 0; made < lines; at += 1) {
    made += addOrder(sink, day, at, Math.min(1 + (at % 3), lines - made));
    if (at % ORDERS_AT_ONCE === 0) await sink.settle();
  }
  for (let at = 0; at < POSITIONS; at += 1) addStock(sink, day, at);
  await sink.settle("all");
}

function addOrder(sink: FactSink, day: string, at: number, lineCount: number): number {
  const id = String(at).padStart(9, "0");
  const whose = {
    orderId: `ord_01k7${id}e8v2m4x9q3t5`,
    orderNo: `2891234${id}${at % 997}`,
    channel: pick(["taobao", "jd", "shopify"], at),
    shop: `shop-${at % 5}`,
    country: at % 7 === 0 ? "US" : "CN",
    region: pick(["浙江省", "上海市", "广东省", "四川省", "CA"], mixed(at)),
    tags: at % 10 === 0 ? ["vip"] : [],
    customer: `cus_${(mixed(at) % 700_001).toString(16).padStart(28, "0")}`,
    customerTags: at % 50 === 0 ? ["wholesale", "黄金会员"] : [],
  };
  const currency = at % 7 === 0 ? "USD" : "CNY";
  const headOf = (kind: string) => {
    const hour = String(at % 16).padStart(2, "0");
    const times = { day, originalDay: day, at: `${day}T${hour}:${String(at % 60).padStart(2, "0")}:00.000Z` };
    return { ...times, id: `${kind}:${whose.orderId}`, ...whose };
  };
  const money = (minor: number) => ({
    ...{ currency, rateId: currency === "CNY" ? null : "USD-CNY", itemsMinor: minor, discountMinor: -(minor % 500) },
    ...{ shippingMinor: minor % 3 === 0 ? 600 : 0, feesMinor: 0, taxMinor: Math.round(minor / 10), taxIncluded: true },
    ...{ otherMinor: 0, totalMinor: minor - (minor % 500) + (minor % 3 === 0 ? 600 : 0) },
  });
  const own = (minor: number): number => (currency === "CNY" ? minor : minor * 7);
  const sold = Array.from({ length: lineCount }, (_, line): LineFact => {
    const minor = 1_990 + (mixed(at * 4 + line) % 40_000);
    const amounts = money(minor);
    const sku = line === 1 && at % 4 === 0 ? mixed(at) % 50 : mixed(at * 4 + line) % SKUS;
    return {
      ...{ ...headOf("sale"), id: `sale:${whose.orderId}:${line + 1}`, ...amounts, entryId: `sale:${whose.orderId}` },
      ...{ reportingMinor: own(amounts.totalMinor), kind: "sale", lineId: String(line + 1), sku: `SKU-${sku}` },
      ...{ title: `夏季新款纯棉短袖T恤 "${sku % 5_000}"`, variant: "白色, XL", category: `cat-${sku % 12}` },
      ...{
        warehouse: pick(["SHA", "CAN", "CTU"], at),
        quantity: 1 + (at % 2),
        unitPriceMinor: minor,
        unitCostMinor: 900,
      },
    };
  });
  addEntry(sink, sold, { kind: "sale", payment: at % 12 === 0 ? "pending" : "paid", reason: "" });
  const totalMinor = sold.reduce((sum, line) => sum + line.totalMinor, 0);
  const converted = { currency, rateId: null, reportingMinor: own(totalMinor) };
  if (at % 12 !== 0)
    sink.add("payments", { ...headOf("payment"), ...converted, method: "alipay", amountMinor: totalMinor });
  if (at % 30 === 1) addReturn(sink, sold);
  if (at % 2 === 0) {
    const amountMinor = -Math.round(totalMinor / 50);
    const fee = { sku: "", feeKind: "commission", settlementId: "stl_2026-11", note: "", amountMinor };
    sink.add("fees", { ...headOf("fee"), ...converted, ...fee, reportingMinor: own(amountMinor) });
  }
  if (at % 5 !== 0) addParcel(sink, sold, headOf("shipment"));
  for (const { sku, warehouse, category, quantity } of sold) {
    const change = { sku, warehouse, category, kind: "shipped", quantity, onHandChange: -quantity, onHandAfter: 100 };
    sink.add("movements", { ...headOf(`movement:${sku}`), ...change, cause: whose.orderId });
  }
  return lineCount;
}

function addEntry(
  sink: FactSink,
  lines: readonly LineFact[],
  how: Pick<EntryFact, "kind" | "payment" | "reason">,
): void {
  const [first] = lines;
  if (first === undefined) throw new Error("an entry has lines");
  const sum = (name: "itemsMinor" | "discountMinor" | "shippingMinor" | "taxMinor" | "totalMinor"): number =>
    lines.reduce((so, line) => so + line[name], 0);
  const amounts = {
    ...{ itemsMinor: sum("itemsMinor"), discountMinor: sum("discountMinor"), shippingMinor: sum("shippingMinor") },
    ...{ taxMinor: sum("taxMinor"), totalMinor: sum("totalMinor") },
  };
  const reportingMinor = lines.reduce((so, line) => so + (line.reportingMinor ?? 0), 0);
  sink.add("entries", { ...first, ...amounts, reportingMinor, id: first.entryId, lineCount: lines.length, ...how });
  for (const line of lines) sink.add("lines", line);
}

/** All of the order comes back. */
function addReturn(sink: FactSink, sold: readonly LineFact[]): void {
  const back = sold.map((line): LineFact => {
    const { itemsMinor, discountMinor, shippingMinor, taxMinor, totalMinor, reportingMinor, quantity } = line;
    const entryId = `refund:${line.orderId}:r1`;
    return {
      ...{ ...line, id: `${entryId}:${line.lineId}`, entryId, kind: "refund", quantity: -quantity },
      ...{ itemsMinor: -itemsMinor, discountMinor: -discountMinor, shippingMinor: -shippingMinor },
      ...{ taxMinor: -taxMinor, totalMinor: -totalMinor, reportingMinor: -(reportingMinor ?? 0) },
    };
  });
  addEntry(sink, back, { kind: "refund", payment: "", reason: "不喜欢" });
}

function addParcel(sink: FactSink, sold: readonly LineFact[], head: Omit<Facts["shipments"], Own>): void {
  const lines = sold.map(({ lineId, sku, quantity }): readonly [string, string, number] => [lineId, sku, quantity]);
  sink.add("shipments", {
    ...{ ...head, kind: "shipped", shipmentId: `shp_${head.orderId}`, warehouse: sold[0]?.warehouse ?? "" },
    ...{ carrier: "SF", trackingNo: `SF${head.orderNo}`, units: lines.reduce((sum, line) => sum + line[2], 0), lines },
    ...{ placedAt: head.at, confirmedAt: `${head.day}T00:00:00.000Z`, freightMinor: 800 },
  });
}
type Own =
  | "kind"
  | "shipmentId"
  | "warehouse"
  | "carrier"
  | "trackingNo"
  | "units"
  | "lines"
  | "placedAt"
  | "confirmedAt"
  | "freightMinor";

function addStock(sink: FactSink, day: string, at: number): void {
  const sku = `SKU-${at}`;
  const counts = {
    onHand: at % 90,
    allocated: 0,
    available: at % 90,
    damaged: 0,
    onHold: 0,
    incoming: 0,
    safetyStock: 0,
  };
  sink.add("stock", {
    ...{ id: `stock:${sku}:SHA`, day, originalDay: day, at: `${day}T15:59:00.000Z`, sku, warehouse: "SHA" },
    ...{ title: `夏季新款纯棉短袖T恤 ${at}`, category: `cat-${at % 12}`, ...counts },
    ...{ lowStockThreshold: 5, unitCostMinor: 900, version: at + 1 },
  });
}

function pick(of: readonly string[], at: number): string {
  return of[at % of.length] ?? "";
}

/** The same number for the same one, without a pattern that anybody sees. */
function mixed(at: number): number {
  let bits = Math.imul(at ^ (at >>> 16), 0x45d9f3b);
  bits = Math.imul(bits ^ (bits >>> 16), 0x45d9f3b);
  return (bits ^ (bits >>> 16)) >>> 0;
}
