import type {
  AlertAnswer,
  DeliveryAnswer,
  OrderAnswer,
  OrderSummary,
  SealAnswer,
  StockPosition,
} from "../cli/answers.ts";
import type { Hub as Api } from "../cli/hub.ts";
import type { ImportAnswer } from "../cli/import-answers.ts";

/** Everything the hub says of the day through its API. */
export type ReadBack = {
  readonly orders: readonly OrderAnswer[];
  readonly stock: readonly StockPosition[];
  readonly openAlerts: readonly AlertAnswer[];
  readonly resolvedAlerts: readonly AlertAnswer[];
  readonly deliveries: readonly DeliveryAnswer[];
  readonly imports: readonly ImportAnswer[];
  readonly seals: readonly SealAnswer[];
};

const MOST = 100_000;
const AT_ONCE = 4;

export async function readBack(api: Api, onProgress: (done: number, total: number) => void): Promise<ReadBack> {
  const summaries = await api.list<OrderSummary>("/v1/orders", {}, MOST);
  const orders: OrderAnswer[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let each = summaries[next++]; each !== undefined; each = summaries[next++]) {
      orders.push(await api.get<OrderAnswer>(`/v1/orders/${each.orderId}`));
      onProgress(orders.length, summaries.length);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  const [stock, openAlerts, resolvedAlerts, deliveries, imports, seals] = await Promise.all([
    api.list<StockPosition>("/v1/stock", {}, MOST),
    api.list<AlertAnswer>("/v1/alerts", { state: "open" }, MOST),
    api.list<AlertAnswer>("/v1/alerts", { state: "resolved" }, MOST),
    api.list<DeliveryAnswer>("/deliveries", {}, MOST),
    api.list<ImportAnswer>("/v1/imports", {}, MOST),
    api.get<{ items: readonly SealAnswer[] }>("/v1/reports"),
  ]);
  return { orders, stock, openAlerts, resolvedAlerts, deliveries, imports, seals: seals.items };
}
