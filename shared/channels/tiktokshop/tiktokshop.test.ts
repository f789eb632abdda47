import { channelContract } from "../channel.contract.ts";
import { samples } from "./samples.ts";
import { tiktokshop } from "./tiktokshop.ts";

const expected: Readonly<Record<string, string>> = {
  "push-order-status": "pull 577100000000000101",
  "push-cancellation": "pull 577100000000000202",
  "push-deauthorised": "ignored",
  "order-unpaid":
    "order 577100000000000101 | 577100000000000101 MYR 9560 = 10170 - 1100 + 490 + 0 + tax 0 | pending | open (UNPAID) | BATIK-Mx3 KEYRING-01x1",
  "order-paid":
    "order 577100000000000101 | 577100000000000101 MYR 9560 = 10170 - 1100 + 490 + 0 + tax 0 | paid | open (AWAITING_SHIPMENT) | BATIK-Mx3 KEYRING-01x1 | to MY/Selangor/Petaling Jaya",
  "order-label-made":
    "order 577100000000000101 | 577100000000000101 MYR 9560 = 10170 - 1100 + 490 + 0 + tax 0 | paid | open (AWAITING_COLLECTION) | BATIK-Mx3 KEYRING-01x1 | to MY/Selangor/Petaling Jaya | parcel pending J&T Express JT0000000000101",
  "order-partly-shipped":
    "order 577100000000000101 | 577100000000000101 MYR 9560 = 10170 - 1100 + 490 + 0 + tax 0 | paid | open (PARTIALLY_SHIPPING) | BATIK-Mx3 KEYRING-01x1 | to MY/Selangor/Petaling Jaya | parcel success J&T Express JT0000000000101",
  "order-shipped":
    "order 577100000000000101 | 577100000000000101 MYR 9560 = 10170 - 1100 + 490 + 0 + tax 0 | paid | fulfilled (IN_TRANSIT) | BATIK-Mx3 KEYRING-01x1 | to MY/Selangor/Petaling Jaya | parcel success J&T Express JT0000000000101 parcel success J&T Express JT0000000000102",
  "order-completed":
    "order 577100000000000101 | 577100000000000101 MYR 9560 = 10170 - 1100 + 490 + 0 + tax 0 | paid | closed+fulfilled (COMPLETED) | BATIK-Mx3 KEYRING-01x1 | to MY/Selangor/Petaling Jaya | parcel success J&T Express JT0000000000101 parcel success J&T Express JT0000000000102",
  "order-returned":
    "order 577100000000000101 | 577100000000000101 MYR 9560 = 10170 - 1100 + 490 + 0 + tax 0 | partially_refunded | closed+fulfilled (COMPLETED) | BATIK-Mx3 KEYRING-01x1 | to MY/Selangor/Petaling Jaya | refund 4035000000000000101 5180 | parcel success J&T Express JT0000000000101 parcel success J&T Express JT0000000000102",
  "order-on-hold":
    "order 577100000000000202 | 577100000000000202 GBP 3499 = 3600 - 400 + 299 + 0 + tax 0 | paid | held (ON_HOLD) | CANDLE-FIGx2",
  "order-released":
    "order 577100000000000202 | 577100000000000202 GBP 3499 = 3600 - 400 + 299 + 0 + tax 0 | paid | open (AWAITING_SHIPMENT) | CANDLE-FIGx2 | to GB/England/Leeds",
  "order-unit-cancelled":
    "order 577100000000000202 | 577100000000000202 GBP 3499 = 3600 - 400 + 299 + 0 + tax 0 | partially_refunded | open (AWAITING_SHIPMENT) | CANDLE-FIGx2-1 | to GB/England/Leeds | refund 4036000000000000201 1600",
  "order-cancel-asked":
    "order 577100000000000202 | 577100000000000202 GBP 3499 = 3600 - 400 + 299 + 0 + tax 0 | partially_refunded | held (AWAITING_SHIPMENT) | CANDLE-FIGx2-1 | to GB/England/Leeds | refund 4036000000000000201 1600",
  "order-cancelled-after-payment":
    "order 577100000000000202 | 577100000000000202 GBP 3499 = 3600 - 400 + 299 + 0 + tax 0 | refunded | cancelled (CANCELLED) | CANDLE-FIGx2-2 | to GB/England/Leeds | refund 4036000000000000201 1600 refund 4036000000000000202 1899",
  "order-cancelled-unpaid":
    "order 577100000000000303 | 577100000000000303 MYR 9560 = 10170 - 1100 + 490 + 0 + tax 0 | voided | cancelled (CANCEL) | BATIK-Mx3-3 KEYRING-01x1-1",
  "order-cash-on-delivery":
    "order 577100000000000404 | 577100000000000404 VND 126500 = 125000 - 15000 + 16500 + 0 + tax 0 | pending on delivery | open (AWAITING_SHIPMENT) | COFFEE-500x1 | to VN/Hà Nội/Hoàn Kiếm",
  "order-shipped-by-tiktok":
    "order 577100000000000505 | 577100000000000505 USD 3382 = 2499 - 0 + 599 + 29 + tax 255 | paid | open (AWAITING_SHIPMENT) | TUMBLER-20x1(stays) TUMBLER-20x1(stays) | to US/Colorado/Denver",
  "order-sample-jpy":
    "order 577100000000000606 | 577100000000000606 JPY 1980 = 1980 - 0 + 0 + 0 + tax 0 | paid | open (AWAITING_SHIPMENT) | FUROSHIKI-90x1 | to JP/京都府/京都市下京区",
  "order-unknown-status": "refused: unknown_status at order.data.orders[0].status",
};

channelContract(tiktokshop, {
  samples,
  expected,
  bigId: /("orders":\s*\[\s*\{\s*"id":\s*"|"order_id":\s*")\d+/,
  secrets: { own: "app_key=6ab12cd34ef5;app_secret=own-secret", another: "app_key=6ab12cd34ef5;app_secret=another" },
});
