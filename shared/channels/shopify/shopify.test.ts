import { channelContract } from "../channel.contract.ts";
import { samples } from "./samples.ts";
import { shopify } from "./shopify.ts";

const expected: Readonly<Record<string, string>> = {
  "order-created-cny":
    "order 9120000000000000101 | #1041 CNY 25100 = 24900 - 1000 + 1200 + 0 + tax 2750 inside | pending | open (pending/unfulfilled) | TEA-LJ-100x2 CUP-CEL-01x1 TEA-LJ-100x1 | to CN/SH/上海市",
  "order-paid-cny":
    "order 9120000000000000101 | #1041 CNY 25100 = 24900 - 1000 + 1200 + 0 + tax 2750 inside | paid | open (paid/unfulfilled) | TEA-LJ-100x2 CUP-CEL-01x1 TEA-LJ-100x1 | to CN/SH/上海市",
  "order-updated-usd":
    "order 9120000000000000201 | #1042 USD 8795 = 8025 - 803 + 795 + 200 + tax 578 | paid | open (paid/unfulfilled) | MUG-OAT-12x4 BRUSH-Sx1 | to US/OR/Portland",
  "order-paid-jpy":
    "order 9120000000000000301 | #1043 JPY 19460 = 18800 - 0 + 660 + 0 + tax 1708 inside | paid | open (paid/unfulfilled) | YUKATA-Mx1 OBI-01x2 | to JP/JP-13/世田谷区",
  "order-paid-kwd":
    "order 9120000000000000401 | #1044 KWD 15500 = 14250 - 0 + 1250 + 0 + tax 0 | paid | open (paid/unfulfilled) | DATES-1KGx3 | to KW//Kuwait City",
  "order-partially-refunded":
    "order 9120000000000000201 | #1042 USD 8795 = 8025 - 803 + 795 + 200 + tax 578 | partially_refunded | open (partially_refunded/unfulfilled) | MUG-OAT-12x4-1 BRUSH-Sx1 | to US/OR/Portland | refund 850000000201 1798",
  "refund-created": "order 9120000000000000201 | refund 850000000201 1798",
  "order-returned-after-shipping":
    "order 9120000000000000201 | #1042 USD 8795 = 8025 - 803 + 795 + 200 + tax 578 | partially_refunded | fulfilled (partially_refunded/fulfilled) | MUG-OAT-12x4 BRUSH-Sx1 | to US/OR/Portland | refund 850000000202 1798 | parcel success UPS 1Z999AA10100000142",
  "order-partially-fulfilled":
    "order 9120000000000000201 | #1042 USD 8795 = 8025 - 803 + 795 + 200 + tax 578 | paid | open (paid/partial) | MUG-OAT-12x4 BRUSH-Sx1 | to US/OR/Portland | parcel success UPS 1Z999AA10100000143, 1Z999AA10100000144",
  "fulfilment-created": "order 9120000000000000201 | parcel success UPS 1Z999AA10100000143, 1Z999AA10100000144",
  "fulfilment-cancelled": "order 9120000000000000201 | parcel cancelled UPS 1Z999AA10100000143, 1Z999AA10100000144",
  "order-fulfilled":
    "order 9120000000000000201 | #1042 USD 8795 = 8025 - 803 + 795 + 200 + tax 578 | paid | closed+fulfilled (paid/fulfilled) | MUG-OAT-12x4 BRUSH-Sx1 | to US/OR/Portland | parcel success UPS 1Z999AA10100000142",
  "order-cancelled":
    "order 9120000000000000101 | #1041 CNY 25100 = 24900 - 1000 + 1200 + 0 + tax 2750 inside | voided | cancelled (voided/unfulfilled) | TEA-LJ-100x2 CUP-CEL-01x1 TEA-LJ-100x1 | to CN/SH/上海市",
  "order-gift-card":
    "order 9120000000000000501 | #1045 USD 7000 = 6500 - 0 + 500 + 0 + tax 0 | paid | open (paid/unfulfilled) | GIFT-50x1(stays) SOAP-LAVx2 | to GB/ENG/Bristol",
  "order-without-address":
    "order 9120000000000000502 | #1046 USD 2500 = 2500 - 0 + 0 + 0 + tax 0 | paid | open (paid/unfulfilled) | GIFT-25x1(stays)",
  "order-missing-address":
    "order 9120000000000000601 | #1047 USD 1850 = 1850 - 0 + 0 + 0 + tax 0 | paid | open (paid/unfulfilled) | MUG-OAT-12x1",
  "order-missing-sku":
    "order 9120000000000000602 | #1048 CNY 12800 = 12800 - 0 + 0 + 0 + tax 0 | paid | open (paid/unfulfilled) | ?x1 | to CN/SC/成都市",
  "order-unknown-status": "refused: unknown_status at financial_status",
  "order-cash-on-delivery":
    "order 9120000000000000604 | #1050 CNY 19200 = 18000 - 0 + 1200 + 0 + tax 0 | pending on delivery | open (pending/unfulfilled) | CUP-CEL-01x4 | to CN/SC/成都市",
  "order-test":
    "order 9120000000000000605 | TEST #1051 USD 750 = 750 - 0 + 0 + 0 + tax 0 | paid | open (paid/unfulfilled) | SOAP-LAVx1 | to US/OR/Portland",
  "order-not-adding-up":
    "order 9120000000000000701 | #1052 USD 8895 = 8025 - 803 + 795 + 200 + tax 578 off by 100 | paid | open (paid/unfulfilled) | MUG-OAT-12x4 BRUSH-Sx1 | to US/OR/Portland",
  "order-edited": "ignored",
  "order-deleted": "order 9120000000000000101 | deleted+cancelled (deleted)",
};

channelContract(shopify, { samples, expected });
