import type { WarehouseTotals } from "../../shared/routing/what-if/side.ts";
import type { WhatIfResult } from "../../shared/routing/what-if/what-if.ts";
import type { Column } from "../../shared/sheets/sheet.ts";
import { writeWorkbook } from "../../shared/sheets/write-workbook.ts";
import { moneyText, sideText, totalsOf, type WhatIfNames } from "./what-if-text.ts";

const text = (name: string, width = 22): Column => ({ name, kind: "text", width });
const whole = (name: string): Column => ({ name, kind: "integer" });
const decimal = (name: string): Column => ({ name, kind: "decimal" });

/** Three sheets: the totals, the warehouses, and each order that would go another way. The same result gives the same bytes. */
export function whatIfWorkbook(result: WhatIfResult, names: WhatIfNames): Uint8Array {
  const { before, after, moved, examples } = result;
  const { currency } = names;
  const others = totalsOf(after, currency);
  const money = (minor: number): string => moneyText(minor, currency);
  const listed = examples.length < moved ? ` (first ${examples.length} of ${moved})` : "";
  const warehouse = (side: string, each: WarehouseTotals): readonly (string | number | null)[] => [
    each.warehouse,
    side,
    each.orders,
    each.units,
    money(each.costMinor),
    each.busiestDay,
    each.busiestDayOrders,
    each.fullDays,
  ];
  return writeWorkbook([
    {
      name: "totals",
      columns: [text("what", 40), decimal(names.before), decimal(names.after)],
      rows: [
        ...totalsOf(before, currency).map(([name, value], at) => [name, value, others[at]?.[1] ?? ""]),
        ["orders that go another way", null, String(moved)],
        ["orders left out: nothing was decided on them", null, String(names.undecided)],
      ],
    },
    {
      name: "warehouses",
      columns: [
        text("warehouse", 14),
        text("rules"),
        whole("orders"),
        whole("units"),
        decimal("cost"),
        { name: "busiest day", kind: "day" },
        whole("orders on that day"),
        whole("full days"),
      ],
      rows: before.warehouses.flatMap((each, at) => {
        const other = after.warehouses[at];
        return [warehouse(names.before, each), ...(other === undefined ? [] : [warehouse(names.after, other)])];
      }),
    },
    {
      name: `orders${listed}`.slice(0, 31),
      columns: [
        text("order"),
        text("id", 34),
        { name: "decided at", kind: "instant" },
        text("before", 40),
        text("after", 40),
        whole("parcels before"),
        whole("parcels after"),
        decimal("cost before"),
        decimal("cost after"),
        whole("days before"),
        whole("days after"),
      ],
      rows: examples.map((each) => [
        each.channelOrderNo,
        each.orderId,
        each.decidedAt,
        sideText(each.before),
        sideText(each.after),
        each.before.parcels,
        each.after.parcels,
        money(each.before.costMinor),
        money(each.after.costMinor),
        each.before.days,
        each.after.days,
      ]),
    },
  ]);
}
