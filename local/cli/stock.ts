import type { AlertAnswer, ProofsAnswer, SkuAnswer, StockPosition } from "./answers.ts";
import type { Command } from "./command.ts";
import { limitOf, needed } from "./read-options.ts";
import { type LotsAnswer, lotsText, type RecallAnswer, recallText } from "./show-lots.ts";
import { type MovementsAnswer, movementsText } from "./show-movements.ts";
import { proofsText } from "./show-proofs.ts";
import { shortTime } from "./show-time.ts";
import { textTable } from "./text-table.ts";

export const stock: Command = {
  name: "stock",
  takes: "[SKU [--why | --lots | --lot CODE] [--warehouse CODE] | --prove | --proofs] [--limit N]",
  about: "stock by sku and warehouse; of one sku also how many orders wait for it, and why it is what it is",
  options: {
    limit: { type: "string", about: "at most so many positions (200 unless given) or movements (50)" },
    why: { type: "boolean", about: "the movements that led to the numbers of the sku, each with its cause" },
    warehouse: { type: "string", about: "with --why: only this warehouse" },
    lots: { type: "boolean", about: "the lots of the sku with their expiry, in the order in which they leave" },
    lot: { type: "string", about: "a recall: which orders got units of this lot" },
    prove: { type: "boolean", about: "recompute all stock from orders and movements now, as every night" },
    proofs: { type: "boolean", about: "the newest proofs, and the wrong numbers they found and set right" },
  },
  async run({ args, options, print, hub }) {
    const [sku] = args;
    if (options.flag("prove")) {
      const asked = await hub().post("/v1/stock-proofs", {});
      return print.wantsJson
        ? print.json(asked)
        : print.say("asked for; see it with: npm run orderhub -- stock --proofs");
    }
    if (options.flag("proofs")) {
      const found = await hub().get<ProofsAnswer>("/v1/stock-proofs");
      return print.wantsJson ? print.json(found) : print.say(proofsText(found));
    }
    if (options.flag("why")) {
      const path = `/v1/stock/${encodeURIComponent(needed(args, 0, "the sku"))}/movements`;
      const warehouse = options.text("warehouse");
      const query = { limit: String(limitOf(options, 50)), ...(warehouse === undefined ? {} : { warehouse }) };
      const found = await hub().get<MovementsAnswer>(path, query);
      return print.wantsJson ? print.json(found) : print.say(movementsText(found));
    }
    const lot = options.text("lot");
    if (options.flag("lots") || lot !== undefined) {
      const path = `/v1/stock/${encodeURIComponent(needed(args, 0, "the sku"))}/lots`;
      const answer =
        lot === undefined
          ? await hub().get<LotsAnswer>(path)
          : await hub().get<RecallAnswer>(`${path}/${encodeURIComponent(lot)}/orders`);
      if (print.wantsJson) return print.json(answer);
      return print.say("orders" in answer ? recallText(answer) : lotsText(answer));
    }
    const limit = limitOf(options, 200);
    if (sku === undefined) {
      const positions = await hub().list<StockPosition>("/v1/stock", {}, limit);
      if (print.wantsJson) return print.json(positions);
      return print.say(positions.length === 0 ? "no stock yet: import a stock workbook" : stockTable(positions));
    }
    const found = await hub().get<SkuAnswer>(`/v1/stock/${encodeURIComponent(sku)}`);
    if (print.wantsJson) return print.json(found);
    print.say(skuText(found));
  },
};

export const alerts: Command = {
  name: "alerts",
  takes: "[--resolved]",
  about: "open low-stock alerts, newest first",
  options: { resolved: { type: "boolean", about: "those that stock has resolved since" } },
  async run({ options, print, hub }) {
    const state = options.flag("resolved") ? "resolved" : "open";
    const found = await hub().list<AlertAnswer>("/v1/alerts", { state }, 1000);
    if (print.wantsJson) return print.json(found);
    print.say(found.length === 0 ? `no ${state} alerts` : alertsTable(found));
  },
};

function stockTable(positions: readonly StockPosition[]): string {
  return textTable(
    [
      { title: "sku", shrinks: true },
      { title: "warehouse" },
      { title: "on hand", align: "right" },
      { title: "allocated", align: "right" },
      { title: "available", align: "right" },
      { title: "safety", align: "right" },
      { title: "promisable", align: "right" },
      { title: "alert at", align: "right" },
      { title: "incoming", align: "right" },
    ],
    positions.map((position) => [
      position.sku,
      position.warehouse,
      String(position.onHand),
      String(position.allocated),
      String(position.available),
      String(position.safetyStock),
      String(position.freeToPromise),
      position.lowStockThreshold === null ? "-" : String(position.lowStockThreshold),
      String(position.incoming),
    ]),
  );
}

export function alertsTable(found: readonly AlertAnswer[]): string {
  return textTable(
    [
      { title: "sku", shrinks: true },
      { title: "warehouse" },
      { title: "left then", align: "right" },
      { title: "threshold", align: "right" },
      { title: "stock ends (UTC)" },
      { title: "opened (UTC)" },
      { title: "resolved (UTC)" },
    ],
    found.map((alert) => [
      alert.sku,
      alert.warehouse ?? "all",
      String(alert.available),
      alert.threshold === null ? "-" : String(alert.threshold),
      shortTime(alert.stockOutAt ?? null),
      shortTime(alert.openedAt),
      shortTime(alert.resolvedAt),
    ]),
  );
}

function skuText(found: SkuAnswer): string {
  const head = `${found.sku}: ${found.onHand} on hand = ${found.allocated} allocated + ${found.available} available`;
  const waiting = found.ordersWaiting === 1 ? "1 order waits for it" : `${found.ordersWaiting} orders wait for it`;
  const low = found.alerts
    .filter((alert) => alert.state === "open")
    .map((alert) => alert.warehouse ?? "all warehouses");
  const alert = low.length === 0 ? "no open alert" : `low-stock alert open in ${low.join(", ")}`;
  return [head, stockTable(found.positions), `${waiting}; ${alert}`].join("\n\n");
}
