import { textTable } from "./text-table.ts";

type JointOrder = { readonly orderId: string; readonly channelOrderNo: string; readonly connectionId: string };

export type JointProposals = {
  readonly items: readonly { readonly warehouse: string; readonly orders: readonly JointOrder[] }[];
  /** Orders that leave from different warehouses; `warehouse` null: none can send all. */
  readonly toGather: readonly {
    readonly warehouse: string | null;
    readonly cost?: { readonly apartMinor: number; readonly togetherMinor: number; readonly savedMinor: number };
    readonly orders: readonly JointOrder[];
    readonly considered: readonly { readonly warehouse: string; readonly verdict: string; readonly because: string }[];
  }[];
  readonly isCut: boolean;
};

/** What may leave together, and what each would cost; amounts in minor units of the merchant's currency. */
export function proposalsText({ items, toGather, isCut }: JointProposals): string {
  const numbers = (orders: readonly JointOrder[]): string =>
    orders.map(({ channelOrderNo, orderId }) => channelOrderNo || orderId).join(" ");
  const rows = [
    ...items.map(({ warehouse, orders }) => [numbers(orders), warehouse, "as they are", "", ""]),
    ...toGather.map(({ warehouse, cost, orders, considered }) => [
      numbers(orders),
      warehouse ?? "none",
      warehouse === null ? considered.map((each) => `${each.warehouse}: ${each.because}`).join("; ") : "gathered first",
      cost === undefined ? "" : String(cost.apartMinor),
      cost === undefined ? "" : String(cost.togetherMinor),
    ]),
  ];
  if (rows.length === 0) return "no orders of one recipient wait together";
  const table = textTable(
    [
      { title: "orders", shrinks: true },
      { title: "from" },
      { title: "how", wraps: true },
      { title: "apart", align: "right" },
      { title: "together", align: "right" },
    ],
    rows,
  );
  return isCut ? `${table}\n\nthere are more than these` : table;
}
