import { decimalFromMinor } from "../../shared/kernel/money.ts";
import type { SideTotals } from "../../shared/routing/what-if/side.ts";
import type { MovedOrder, OrderSide, WhatIfResult } from "../../shared/routing/what-if/what-if.ts";
import { textTable } from "./text-table.ts";

export type WhatIfNames = {
  readonly before: string;
  readonly after: string;
  readonly currency: string | null;
  /** Orders of the days that nothing had been decided on. */
  readonly undecided: number;
};

const shownOrders = 20;

/** Both sides, warehouse by warehouse, and the first orders that would go another way. */
export function whatIfText(result: WhatIfResult, names: WhatIfNames): string {
  const { orders, moved, cheaper, dearer, newlyHeld, noLongerHeld, examples } = result;
  const share = orders === 0 ? "" : ` (${((moved / orders) * 100).toFixed(1)} %)`;
  const facts = [
    `${moved} of ${orders} orders${share} would go another way: ${cheaper} cheaper, ${dearer} dearer, ${newlyHeld} newly held, ${noLongerHeld} no longer held`,
    names.undecided === 0 ? "" : `${names.undecided} orders of these days are left out: nothing was decided on them`,
    "stock: as each order saw it when it was last decided on; warehouses and carriers: as they are today",
  ].filter((line) => line !== "");
  const more = moved > shownOrders ? `\n… and ${moved - shownOrders} more (--workbook, --json)` : "";
  return [
    facts.join("\n"),
    sidesTable(result, names),
    warehousesTable(result, names),
    examples.length === 0 ? "" : `${ordersTable(examples.slice(0, shownOrders), names)}${more}`,
  ]
    .filter((part) => part !== "")
    .join("\n\n");
}

/** Name and number of each total, for text and workbook alike. */
export function totalsOf(side: SideTotals, currency: string | null): readonly (readonly [string, string])[] {
  const { days, ordersWithDays } = side;
  return [
    ["orders", String(side.orders)],
    ["held", String(side.held)],
    ["parcels", String(side.parcels)],
    ["orders in several parcels", String(side.split)],
    [currency === null ? "cost" : `cost in ${currency}`, moneyText(side.costMinor, currency)],
    ["days until the last parcel, on average", ordersWithDays === 0 ? "-" : (days / ordersWithDays).toFixed(2)],
    ["orders that wait for stock", String(side.backordered)],
    ["units that wait", String(side.unitsShort)],
    ["soft rules left aside", String(side.rulesLeftAside)],
  ];
}

export function moneyText(minor: number, currency: string | null): string {
  return currency === null ? String(minor) : decimalFromMinor(minor, currency);
}

export function sideText({ holds, plan, short }: OrderSide): string {
  if (holds.length > 0) return `held: ${holds.join("; ")}`;
  const waits = short.length === 0 ? [] : [`waits for ${short.join(", ")}`];
  return [...plan, ...waits].join(", ");
}

function sidesTable({ before, after }: WhatIfResult, { before: was, after: is, currency }: WhatIfNames): string {
  const others = totalsOf(after, currency);
  return textTable(
    [
      { title: "" },
      { title: was, align: "right" },
      { title: is, align: "right" },
      { title: "difference", align: "right" },
    ],
    totalsOf(before, currency).map(([name, value], at) => {
      const other = others[at]?.[1] ?? "";
      return [name, value, other, difference(value, other)];
    }),
  );
}

function warehousesTable({ before, after }: WhatIfResult, { currency }: WhatIfNames): string {
  const both = (pick: (totals: SideTotals["warehouses"][number]) => string | number) => (at: number) => {
    const [was, is] = [before.warehouses[at], after.warehouses[at]];
    return `${was === undefined ? "-" : pick(was)} → ${is === undefined ? "-" : pick(is)}`;
  };
  const columns = [
    both(({ orders }) => orders),
    both(({ units }) => units),
    both(({ costMinor }) => moneyText(costMinor, currency)),
    both(({ busiestDayOrders }) => busiestDayOrders),
    both(({ fullDays }) => fullDays ?? "-"),
  ];
  const right = (title: string) => ({ title, align: "right" as const });
  return textTable(
    [{ title: "warehouse" }, right("orders"), right("units"), right("cost"), right("busiest day"), right("full days")],
    before.warehouses.map(({ warehouse }, at) => [warehouse, ...columns.map((column) => column(at))]),
  );
}

function ordersTable(examples: readonly MovedOrder[], { currency }: WhatIfNames): string {
  return textTable(
    [
      { title: "order", shrinks: true },
      { title: "before", wraps: true },
      { title: "after", wraps: true },
      { title: "cost", align: "right" },
    ],
    examples.map(({ channelOrderNo, before, after }) => [
      channelOrderNo,
      sideText(before),
      sideText(after),
      `${moneyText(before.costMinor, currency)} → ${moneyText(after.costMinor, currency)}`,
    ]),
  );
}

function difference(was: string, is: string): string {
  const [a, b] = [Number(was), Number(is)];
  if (Number.isNaN(a) || Number.isNaN(b) || a === b) return "";
  const digits = Math.max(decimals(was), decimals(is));
  return `${b > a ? "+" : ""}${(b - a).toFixed(digits)}`;
}

function decimals(text: string): number {
  return text.split(".")[1]?.length ?? 0;
}
