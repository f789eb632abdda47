import { channelContract } from "../channel.contract.ts";
import { generic } from "./generic.ts";
import { samples } from "./samples.ts";

const expected: Readonly<Record<string, string>> = {
  "order-created-cny":
    "order 3070011900042 | M-0042 CNY 20600 = 21600 - 1000 + 0 + 0 + tax 1701 inside | pending | open (待付款) | RICE-WC-5x2 OIL-CS-1x1 | to CN/33/宁波市",
  "order-paid-cny":
    "order 3070011900042 | M-0042 CNY 20600 = 21600 - 1000 + 0 + 0 + tax 1701 inside | paid | open (待发货) | RICE-WC-5x2 OIL-CS-1x1 | to CN/33/宁波市",
  "order-cancelled": "order 3070011900042 | cancelled (cancelled)",
  "order-deleted": "order 3070011900042 | deleted+cancelled (deleted)",
  "order-paid-usd":
    "order HW-20031 | HW-20031 USD 8347 = 7600 - 740 + 650 + 300 + tax 537 | paid | open (ready to pack) | LAMP-BRASSx1 BULB-E14x4 | to US/WA/Olympia",
  "order-partly-fulfilled": "order HW-20031 | parcel success UPS 1Z999AA10100000901",
  "order-fulfilled": "order HW-20031 | fulfilled (fulfilled) | parcel success USPS 9400100000000000000017",
  "order-refunded": "order HW-20031 | partially_refunded | refund r-1 439",
  "order-paid-jpy":
    "order K-5512 | K-5512 JPY 9460 = 8800 - 0 + 660 + 0 + tax 860 inside | paid | open (open) | FUROSHIKI-70x2 TENUGUI-03x4 | to JP/JP-26/京都市",
  "order-paid-kwd":
    "order KW-118 | KW-118 KWD 8275 = 6775 - 0 + 1500 + 0 + tax 0 | paid | open (open) | CARDAMOM-250x5 | to KW//Kuwait City",
  "order-cash-on-delivery":
    "order 3070012000107 | M-0107 CNY 15000 = 13800 - 0 + 1200 + 0 + tax 0 inside | pending on delivery | open (货到付款) | RICE-WC-5x2 | to CN/44/佛山市",
  "sale-at-the-counter":
    "order POS-2-000871 | POS-2-000871 CNY 7800 = 7800 - 0 + 0 + 0 + tax 0 inside | paid | closed+fulfilled (门店自提) | OIL-CS-1x1(stays)",
  "order-with-its-whole-life":
    "order HW-20044 | HW-20044 USD 8347 = 7600 - 740 + 650 + 300 + tax 537 | partially_refunded | closed+fulfilled (done) | LAMP-BRASSx1 BULB-E14x4-1 | to US/WA/Olympia | refund r-9 439 | parcel success UPS 1Z999AA10100000902",
  "order-test-without-sku":
    "order TEST-1 | TEST TEST-1 CNY 13800 = 13800 - 0 + 0 + 0 + tax 0 inside | paid | ?x2 | to CN/44/佛山市",
  "order-not-adding-up":
    "order HW-20050 | HW-20050 USD 8447 = 7600 - 740 + 650 + 300 + tax 537 off by 100 | paid | open (ready to pack) | LAMP-BRASSx1 BULB-E14x4 | to US/WA/Olympia",
  "order-misspelt-field": "refused: bad_value at lines[1].quantitiy",
  "order-unknown-payment": "refused: unknown_status at payment.state",
  ping: "ignored",
};

channelContract(generic, { samples, expected, bigId: /^(\s*\{\s*"id":\s*")[^"]+/, allowedSeconds: 300 });
