import { shortTime } from "./show-time.ts";
import { textTable } from "./text-table.ts";

export type LotsAnswer = {
  readonly sku: string;
  readonly positions: readonly {
    readonly warehouse: string;
    readonly onHand: number;
    readonly allocated: number;
    readonly available: number;
    readonly lots: readonly {
      readonly lot: string | null;
      readonly expiresOn: string | null;
      readonly receivedAt: string;
      readonly onHand: number;
      readonly aside: number;
      readonly isExpired: boolean;
      readonly allocated: number;
    }[];
  }[];
};

export type RecallAnswer = {
  readonly sku: string;
  readonly lot: string;
  readonly units: number;
  readonly orders: readonly {
    readonly orderId: string;
    readonly shipmentId: string | null;
    readonly units: number;
    readonly warehouse: string;
    readonly at: string;
    readonly isPresumed: boolean;
  }[];
};

export type SerialAnswer = {
  readonly serial: string;
  readonly units: readonly {
    readonly sku: string;
    readonly state: string;
    readonly warehouse: string;
    readonly orderId: string | null;
    readonly shipmentId: string | null;
    readonly steps: readonly { readonly at: string; readonly what: string; readonly by: string }[];
  }[];
};

/** The lots of a sku, warehouse by warehouse, in the order in which they leave. */
export function lotsText({ sku, positions }: LotsAnswer): string {
  return positions
    .map(({ warehouse, onHand, lots }) => `${sku} in ${warehouse}: ${onHand} on hand\n\n${lotsTable(lots)}`)
    .join("\n\n");
}

function lotsTable(lots: LotsAnswer["positions"][number]["lots"]): string {
  return textTable(
    [
      { title: "lot", shrinks: true },
      { title: "expires" },
      { title: "on hand", align: "right" },
      { title: "for orders", align: "right" },
      { title: "aside", align: "right" },
      { title: "" },
      { title: "received (UTC)" },
    ],
    lots.map(({ lot, expiresOn, onHand, allocated, aside, isExpired, receivedAt }) => [
      lot ?? "(no lot known)",
      expiresOn ?? "-",
      String(onHand),
      String(allocated),
      String(aside),
      isExpired ? "not for sale" : "",
      shortTime(receivedAt),
    ]),
  );
}

/** Who must be told when a lot is recalled. */
export function recallText({ sku, lot, units, orders }: RecallAnswer): string {
  if (orders.length === 0) return `no order got units of lot ${lot} of ${sku}`;
  const table = textTable(
    [
      { title: "order" },
      { title: "parcel" },
      { title: "units", align: "right" },
      { title: "from" },
      { title: "left (UTC)" },
      { title: "" },
    ],
    orders.map(({ orderId, shipmentId, units: count, warehouse, at, isPresumed }) => [
      orderId,
      shipmentId ?? "-",
      String(count),
      warehouse,
      shortTime(at),
      isPresumed ? "presumed: nobody named the lot" : "",
    ]),
  );
  return `${units} units of lot ${lot} of ${sku} left\n\n${table}`;
}

/** Where a unit is or who got it, and its way. */
export function serialText({ serial, units }: SerialAnswer): string {
  return units
    .map(({ sku, state, warehouse, orderId, shipmentId, steps }) => {
      const where =
        orderId === null
          ? `${state.replaceAll("_", " ")}, ${warehouse}`
          : `shipped to order ${orderId} in ${shipmentId}`;
      const way = textTable(
        [{ title: "at (UTC)" }, { title: "what" }, { title: "by" }],
        steps.map(({ at, what, by }) => [shortTime(at), what, by]),
      );
      return `${serial} of ${sku}: ${where}\n\n${way}`;
    })
    .join("\n\n");
}
