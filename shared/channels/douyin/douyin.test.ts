import { channelContract } from "../channel.contract.ts";
import { douyin } from "./douyin.ts";
import { samples } from "./samples.ts";

const expected: Readonly<Record<string, string>> = {
  "push-paid": "pull 6941230000000000101 6941230000000000202",
  "push-refund": "pull 6941230000000000202",
  "push-address-check": "ignored",
  "order-unpaid":
    "order 6941230000000000101 | 6941230000000000101 CNY 29600 = 30300 - 1500 + 800 + 0 + tax 0 | pending | open (1) | TEA-QC-6x2 MUG-QC-35x1 | to CN/浙江省/杭州市",
  "order-risk-control":
    "order 6941230000000000101 | 6941230000000000101 CNY 29600 = 30300 - 1500 + 800 + 0 + tax 0 | paid | held (105) | TEA-QC-6x2 MUG-QC-35x1 | to CN/浙江省/杭州市",
  "order-paid":
    "order 6941230000000000101 | 6941230000000000101 CNY 29600 = 30300 - 1500 + 800 + 0 + tax 0 | paid | open (2) | TEA-QC-6x2 MUG-QC-35x1 | to CN/浙江省/杭州市",
  "order-partly-shipped":
    "order 6941230000000000101 | 6941230000000000101 CNY 29600 = 30300 - 1500 + 800 + 0 + tax 0 | paid | open (101) | TEA-QC-6x2 MUG-QC-35x1 | to CN/浙江省/杭州市 | parcel success 顺丰速运 SF1000000000101",
  "order-shipped":
    "order 6941230000000000101 | 6941230000000000101 CNY 29600 = 30300 - 1500 + 800 + 0 + tax 0 | paid | fulfilled (3) | TEA-QC-6x2 MUG-QC-35x1 | to CN/浙江省/杭州市 | parcel success 顺丰速运 SF1000000000101 parcel success 顺丰速运 SF1000000000102",
  "order-finished":
    "order 6941230000000000101 | 6941230000000000101 CNY 29600 = 30300 - 1500 + 800 + 0 + tax 0 | paid | closed+fulfilled (5) | TEA-QC-6x2 MUG-QC-35x1 | to CN/浙江省/杭州市 | parcel success 顺丰速运 SF1000000000101 parcel success 顺丰速运 SF1000000000102",
  "order-returned-after-shipping":
    "order 6941230000000000101 | 6941230000000000101 CNY 29600 = 30300 - 1500 + 800 + 0 + tax 0 | partially_refunded | closed+fulfilled (5) | TEA-QC-6x2 MUG-QC-35x1 | to CN/浙江省/杭州市 | refund 7400000000000000101 4000 | parcel success 顺丰速运 SF1000000000101 parcel success 顺丰速运 SF1000000000102",
  "order-refund-asked":
    "order 6941230000000000202 | 6941230000000000202 CNY 13500 = 13500 - 0 + 0 + 0 + tax 0 | paid | held (2) | MUG-QC-35x3 | to CN/浙江省/杭州市",
  "order-partly-refunded":
    "order 6941230000000000202 | 6941230000000000202 CNY 13500 = 13500 - 0 + 0 + 0 + tax 0 | partially_refunded | open (2) | MUG-QC-35x3-1 | to CN/浙江省/杭州市 | refund 7400000000000000202 4500",
  "order-refunded":
    "order 6941230000000000202 | 6941230000000000202 CNY 13500 = 13500 - 0 + 0 + 0 + tax 0 | refunded | closed (4/21) | MUG-QC-35x3-3 | to CN/浙江省/杭州市 | refund 7400000000000000202 4500 refund 7400000000000000203 9000",
  "order-cancelled":
    "order 6941230000000000303 | 6941230000000000303 CNY 9000 = 9000 - 0 + 0 + 0 + tax 0 | voided | cancelled (4) | MUG-OLD-35x2 | to CN/浙江省/杭州市",
  "order-deposit-paid":
    "order 6941230000000000404 | 6941230000000000404 CNY 4500 = 4500 - 0 + 0 + 0 + tax 0 | partially_paid | open (1/103) | MUG-QC-35x1 | to CN/浙江省/杭州市",
  "order-cash-on-delivery":
    "order 6941230000000000505 | 6941230000000000505 CNY 8500 = 9000 - 500 + 0 + 0 + tax 0 | pending on delivery | open (2) | MUG-QC-35x2 CARD-GIFTx1(stays) | to CN/浙江省/杭州市",
  "order-unknown-status": "refused: unknown_status at detail.data.shop_order_detail.order_status",
};

channelContract(douyin, {
  samples,
  expected,
  bigId: /("order_id":\s*"|\\"p_id\\":)\d+/,
  secrets: {
    own: "app_key=7000000000000000001;app_secret=own-secret",
    another: "app_key=7000000000000000001;app_secret=x",
  },
});
