import { orderStatuses } from "../../shared/orders/order.ts";
import type { AlertAnswer, DeliveryAnswer, OrderSummary, SealAnswer } from "./answers.ts";
import type { Command } from "./command.ts";
import type { Hub } from "./hub.ts";
import { factLines } from "./text-table.ts";

/** A list is counted up to here; beyond it a person needs no exact figure. */
const MOST = 1000;

type HubStatus = {
  readonly health: string;
  readonly orders: Readonly<Record<string, number>>;
  readonly parked: number;
  readonly openAlerts: number;
  readonly lastSealedDay: string | null;
  readonly failedReports: number;
};

export const status: Command = {
  name: "status",
  takes: "",
  about: "orders by status, parked deliveries, open alerts, the last sealed day, health",
  async run({ print, hub: connect }) {
    const found = await readStatus(connect());
    if (print.wantsJson) return print.json(found);
    print.say(statusText(found));
  },
};

async function readStatus(hub: Hub): Promise<HubStatus> {
  const health = await hub.get<{ status: string }>("/health");
  const counts = await Promise.all(
    orderStatuses.map(async (each) => [
      each,
      (await hub.list<OrderSummary>("/v1/orders", { status: each }, MOST)).length,
    ]),
  );
  const parked = await hub.list<DeliveryAnswer>("/deliveries", { outcome: "parked" }, MOST);
  const alerts = await hub.list<AlertAnswer>("/v1/alerts", { state: "open" }, MOST);
  const { items: seals } = await hub.get<{ items: readonly SealAnswer[] }>("/v1/reports");
  return {
    health: health.status,
    orders: Object.fromEntries(counts) as Readonly<Record<string, number>>,
    parked: parked.length,
    openAlerts: alerts.length,
    lastSealedDay: seals.find((seal) => seal.state === "sealed")?.day ?? null,
    failedReports: seals.filter((seal) => seal.state === "failed_tie_out").length,
  };
}

function statusText(found: HubStatus): string {
  const shown = (count: number): string => (count >= MOST ? `${MOST} or more` : String(count));
  const orders = Object.entries(found.orders).filter(([, count]) => count > 0);
  return [
    factLines([["health", found.health]], 0),
    "orders",
    orders.length === 0
      ? "  none yet"
      : factLines(orders.map(([name, count]) => [name.replaceAll("_", " "), shown(count)])),
    "to look at",
    factLines([
      [
        "parked deliveries",
        `${shown(found.parked)}${found.parked > 0 ? "   npm run orderhub -- deliveries --outcome parked" : ""}`,
      ],
      [
        "orders on hold",
        `${shown(found.orders["on_hold"] ?? 0)}${(found.orders["on_hold"] ?? 0) > 0 ? "   npm run orderhub -- orders --status on_hold" : ""}`,
      ],
      ["open alerts", `${shown(found.openAlerts)}${found.openAlerts > 0 ? "   npm run orderhub -- alerts" : ""}`],
      ["reports not tied out", found.failedReports === 0 ? "" : String(found.failedReports)],
      ["last sealed day", found.lastSealedDay ?? "none yet"],
    ]),
  ].join("\n");
}
