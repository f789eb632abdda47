import type { OrderAnswer } from "../cli/answers.ts";
import { type Check, noneOf, same } from "./check.ts";
import type { Day } from "./day.ts";
import type { DayRecord } from "./day-record.ts";
import { expectedStatus, isShort } from "./expectations.ts";
import { countBy, total } from "./figures.ts";
import { keyOf } from "./pulled/ask-channels.ts";
import type { Sale } from "./sale.ts";

export function orderChecks({ day, back, date, waited }: DayRecord): readonly Check[] {
  const sales = [...day.sales, ...day.lateSales];
  const found = new Map(back.orders.map((order) => [`${order.connectionId} ${order.channelOrderId}`, order]));
  const orderOf = (sale: Sale): OrderAnswer | undefined => found.get(keyOf(sale));
  const sheetOrders = back.orders.filter((order) => order.channel === "sheet");
  const statuses = countBy(back.orders, (order) => order.status);
  const late = day.lateSales.map(orderOf);
  return [
    same("every order is there once", sales.length + day.sheetOrders.length, back.orders.length),
    same("orders by status add up to the orders", back.orders.length, total(statuses)),
    noneOf(
      "every order ends as its story says",
      sales.flatMap((sale) =>
        orderOf(sale)?.status === expectedStatus(sale)
          ? []
          : [`${keyOf(sale)} (${sale.tale}) is ${orderOf(sale)?.status ?? "missing"}`],
      ),
      Object.entries(statuses)
        .map(([status, count]) => `${count} ${status.replaceAll("_", " ")}`)
        .join(", "),
    ),
    noneOf(
      "held orders say what is wrong with them",
      back.orders
        .filter((order) => order.status === "on_hold" && order.holds.length === 0)
        .map((order) => order.orderId),
      `${statuses["on_hold"] ?? 0} held`,
    ),
    regionCheck(day, orderOf),
    noneOf(
      "orders from the workbook are routed like all others",
      sheetOrders
        .filter((order) => order.status !== "allocated")
        .map((order) => `${order.channelOrderNo} is ${order.status}`),
      `${sheetOrders.length} orders`,
    ),
    servedCheck(day, orderOf, waited),
    noneOf(
      "yesterday's late orders are booked to the open day, and say so",
      late.flatMap((order) =>
        order?.booking?.day === date && order.booking.originalDay < date ? [] : [order?.channelOrderNo ?? "missing"],
      ),
      `${late.length} orders`,
    ),
    noneOf(
      "orders found after the day was closed are booked to the day after, and say so",
      day.hidden
        .map(orderOf)
        .flatMap((order) =>
          order?.booking != null && order.booking.day > date && order.booking.originalDay === date
            ? []
            : [order?.channelOrderNo ?? "missing"],
        ),
      `${day.hidden.length} orders`,
    ),
    noneOf(
      "every routed order says why it leaves from where it leaves",
      back.orders
        .filter((order) => order.allocations.length > 0 && (order.routing?.because ?? "") === "")
        .map((order) => order.orderId),
      "all of them",
    ),
  ];
}

/** East China from Shanghai, South from Guangzhou, South-West from Chengdu, the rest from the first in line. */
function regionCheck(day: Day, orderOf: (sale: Sale) => OrderAnswer | undefined): Check {
  const routed = [...day.sales, ...day.lateSales].filter(
    (sale) => !isShort(sale) && expectedStatus(sale) === "allocated",
  );
  const wrong = routed.flatMap((sale) => {
    const from = orderOf(sale)?.warehouses.join("+") ?? "";
    return from === sale.buyer.place.warehouse
      ? []
      : [`${sale.number} to ${sale.buyer.place.city} leaves from ${from}`];
  });
  const counts = countBy(routed, (sale) => sale.buyer.place.warehouse);
  return noneOf(
    "orders leave from the warehouse of their region",
    wrong,
    Object.entries(counts)
      .map(([code, count]) => `${count} from ${code}`)
      .join(", "),
  );
}

function servedCheck(day: Day, orderOf: (sale: Sale) => OrderAnswer | undefined, waited: number): Check {
  const says = "orders that waited for stock are served when it arrives";
  if (waited === 0) return { says, ok: false, found: "no order had to wait: the short article was not short" };
  const waiting = day.sales.filter(
    (sale) => isShort(sale) && expectedStatus(sale) === "allocated" && orderOf(sale)?.status !== "allocated",
  );
  return noneOf(
    says,
    waiting.map((sale) => `${sale.number} is ${orderOf(sale)?.status ?? "missing"}`),
    `${waited} waited, none waits now`,
  );
}
