import { localTime } from "../../shared/kernel/business-day.ts";
import { decimalFromMinor } from "../../shared/kernel/money.ts";
import { provinceOf } from "../../shared/rules/regions/chinese-provinces.ts";
import type { Cell, Column } from "../../shared/sheets/sheet.ts";
import { writeWorkbook } from "../../shared/sheets/write-workbook.ts";
import { type Article, allSkus, articleOf, miscounted, sellingOut, shortSku } from "./articles.ts";
import type { Dice } from "./dice.ts";
import type { Need } from "./expectations.ts";
import { eastChina, type Place, southChina, southWestChina } from "./places.ts";

/** A file as a merchant's people or tools would upload it, and the rows of it that must be refused. */
export type DemoFile = {
  readonly name: string;
  readonly kind: "stock" | "orders" | "products" | "rates";
  readonly bytes: Uint8Array;
  readonly rows: number;
  /** Row number as the spreadsheet counts → reason code. */
  readonly bad: ReadonlyMap<number, string>;
};

/** `bad`: the code of what is wrong with it. */
export type DemoRow = { readonly cells: readonly Cell[]; readonly bad?: string };
type Row = DemoRow;

const stockHeadings = ["商家编码", "仓库", "库存数量", "安全库存", "预警值"];
const orderHeadings = [
  "订单编号",
  "下单时间",
  "商家编码",
  "商品名称",
  "数量",
  "单价",
  "运费",
  "币种",
  "已付款",
  "店铺",
  "收货人",
  "手机",
  "省",
  "市",
  "地址",
];

const warehouses = ["SHA", "CAN", "CTU"] as const;

/** The morning's stock: enough of everything but the short article, and five rows as people get them wrong. */
export function openingStock(needs: readonly Need[]): DemoFile {
  const good = allSkus.flatMap((sku) =>
    warehouses.map((warehouse): Row => ({ cells: openingRow(needs, sku, warehouse) })),
  );
  const wrong: readonly Row[] = [
    { cells: ["CUP-BLUE", "SHX", "40", "", ""], bad: "unknown_warehouse" },
    { cells: ["CUP-BLUE", "SHA", "十二", "", ""], bad: "not_a_count" },
    { cells: ["POT-OLD", "CAN", "-5", "", ""], bad: "negative_count" },
    { cells: ["", "CTU", "10", "", ""], bad: "required" },
    { cells: [good[0]?.cells[0] ?? "", good[0]?.cells[1] ?? "", "7", "", ""], bad: "repeated_row" },
  ];
  return fileOf("早盘库存.xlsx", "stock", stockHeadings, interleaved(good, wrong));
}

/** On hand by `sku warehouse`, as the opening workbook says it. */
export function openingCounts(needs: readonly Need[]): ReadonlyMap<string, number> {
  const places = allSkus.flatMap((sku) => warehouses.map((warehouse) => ({ sku, warehouse })));
  return new Map(
    places.map(({ sku, warehouse }) => [`${sku} ${warehouse}`, Number(openingRow(needs, sku, warehouse)[2])]),
  );
}

function openingRow(needs: readonly Need[], sku: string, warehouse: (typeof warehouses)[number]): readonly Cell[] {
  const need = needs.find((each) => each.sku === sku && each.warehouse === warehouse) ?? { kept: 0, returned: 0 };
  if (sku === shortSku) {
    const wanted = needs.filter((each) => each.sku === shortSku).reduce((sum, each) => sum + each.kept, 0);
    return [
      sku,
      warehouse,
      warehouse === "SHA" ? String(Math.floor(wanted * 0.4)) : "0",
      "",
      warehouse === "SHA" ? "3" : "",
    ];
  }
  const peak = need.kept + need.returned;
  if (sku === sellingOut.sku && warehouse === sellingOut.warehouse) {
    // Units that come back later must not push the stock of the moment below zero.
    const left = Math.max(sellingOut.left, need.returned);
    return [sku, warehouse, String(need.kept + left), "", String(left + sellingOut.threshold - sellingOut.left)];
  }
  const isMiscounted = sku === miscounted.sku && warehouse === miscounted.warehouse;
  return [sku, warehouse, String(Math.ceil(peak * 1.4) + 40), "5", isMiscounted ? String(miscounted.threshold) : ""];
}

/** The evening's count: the short article has arrived, another one is found to be less than thought. */
export function eveningCount(
  counted: readonly { readonly sku: string; readonly warehouse: string; readonly onHand: number }[],
): DemoFile {
  const rows = counted.map(({ sku, warehouse, onHand }): Row => ({ cells: [sku, warehouse, String(onHand), "", ""] }));
  return fileOf("晚间盘点.xlsx", "stock", stockHeadings, rows);
}

export type SheetOrder = {
  readonly number: string;
  readonly place: Place;
  readonly lines: readonly { readonly sku: string; readonly quantity: number }[];
};

/** Wholesale orders that come by mail: ten that are right, and five more with what spreadsheets do to them. */
export function makeSheetOrders(dice: Dice): readonly SheetOrder[] {
  const towns = [...eastChina, ...southChina, ...southWestChina];
  const skus = allSkus.filter((sku) => sku !== shortSku);
  return Array.from({ length: 10 }, (_, index): SheetOrder => {
    const chosen = dice.shuffled(skus).slice(0, dice.between(1, 3));
    return {
      number: `289123456789012${String(3400 + index)}`,
      place: dice.pick(towns),
      lines: chosen.map((sku) => ({ sku, quantity: dice.between(2, 6) })),
    };
  });
}

export function ordersWorkbook(orders: readonly SheetOrder[], morningMs: number): DemoFile {
  const good = orders.flatMap((order, index) =>
    order.lines.map((_, line): Row => ({ cells: orderCells(order, line, morningMs + index * 1_800_000) })),
  );
  const other = (number: string): SheetOrder => ({
    number,
    place: eastChina[0] as Place,
    lines: [{ sku: "TEA-LJ-50", quantity: 2 }],
  });
  const changed = (number: string, column: string, value: Cell, bad: string): Row => ({
    cells: orderCells(other(number), 0, morningMs).map((cell, at) => (orderHeadings[at] === column ? value : cell)),
    bad,
  });
  const wrong: readonly Row[] = [
    changed("x", "订单编号", "2.89123E+18", "id_as_number"),
    changed("2891234567890129001", "数量", "0", "zero_quantity"),
    changed("2891234567890129002", "单价", "十九元", "not_an_amount"),
    { cells: orderCells(other("2891234567890129002"), 0, morningMs), bad: "order_has_bad_row" },
    changed("2891234567890129003", "下单时间", "03/04/2026 18:30", "ambiguous_date"),
    changed("2891234567890129004", "币种", "RMB", "unknown_currency"),
  ];
  return fileOf("批发订单.xlsx", "orders", orderHeadings, interleaved(good, wrong));
}

/** Of a whole order. */
export const SHEET_SHIPPING_MINOR = 3_000;

/** Wholesale: seven tenths. */
export function sheetPriceMinor({ priceMinor }: Article): number {
  return Math.round(priceMinor.CNY * 0.7);
}

function orderCells(order: SheetOrder, line: number, placedMs: number): readonly Cell[] {
  const { sku, quantity } = order.lines[line] ?? { sku: "", quantity: 0 };
  const province = provinceOf(order.place.shopifyRegion);
  const placed = localTime(new Date(placedMs).toISOString(), "Asia/Shanghai").slice(0, 16).replace("T", " ");
  return [
    order.number,
    placed,
    sku,
    articleOf(sku).title.zh,
    String(quantity),
    decimalFromMinor(sheetPriceMinor(articleOf(sku)), "CNY"),
    decimalFromMinor(SHEET_SHIPPING_MINOR, "CNY"),
    "CNY",
    "是",
    "批发",
    "茶庄",
    "13900000000",
    province?.fullName ?? order.place.regionName,
    order.place.city,
    `${order.place.streets[0]} 1 号`,
  ];
}

/** The wrong rows spread among the good ones, as in life. */
export function interleaved(good: readonly Row[], wrong: readonly Row[]): readonly Row[] {
  const gap = Math.floor(good.length / (wrong.length + 1));
  return good.flatMap((row, at) => {
    const next = (at + 1) % gap === 0 ? wrong[(at + 1) / gap - 1] : undefined;
    return next === undefined ? [row] : [row, next];
  });
}

export function fileOf(
  name: string,
  kind: DemoFile["kind"],
  headings: readonly string[],
  rows: readonly Row[],
): DemoFile {
  const columns = headings.map((heading): Column => ({ name: heading, kind: "text", width: 16 }));
  return {
    name,
    kind,
    bytes: writeWorkbook([{ name: "Sheet1", columns, rows: rows.map((row) => row.cells) }]),
    rows: rows.length,
    bad: new Map(rows.flatMap(({ bad }, at) => (bad === undefined ? [] : [[at + 2, bad] as const]))),
  };
}
