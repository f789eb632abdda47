import { channelContract } from "../channel.contract.ts";
import { lazada } from "./lazada.ts";
import { samples } from "./samples.ts";

const expected: Readonly<Record<string, string>> = {
  "push-line-pending": "pull 83920000000001",
  "push-other-line-pending": "pull 83920000000001",
  "push-refund-succeeded": "pull 83920000000001",
  "push-token-expires": "ignored",
  "push-trial": "ignored",
  "order-unpaid-sgd":
    "order 83920000000001 | 83920000000001 SGD 11079 = 11780 - 900 + 199 + 0 + tax 0 inside | pending | open (unpaid) | CUP-CEL-200x2 POT-IRON-800x1 | to SG/Singapore/Ang Mo Kio",
  "order-pending-sgd":
    "order 83920000000001 | 83920000000001 SGD 11079 = 11780 - 900 + 199 + 0 + tax 0 inside | paid | open (pending) | CUP-CEL-200x2 POT-IRON-800x1 | to SG/Singapore/Ang Mo Kio",
  "order-partly-shipped-sgd":
    "order 83920000000001 | 83920000000001 SGD 11079 = 11780 - 900 + 199 + 0 + tax 0 inside | paid | open (packed/shipped) | CUP-CEL-200x2 POT-IRON-800x1 | to SG/Singapore/Ang Mo Kio | parcel success Ninja Van SG NVSGLZ0000001 parcel pending Ninja Van SG NVSGLZ0000002",
  "order-shipped-sgd":
    "order 83920000000001 | 83920000000001 SGD 11079 = 11780 - 900 + 199 + 0 + tax 0 inside | paid | fulfilled (shipped) | CUP-CEL-200x2 POT-IRON-800x1 | to SG/Singapore/Ang Mo Kio | parcel success Ninja Van SG NVSGLZ0000001 parcel success Ninja Van SG NVSGLZ0000002",
  "order-delivered-one-refunded-sgd":
    "order 83920000000001 | 83920000000001 SGD 11079 = 11780 - 900 + 199 + 0 + tax 0 inside | partially_refunded | closed+fulfilled (delivered/returned) | CUP-CEL-200x2 POT-IRON-800x1 | to SG/Singapore/Ang Mo Kio | refund 83930000000101 2290 | parcel success Ninja Van SG NVSGLZ0000001 parcel success Ninja Van SG NVSGLZ0000002",
  "order-cod-pending-vnd":
    "order 260422900198363 | 260422900198363 VND 446500 = 450000 - 20000 + 16500 + 0 + tax 0 inside | pending on delivery | open (pending) | LAMP-BAM-Mx1 | to VN/Hồ Chí Minh/Quận 2",
  "order-cod-returned-vnd":
    "order 260422900198363 | 260422900198363 VND 446500 = 450000 - 20000 + 16500 + 0 + tax 0 inside | refunded on delivery | closed+fulfilled (returned) | LAMP-BAM-Mx1 | to VN/Hồ Chí Minh/Quận 2 | refund 260430000000101 430000 | parcel success LEX VN LEXVN0000000001",
  "order-one-piece-cancelled-myr":
    "order 3370000000000001 | 3370000000000001 MYR 3070 = 2580 - 0 + 490 + 0 + tax 0 inside | paid | open (canceled/pending) | SOAP-LAVx2-1 | to MY/Sarawak/Kuching",
  "order-cancelled-myr":
    "order 3370000000000001 | 3370000000000001 MYR 3070 = 2580 - 0 + 490 + 0 + tax 0 inside | voided | cancelled (canceled) | SOAP-LAVx2-2 | to MY/Sarawak/Kuching",
  "order-not-adding-up-thb":
    "order 711430000000001 | 711430000000001 THB 63800 = 59000 - 0 + 3800 + 0 + tax 0 inside off by 1000 | paid | open (pending) | FAN-TBL-01x1 | to TH/กรุงเทพมหานคร/เขตบางรัก",
  "order-unknown-status": "refused: unknown_status at items.data[0].status",
};

const secrets = { own: "app_key=100132;app_secret=kept-well", another: "app_key=100132\napp_secret=another" };

channelContract(lazada, { samples, expected, secrets, bigId: /("order_id":\s*|"trade_order_id":\s*)"?\d+"?/ });
