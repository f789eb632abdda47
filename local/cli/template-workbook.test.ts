import { describe, expect, it } from "vitest";
import { findColumns } from "../../shared/imports/find-columns.ts";
import { groupOrders } from "../../shared/imports/group-orders.ts";
import { readOrderRows } from "../../shared/imports/order-rows.ts";
import { readStockRows } from "../../shared/imports/stock-rows.ts";
import { readSheet } from "../../shared/sheets/read-sheet.ts";
import { templateWorkbook } from "./template-workbook.ts";

const now = "2026-11-22T00:00:00.000Z";

async function read(kind: "orders" | "stock", locale: "en" | "zh") {
  const sheet = await readSheet(templateWorkbook(kind, locale));
  if (!sheet.ok) throw new Error(sheet.error.kind);
  const columns = findColumns(sheet.value.rows, kind);
  if (!columns.ok) throw new Error(columns.error.kind);
  return { rows: sheet.value.rows.filter((row) => row.number > columns.value.headerRow), columns: columns.value };
}

describe("the templates", () => {
  it.each(["en", "zh"] as const)("of orders imports as it stands (%s)", async (locale) => {
    const { rows, columns } = await read("orders", locale);

    const read_ = readOrderRows(rows, columns, { zone: "Asia/Shanghai", currency: "CNY", now });
    const { groups, failed } = groupOrders(read_, () => "", now);

    expect([...failed]).toEqual([]);
    expect(groups.map((group) => group.order.header?.amounts.totalMinor)).toEqual([23_700]);
    expect(groups[0]?.order.payment?.state).toBe("paid");
    expect(groups[0]?.order.channelOrderId).toBe("example-shop/2891234567890123456");
  });

  it.each(["en", "zh"] as const)("of stock imports as it stands (%s)", async (locale) => {
    const { rows, columns } = await read("stock", locale);

    const read_ = readStockRows(rows, columns, new Set(["SHA", "CAN"]));

    expect(read_.map(({ result }) => result.ok && result.value.onHand)).toEqual([120, 80]);
  });
});
