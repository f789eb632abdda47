import type { Result } from "../kernel/result.ts";
import type {
  AddressFacts,
  HeaderFacts,
  IncomingOrder,
  LineFacts,
  PaymentFacts,
  StatusFacts,
} from "../orders/facts.ts";
import type { Normalised, NormaliseProblem } from "./channel.ts";

/** One line a person can check against the payload; amounts in minor units. For tests and tables. */
export function summarise(result: Result<Normalised, NormaliseProblem>): string {
  if (!result.ok) return `refused: ${result.error.kind} at ${result.error.at}`;
  const { value } = result;
  if (value.kind === "pull") return `pull ${value.channelOrderIds.join(" ")}`;
  return value.kind === "ignored" ? "ignored" : summariseOrder(value.order);
}

export function summariseOrder(order: IncomingOrder): string {
  const { header, payment, status, lines, address, refunds, fulfilments } = order;
  return [
    `order ${order.channelOrderId}`,
    header && headerText(header),
    payment && paymentText(payment),
    status && statusText(status),
    lines?.map(lineText).join(" "),
    address && addressText(address),
    refunds &&
      refunds.length > 0 &&
      refunds.map((refund) => `refund ${refund.refundId} ${refund.amountMinor}`).join(" "),
    fulfilments &&
      fulfilments.length > 0 &&
      fulfilments
        .map((parcel) => `parcel ${parcel.state} ${parcel.carrier ?? "-"} ${parcel.trackingNo ?? "-"}`)
        .join(" "),
  ]
    .filter((part) => typeof part === "string" && part !== "")
    .join(" | ");
}

function headerText({ channelOrderNo, currency, amounts, discrepancyMinor, isTest }: HeaderFacts): string {
  const { totalMinor, itemsMinor, discountMinor, shippingMinor, feesMinor, taxMinor, taxesIncluded } = amounts;
  const tax = `${taxMinor}${taxesIncluded ? " inside" : ""}`;
  const parts = `${itemsMinor} - ${discountMinor} + ${shippingMinor} + ${feesMinor} + tax ${tax}`;
  const off = discrepancyMinor === 0 ? "" : ` off by ${discrepancyMinor}`;
  return `${isTest ? "TEST " : ""}${channelOrderNo} ${currency} ${totalMinor} = ${parts}${off}`;
}

function paymentText({ state, payOnDelivery }: PaymentFacts): string {
  return payOnDelivery ? `${state} on delivery` : state;
}

function statusText({ raw, cancelledAt, closedAt, isDeleted, isFulfilled, shipHold }: StatusFacts): string {
  const words = [
    isDeleted && "deleted",
    cancelledAt !== null && "cancelled",
    closedAt !== null && "closed",
    isFulfilled && "fulfilled",
    shipHold !== undefined && "held",
  ].filter((word) => word !== false);
  return `${words.length === 0 ? "open" : words.join("+")} (${raw})`;
}

function lineText({ sku, quantity, removedQuantity, needsShipping }: LineFacts): string {
  const removed = removedQuantity === 0 ? "" : `-${removedQuantity}`;
  return `${sku === "" ? "?" : sku}x${quantity}${removed}${needsShipping ? "" : "(stays)"}`;
}

function addressText({ country, region, city }: AddressFacts): string {
  return `to ${country}/${region}/${city}`;
}
