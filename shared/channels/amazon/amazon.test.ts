import { normaliseContract } from "../normalise.contract.ts";
import { amazon } from "./amazon.ts";
import { samples } from "./samples.ts";

const expected: Readonly<Record<string, string>> = {
  "notification-order-placed": "pull 113-0000001-0000101",
  "notification-buyer-wants-out": "pull 113-0000002-0000202",
  "order-pending": "order 113-0000001-0000101 | pending | open (PENDING)",
  "order-unshipped":
    "order 113-0000001-0000101 | 113-0000001-0000101 USD 8617 = 8046 - 720 + 599 + 0 + tax 692 | paid | open (UNSHIPPED) | MUG-OAT-12x4 BRUSH-Sx1 | to US/OR/Portland",
  "order-partly-shipped":
    "order 113-0000001-0000101 | 113-0000001-0000101 USD 8617 = 8046 - 720 + 599 + 0 + tax 692 | paid | open (PARTIALLY_SHIPPED) | MUG-OAT-12x4 BRUSH-Sx1 | to US/OR/Portland | parcel success UPS 1Z999AA10100000251",
  "order-shipped":
    "order 113-0000001-0000101 | 113-0000001-0000101 USD 8617 = 8046 - 720 + 599 + 0 + tax 692 | paid | closed+fulfilled (SHIPPED) | MUG-OAT-12x4 BRUSH-Sx1 | to US/OR/Portland | parcel success UPS 1Z999AA10100000251 parcel success UPS 1Z999AA10100000252",
  "order-buyer-wants-out":
    "order 113-0000002-0000202 | 113-0000002-0000202 USD 6420 = 6000 - 0 + 0 + 0 + tax 420 | paid | held (UNSHIPPED) | LAMP-RICE-30x1 | to US/RI/Providence",
  "order-cancelled":
    "order 113-0000002-0000202 | 113-0000002-0000202 USD 6420 = 6000 - 0 + 0 + 0 + tax 420 | voided | cancelled (CANCELLED) | LAMP-RICE-30x1-1 | to US/RI/Providence",
  "order-partly-cancelled":
    "order 114-0000006-0000606 | 114-0000006-0000606 USD 5397 = 5397 - 0 + 0 + 0 + tax 0 | paid | open (UNSHIPPED) | MUG-OAT-12x3-1 | to US/OR/Portland",
  "order-unshipped-jpy":
    "order 250-0000003-0000303 | 250-0000003-0000303 JPY 20350 = 19940 - 0 + 410 + 0 + tax 1850 inside | paid | open (UNSHIPPED) | YUKATA-Mx2 | to JP/東京都/世田谷区",
  "order-cash-on-delivery":
    "order 408-0000005-0000505 | 408-0000005-0000505 INR 114800 = 109800 - 0 + 0 + 5000 + tax 0 | pending on delivery | open (UNSHIPPED) | SPICE-GM-100x3 | to IN/KERALA/Kochi",
  "order-shipped-by-amazon":
    "order 202-0000004-0000404 | 202-0000004-0000404 GBP 1450 = 1450 - 0 + 0 + 0 + tax 0 | paid | closed+fulfilled (SHIPPED) | SOAP-LAVx2(stays)",
  "order-not-adding-up":
    "order 114-0000007-0000707 | 114-0000007-0000707 USD 1899 = 1799 - 0 + 0 + 0 + tax 0 off by 100 | paid | open (UNSHIPPED) | MUG-OAT-12x1 | to US/OR/Portland",
  "order-unknown-status": "refused: unknown_status at order.fulfillment.fulfillmentStatus",
  "order-v0-unshipped":
    "order 113-0000009-0000909 | 113-0000009-0000909 USD 2881 = 2502 - 252 + 399 + 0 + tax 232 | paid | open (Unshipped) | COASTER-CORKx3 | to US/WA/Tacoma",
};

normaliseContract(amazon, { samples, expected, bigId: /("(?:orderId|AmazonOrderId)": ")[^"]+/ });
