import type { AddressAnswer, OrderAnswer } from "./answers.ts";
import { shortTime } from "./show-time.ts";
import { factLines, PAGE_WIDTH, textTable } from "./text-table.ts";
import { pad, wrap } from "./text-width.ts";

/** One order as a person wants to read it. */
export function orderText(order: OrderAnswer): string {
  return [
    titleLine(order),
    facts(order),
    lines(order),
    order.holds.length === 0
      ? ""
      : section(
          "Held",
          order.holds.map(({ reason, note }) => `${reason}: ${note}`),
        ),
    section(
      "Refunds",
      order.refunds.map(
        (refund) => `${shortTime(refund.at)}  ${refund.amount} ${order.currency ?? ""}  ${refund.reason ?? ""}`,
      ),
    ),
    section(
      "Parcels",
      order.fulfilments.map((parcel) => parcelText(parcel)),
    ),
    section("Ships from", routingSummary(order)),
    section(
      "Timeline (UTC)",
      order.timeline.map(
        ({ at, what, note }) =>
          `${shortTime(at)}  ${what.replaceAll("_", " ")}${note === undefined || note === "" ? "" : `: ${note}`}`,
      ),
    ),
  ]
    .filter((part) => part !== "")
    .join("\n\n");
}

/** Every warehouse in the order tried, with the rule or shortage that let it in or out. */
export function whyText(order: OrderAnswer): string {
  const { routing } = order;
  if (routing === null) return `${titleLine(order)}\n\n${notRoutedText(order)}`;
  const table = textTable(
    [{ title: "warehouse" }, { title: "verdict" }, { title: "because", wraps: true }],
    routing.considered.map(({ warehouse, verdict, because }) => [warehouse, verdict.replaceAll("_", " "), because]),
  );
  const decided = `decided ${shortTime(routing.decidedAt)} UTC with rule set ${routing.rulesVersion}`;
  return [titleLine(order), wrap(routing.because, PAGE_WIDTH).join("\n"), table, decided].join("\n\n");
}

export function titleLine(order: OrderAnswer): string {
  const number = order.channelOrderNo ?? order.channelOrderId;
  return `Order ${number}  ·  ${order.status.replaceAll("_", " ")}  ·  ${order.total ?? "?"} ${order.currency ?? ""}${order.isTest ? "  ·  TEST" : ""}`;
}

function facts(order: OrderAnswer): string {
  const { amounts } = order;
  return factLines([
    ["order id", order.orderId],
    ["shop", `${order.connectionId} (${order.channel})`],
    [
      "placed",
      order.placedAt === null
        ? ""
        : `${shortTime(order.placedAt)} UTC, business day ${order.businessDay ?? "none yet"}`,
    ],
    ["payment", paymentText(order.payment)],
    ["amounts", amounts === undefined ? "" : amountsText(amounts)],
    ["to", order.address === null ? "" : addressText(order.address)],
    ["buyer's note", order.note ?? ""],
    ["tags", order.tags.join(", ")],
    ["priority", order.priority === 5 ? "" : String(order.priority)],
  ]);
}

function paymentText(payment: OrderAnswer["payment"]): string {
  if (payment === null) return "not known yet";
  const { state, method, paidAt, payOnDelivery } = payment;
  const parts = [state.replaceAll("_", " "), method ?? "", paidAt === null ? "" : `${shortTime(paidAt)} UTC`];
  return [...parts, payOnDelivery ? "on delivery" : ""].filter((part) => part !== "").join(", ");
}

function amountsText(amounts: NonNullable<OrderAnswer["amounts"]>): string {
  const parts = [
    `items ${amounts.items}`,
    isZero(amounts.discount) ? "" : `discount -${amounts.discount}`,
    isZero(amounts.shipping) ? "" : `shipping ${amounts.shipping}`,
    isZero(amounts.fees) ? "" : `fees ${amounts.fees}`,
    isZero(amounts.tax) ? "" : `tax ${amounts.tax}${amounts.taxesIncluded ? " (inside the prices)" : ""}`,
    isZero(amounts.discrepancy) ? "" : `does not add up by ${amounts.discrepancy}`,
  ];
  return parts.filter((part) => part !== "").join(", ");
}

function isZero(amount: string): boolean {
  return !/[1-9]/.test(amount);
}

function addressText(address: AddressAnswer): string {
  const { name, phone, country, region, regionName, city, district, street, postalCode } = address;
  return [name, phone, country, regionName === "" ? region : regionName, city, district, street, postalCode]
    .filter((part) => part !== "")
    .join(", ");
}

function lines(order: OrderAnswer): string {
  return textTable(
    [
      { title: "sku", shrinks: true },
      { title: "title", shrinks: true },
      { title: "qty", align: "right" },
      { title: "allocated", align: "right" },
      { title: "shipped", align: "right" },
      { title: "unit price", align: "right" },
      { title: "total", align: "right" },
    ],
    order.lines.map((line) => [
      line.sku === "" ? "(none)" : line.sku,
      line.variant === null ? line.title : `${line.title} (${line.variant})`,
      String(line.quantity),
      String(line.allocated),
      String(line.shipped),
      line.unitPrice,
      line.total,
    ]),
  );
}

function parcelText(parcel: OrderAnswer["fulfilments"][number]): string {
  return [shortTime(parcel.at), parcel.state, parcel.carrier ?? "", parcel.trackingNo ?? ""]
    .filter((part) => part !== "")
    .join("  ");
}

function routingSummary(order: OrderAnswer): readonly string[] {
  const from = order.allocations.map(({ warehouse, sku, quantity }) => `${warehouse}  ${quantity} × ${sku}`);
  const waits = order.backorder.map(({ sku, quantity }) => `waits for ${quantity} × ${sku}`);
  if (order.routing === null) return [notRoutedText(order)];
  return [...wrap(order.routing.because, PAGE_WIDTH - 2), ...from, ...waits];
}

function notRoutedText({ status, holds }: OrderAnswer): string {
  if (holds.length > 0) return "not routed: it is held (see above)";
  return `not routed: nothing is to be shipped while it is ${status.replaceAll("_", " ")}`;
}

function section(title: string, body: readonly string[]): string {
  return body.length === 0 ? "" : [title, ...body.map((line) => `  ${pad(line, 0)}`)].join("\n");
}
