import { channelContract } from "../channel.contract.ts";
import { samples } from "./samples.ts";
import { square } from "./square.ts";

const expected: Readonly<Record<string, string>> = {
  "push-order-created": "pull CAISEDEMO0000000000000001ZY",
  "push-order-fulfillment-updated": "pull CAISEDEMO0000000000000001ZY",
  "push-payment-updated": "pull CAISEDEMO0000000000000001ZY",
  "push-refund-updated": "pull CAISEDEMORETURN00000000001ZY",
  "push-inventory-count": "ignored",
  "order-open":
    "order CAISEDEMO0000000000000001ZY | HARBOUR-2207 USD 7390 = 6400 - 500 + 0 + 1018 + tax 472 | pending | open (OPEN) | PEAR-250x4 CRATE-APPLEx1 | to US/ME/Portland | parcel pending - -",
  "order-authorized":
    "order CAISEDEMO0000000000000001ZY | HARBOUR-2207 USD 7390 = 6400 - 500 + 0 + 1018 + tax 472 | authorized | open (OPEN) | PEAR-250x4 CRATE-APPLEx1 | to US/ME/Portland | parcel pending - -",
  "order-paid":
    "order CAISEDEMO0000000000000001ZY | HARBOUR-2207 USD 7390 = 6400 - 500 + 0 + 1018 + tax 472 | paid | open (OPEN) | PEAR-250x4 CRATE-APPLEx1 | to US/ME/Portland | parcel pending - -",
  "order-shipped":
    "order CAISEDEMO0000000000000001ZY | HARBOUR-2207 USD 7390 = 6400 - 500 + 0 + 1018 + tax 472 | paid | closed+fulfilled (COMPLETED) | PEAR-250x4 CRATE-APPLEx1 | to US/ME/Portland | parcel success USPS 9400100000000000009001",
  "order-partially-refunded":
    "order CAISEDEMO0000000000000001ZY | HARBOUR-2207 USD 7390 = 6400 - 500 + 0 + 1018 + tax 472 | partially_refunded | closed+fulfilled (COMPLETED) | PEAR-250x4 CRATE-APPLEx1 | to US/ME/Portland | refund PAYDEMO0000000001_REFDEMO01 1250 | parcel success USPS 9400100000000000009001",
  "order-canceled":
    "order CAISEDEMO0000000000000002ZY | CAISEDEMO0000000000000002ZY USD 2500 = 2500 - 0 + 0 + 0 + tax 0 | voided | cancelled (CANCELED) | PEAR-250x2 | to US/ME/Bangor | parcel cancelled - -",
  "order-partly-paid":
    "order CAISEDEMO0000000000000003ZY | CAISEDEMO0000000000000003ZY USD 2500 = 2500 - 0 + 0 + 0 + tax 0 | partially_paid | open (OPEN) | PEAR-250x2 | to US/ME/Bangor | parcel pending - -",
  "sale-at-the-counter":
    "order CAISEDEMO0000000000000004ZY | CAISEDEMO0000000000000004ZY USD 2300 = 2100 - 0 + 0 + 200 + tax 0 | paid | closed+fulfilled (COMPLETED) | COFFEE-KGx1(stays)",
  "sale-at-the-counter-jpy":
    "order CAISEDEMO0000000000000005ZY | CAISEDEMO0000000000000005ZY JPY 3240 = 3240 - 0 + 0 + 0 + tax 240 inside | paid | closed+fulfilled (COMPLETED) | MATCHA-30x3(stays)",
  "order-missing-sku":
    "order CAISEDEMO0000000000000006ZY | CAISEDEMO0000000000000006ZY USD 2500 = 2500 - 0 + 0 + 0 + tax 0 | pending | open (OPEN) | ?x1 | parcel pending - -",
  "order-draft": "ignored",
  "order-unknown-state": "refused: unknown_status at order.order.state",
  "return-without-sale": "ignored",
};

channelContract(square, {
  samples,
  expected,
  bigId: /("order_id": "|"order": \{\s*"id": ")[^"]+/,
});
