import { channelContract } from "../channel.contract.ts";
import { samples } from "./samples.ts";
import { woocommerce } from "./woocommerce.ts";

const expected: Readonly<Record<string, string>> = {
  "order-created-cny":
    "order 731 | 731 CNY 28655 = 30200 - 2745 + 1200 + 0 + tax 0 | pending | open (pending) | TEA-DHP-50x2 FILTER-01x1 TEA-DHP-50x1 | to CN/CN12/杭州市",
  "order-paid-cny":
    "order 731 | 731 CNY 28655 = 30200 - 2745 + 1200 + 0 + tax 0 | paid | open (processing) | TEA-DHP-50x2 FILTER-01x1 TEA-DHP-50x1 | to CN/CN12/杭州市",
  "order-cash-on-delivery":
    "order 732 | 732 CNY 8800 = 7600 - 0 + 1200 + 0 + tax 0 | pending on delivery | open (processing) | FILTER-01x2 | to CN/CN20/广州市",
  "order-paid-jpy":
    "order 733 | 733 JPY 12400 = 10684 - 2 + 591 + 0 + tax 1127 | paid | open (processing) | BOWL-KUROx3 WHISK-80x1 | to JP/JP13/杉並区",
  "order-paid-kwd":
    "order 734 | 734 KWD 11000 = 9500 - 0 + 1500 + 0 + tax 0 | paid | open (processing) | OUD-10x2 | to KW//Kuwait City",
  "order-paid-usd":
    "order 735 | 735 USD 10199 = 8897 - 890 + 950 + 500 + tax 742 | paid | open (processing) | PLANT-FERNx3 POT-CLAY-Lx2 | to US/CA/Sacramento",
  "order-partially-refunded":
    "order 735 | 735 USD 10199 = 8897 - 890 + 950 + 500 + tax 742 | partially_refunded | open (processing) | PLANT-FERNx3 POT-CLAY-Lx2 | to US/CA/Sacramento | refund 3590 1409",
  "order-completed":
    "order 735 | 735 USD 10199 = 8897 - 890 + 950 + 500 + tax 742 | paid | closed+fulfilled (completed) | PLANT-FERNx3 POT-CLAY-Lx2 | to US/CA/Sacramento",
  "order-refunded":
    "order 735 | 735 USD 10199 = 8897 - 890 + 950 + 500 + tax 742 | refunded | closed (refunded) | PLANT-FERNx3 POT-CLAY-Lx2 | to US/CA/Sacramento | refund 3591 10199",
  "order-cancelled":
    "order 731 | 731 CNY 28655 = 30200 - 2745 + 1200 + 0 + tax 0 | voided | cancelled (cancelled) | TEA-DHP-50x2 FILTER-01x1 TEA-DHP-50x1 | to CN/CN12/杭州市",
  "order-failed":
    "order 731 | 731 CNY 28655 = 30200 - 2745 + 1200 + 0 + tax 0 | voided | cancelled (failed) | TEA-DHP-50x2 FILTER-01x1 TEA-DHP-50x1 | to CN/CN12/杭州市",
  "order-on-hold":
    "order 736 | 736 GBP 6950 = 6400 - 0 + 550 + 0 + tax 0 | pending | open (on-hold) | BLANKET-Wx1 | to GB//Leeds",
  "order-custom-status":
    "order 737 | 737 GBP 13350 = 12800 - 0 + 550 + 0 + tax 0 | paid | open (awaiting-packing) | BLANKET-Wx2 | to GB//Leeds",
  "order-bundle":
    "order 738 | 738 GBP 5500 = 5500 - 0 + 0 + 0 + tax 0 | paid | open (processing) | SET-TEAx1 CUP-Wx4(stays) POT-Wx1(stays) | to GB//Leeds",
  "order-bundle-of-parts":
    "order 739 | 739 GBP 5200 = 5200 - 0 + 0 + 0 + tax 0 | paid | open (processing) | ?x1(stays) PLATE-Wx2 BASKET-Sx1 | to GB//Leeds",
  "order-missing-sku":
    "order 740 | 740 GBP 3200 = 3200 - 0 + 0 + 0 + tax 0 | paid | open (processing) | ?x1 | to GB//Leeds",
  "order-without-address":
    "order 741 | 741 GBP 600 = 600 - 0 + 0 + 0 + tax 0 | paid | closed+fulfilled (completed) | PDF-KNITx1(stays)",
  "order-gift-card-payment":
    "order 742 | 742 GBP 4400 = 6400 - 0 + 0 + 0 + tax 0 off by -2000 | paid | open (processing) | BLANKET-Wx1 | to GB//Leeds",
  "order-draft": "ignored",
  "order-trashed":
    "order 731 | 731 CNY 28655 = 30200 - 2745 + 1200 + 0 + tax 0 | pending | deleted+cancelled (trash) | TEA-DHP-50x2 FILTER-01x1 TEA-DHP-50x1 | to CN/CN12/杭州市",
  "order-deleted": "order 731 | deleted+cancelled (deleted)",
  "order-restored":
    "order 731 | 731 CNY 28655 = 30200 - 2745 + 1200 + 0 + tax 0 | pending | open (pending) | TEA-DHP-50x2 FILTER-01x1 TEA-DHP-50x1 | to CN/CN12/杭州市",
};

channelContract(woocommerce, { samples, expected });
