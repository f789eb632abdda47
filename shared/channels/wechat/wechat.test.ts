import { channelContract } from "../channel.contract.ts";
import { samples } from "./samples.ts";
import { wechat } from "./wechat.ts";

const expected: Readonly<Record<string, string>> = {
  "push-new": "pull 3705115058471208101",
  "push-deliver": "pull 3705115058471208101",
  "push-after-sale": "pull 3705115058471208101",
  "push-product-audit": "ignored",
  "order-unpaid":
    "order 3705115058471208101 | 3705115058471208101 CNY 47400 = 48900 - 2500 + 1000 + 0 + tax 0 inside | pending | open (10) | FIT-RING-1x2 MAT-6MMx1 | to CN/四川省/成都市",
  "order-paid":
    "order 3705115058471208101 | 3705115058471208101 CNY 47400 = 48900 - 2500 + 1000 + 0 + tax 0 inside | paid | open (20) | FIT-RING-1x2 MAT-6MMx1 | to CN/四川省/成都市",
  "order-refund-asked":
    "order 3705115058471208101 | 3705115058471208101 CNY 47400 = 48900 - 2500 + 1000 + 0 + tax 0 inside | paid | held (20) | FIT-RING-1x2 MAT-6MMx1 | to CN/四川省/成都市",
  "order-partly-refunded":
    "order 3705115058471208101 | 3705115058471208101 CNY 47400 = 48900 - 2500 + 1000 + 0 + tax 0 inside | partially_refunded | open (20) | FIT-RING-1x2-1 MAT-6MMx1 | to CN/四川省/成都市 | refund 2000000000000101 19000",
  "order-partly-shipped":
    "order 3705115058471208101 | 3705115058471208101 CNY 47400 = 48900 - 2500 + 1000 + 0 + tax 0 inside | partially_refunded | open (21) | FIT-RING-1x2-1 MAT-6MMx1 | to CN/四川省/成都市 | refund 2000000000000101 19000 | parcel success 顺丰速运 SF2000000000101",
  "order-shipped":
    "order 3705115058471208101 | 3705115058471208101 CNY 47400 = 48900 - 2500 + 1000 + 0 + tax 0 inside | partially_refunded | fulfilled (30) | FIT-RING-1x2-1 MAT-6MMx1 | to CN/四川省/成都市 | refund 2000000000000101 19000 | parcel success 顺丰速运 SF2000000000101 parcel success 顺丰速运 SF2000000000102",
  "order-done":
    "order 3705115058471208101 | 3705115058471208101 CNY 47400 = 48900 - 2500 + 1000 + 0 + tax 0 inside | partially_refunded | closed+fulfilled (100) | FIT-RING-1x2-1 MAT-6MMx1 | to CN/四川省/成都市 | refund 2000000000000101 19000 | parcel success 顺丰速运 SF2000000000101 parcel success 顺丰速运 SF2000000000102",
  "order-timed-out":
    "order 3705115058471208202 | 3705115058471208202 CNY 8900 = 8900 - 0 + 0 + 0 + tax 0 inside | voided | cancelled (250) | MAT-6MMx1 | to CN/四川省/成都市",
  "order-returned-whole":
    "order 3705115058471208303 | 3705115058471208303 CNY 8900 = 8900 - 0 + 0 + 0 + tax 0 inside | refunded | cancelled+fulfilled (200) | MAT-6MMx1 | to CN/四川省/成都市 | refund 2000000000000303 8900 | parcel success 顺丰速运 SF2000000000303",
  "order-oversold":
    "order 3705115058471208404 | 3705115058471208404 CNY 8900 = 8900 - 0 + 0 + 0 + tax 0 inside | refunded | cancelled (190) | MAT-6MMx1-1 | to CN/四川省/成都市",
  "order-gift":
    "order 3705115058471208505 | 3705115058471208505 CNY 8900 = 8900 - 0 + 0 + 0 + tax 0 inside | paid | held (12) | MAT-6MMx1",
  "order-repriced-with-gift":
    "order 3705115058471208606 | 3705115058471208606 CNY 16300 = 17800 - 2000 + 500 + 0 + tax 0 inside | paid | open (20) | MAT-OLDx2 MAT-OLDx1 | to CN/四川省/成都市",
  "order-virtual":
    "order 3705115058471208707 | 3705115058471208707 CNY 8900 = 8900 - 0 + 0 + 0 + tax 0 inside | paid | open (20) | COURSE-1x1(stays)",
  "order-unknown-status": "refused: unknown_status at answer.order.status",
};

const secretWith = (token: string): string =>
  `token=${token};aes_key=abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG;app_id=wx00000000000000aa`;

/** In secure mode: the plain one signs no body, see verify.test.ts. */
channelContract(wechat, {
  samples,
  expected,
  bigId: /("order_id":\s*"?)\d+/,
  secrets: { own: secretWith("ownToken"), another: secretWith("anotherToken") },
  allowedSeconds: 4 * 3600,
  signsInside: true,
});
