import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import type { OrderSummary } from "./answers.ts";
import type { Command } from "./command.ts";
import { ordersWorkbook } from "./orders-workbook.ts";
import { limitOf } from "./read-options.ts";
import { shortTime } from "./show-time.ts";
import { textTable } from "./text-table.ts";

export const orders: Command = {
  name: "orders",
  takes: "[--status S] [--tag T] [--from T] [--to T] [--limit N] [--workbook FILE]",
  about: "orders, newest first",
  options: {
    status: { type: "string", about: "allocated, backordered, on_hold, pending_payment, shipped, cancelled …" },
    tag: { type: "string", about: "with this tag, of the shop or of a rule" },
    from: { type: "string", about: "placed at or after: 2026-11-21, or an instant in UTC" },
    to: { type: "string", about: "placed up to and including, likewise" },
    limit: { type: "string", about: "at most so many; 50 unless given" },
    workbook: { type: "string", about: "write them to this .xlsx" },
  },
  async run({ options, print, hub, folder }) {
    const limit = limitOf(options, 50);
    const asked = { status: options.text("status"), tag: options.text("tag") };
    const query = { ...asked, from: options.text("from"), to: options.text("to") };
    const found = await hub().list<OrderSummary>("/v1/orders", query, limit);
    const file = options.text("workbook");
    if (file !== undefined) writeFileSync(resolve(folder, file), ordersWorkbook(found));
    if (print.wantsJson) return print.json(found);
    print.say(found.length === 0 ? "no such orders" : ordersTable(found));
    if (file !== undefined) print.say(`written to ${file}`);
  },
};

/** A list of held orders says what is to be mended; any other one says where the goods leave from. */
function ordersTable(found: readonly OrderSummary[]): string {
  const areHeld = found.length > 0 && found.every((order) => order.holds.length > 0);
  const areTagged = found.some((order) => order.tags.length > 0);
  return textTable(
    [
      { title: "number", shrinks: true },
      { title: "shop", shrinks: true },
      { title: "placed (UTC)" },
      { title: "total", align: "right" },
      ...(areHeld
        ? [{ title: "held: what to mend", wraps: true }]
        : [{ title: "payment" }, { title: "status" }, { title: "from", shrinks: true }]),
      ...(areTagged ? [{ title: "tags", shrinks: true }] : []),
    ],
    found.map((order) => [
      order.channelOrderNo ?? "(not known yet)",
      order.connectionId,
      shortTime(order.placedAt),
      `${order.total ?? ""} ${order.currency ?? ""}`.trim(),
      ...(areHeld ? [order.holds.map((hold) => hold.note).join("; ")] : routedCells(order)),
      ...(areTagged ? [order.tags.join(", ")] : []),
    ]),
  );
}

function routedCells({ payment, status, warehouses }: OrderSummary): readonly string[] {
  return [(payment ?? "").replaceAll("_", " "), status.replaceAll("_", " "), warehouses.join(" ")];
}
