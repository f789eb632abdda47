import { channelContract } from "../channel.contract.ts";
import { bigcommerce } from "./bigcommerce.ts";
import { samples } from "./samples.ts";

const expected: Readonly<Record<string, string>> = {
  "push-order-created": "pull 5101",
  "push-status-updated": "pull 5101",
  "push-shipment-created": "pull 5101",
  "push-refund-created": "pull 5101",
  "push-message-created": "ignored",
  "order-awaiting-payment":
    "order 5101 | 5101 USD 10862 = 10500 - 502 + 864 + 0 + tax 805 inside | pending | open (Awaiting Payment) | KETTLE-1Lx1 CUP-BLUEx4 | to US/Colorado/Boulder",
  "order-awaiting-fulfillment":
    "order 5101 | 5101 USD 10862 = 10500 - 502 + 864 + 0 + tax 805 inside | paid | open (Awaiting Fulfillment) | KETTLE-1Lx1 CUP-BLUEx4 | to US/Colorado/Boulder",
  "order-partially-shipped":
    "order 5101 | 5101 USD 10862 = 10500 - 502 + 864 + 0 + tax 805 inside | paid | open (Partially Shipped) | KETTLE-1Lx1 CUP-BLUEx4 | to US/Colorado/Boulder | parcel success usps 9400100000000000000001",
  "order-partially-refunded":
    "order 5101 | 5101 USD 10862 = 10500 - 502 + 864 + 0 + tax 805 inside | partially_refunded | open (Partially Refunded) | KETTLE-1Lx1 CUP-BLUEx4-1 | to US/Colorado/Boulder | refund 37 1274 | parcel success usps 9400100000000000000001",
  "order-completed":
    "order 5101 | 5101 USD 10862 = 10500 - 502 + 864 + 0 + tax 805 inside | partially_refunded | closed+fulfilled (Completed) | KETTLE-1Lx1 CUP-BLUEx4-1 | to US/Colorado/Boulder | refund 37 1274 | parcel success usps 9400100000000000000001 parcel success usps 9400100000000000000002",
  "order-cancelled":
    "order 5102 | 5102 USD 4200 = 3600 - 0 + 600 + 0 + tax 0 inside | voided | cancelled (Cancelled) | BOWL-18x1 BOWL-24x1 | to US/Colorado/Boulder",
  "order-deleted":
    "order 5102 | 5102 USD 4200 = 3600 - 0 + 600 + 0 + tax 0 inside | voided | deleted+cancelled (Cancelled) | BOWL-18x1 BOWL-24x1 | to US/Colorado/Boulder",
  "order-refunded":
    "order 5103 | 5103 USD 4200 = 3600 - 0 + 600 + 0 + tax 0 inside | refunded | closed (Refunded) | BOWL-18x1 BOWL-24x1 | to US/Colorado/Boulder",
  "order-verification-required":
    "order 5104 | 5104 USD 4200 = 3600 - 0 + 600 + 0 + tax 0 inside | authorized | held (Manual Verification Required) | BOWL-18x1 BOWL-24x1 | to US/Colorado/Boulder",
  "order-two-addresses":
    "order 5105 | 5105 USD 4200 = 3600 - 0 + 600 + 0 + tax 0 inside | paid | held (Awaiting Fulfillment) | BOWL-18x1 BOWL-24x1 | to US/Colorado/Boulder",
  "order-cash-on-delivery":
    "order 5108 | 5108 USD 4200 = 3600 - 0 + 600 + 0 + tax 0 inside | pending on delivery | open (Awaiting Fulfillment) | BOWL-18x1 BOWL-24x1 | to US/Colorado/Boulder",
  "order-paid-kwd":
    "order 5109 | 5109 KWD 6001 = 4752 - 1 + 1250 + 0 + tax 0 inside | paid | open (Awaiting Fulfillment) | DATES-250x2 | to KW/Al Asimah/Kuwait City",
  "order-gift-card":
    "order 5110 | 5110 USD 2500 = 2500 - 0 + 0 + 0 + tax 0 inside | paid | closed+fulfilled (Completed) | GIFT-25x1(stays)",
  "order-incomplete": "ignored",
  "order-unknown-payment": "refused: unknown_status at order.payment_status",
};

channelContract(bigcommerce, {
  samples,
  expected,
  allowedSeconds: 300,
  bigId: /("orderId":\s*|"order",\s*"id":\s*|"order":\s*\{\s*"id":\s*)\d+/,
});
