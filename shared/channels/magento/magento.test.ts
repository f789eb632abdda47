import { generateKeyPairSync } from "node:crypto";
import { channelContract } from "../channel.contract.ts";
import { magento } from "./magento.ts";
import { samples } from "./samples.ts";

const expected: Readonly<Record<string, string>> = {
  "order-created-cny":
    "order 5001 | 000000731 CNY 28790 = 30150 - 2560 + 1200 + 0 + tax 0 | pending | open (pending) | SILK-SCARF-REDx2 SILK-SCARF-REDx2(stays) FAN-BAMBOOx1 | to CN/江苏省/苏州市",
  "order-paid-cny":
    "order 5001 | 000000731 CNY 28790 = 30150 - 2560 + 1200 + 0 + tax 0 | paid | open (processing) | SILK-SCARF-REDx2 SILK-SCARF-REDx2(stays) FAN-BAMBOOx1 | to CN/江苏省/苏州市",
  "order-on-hold":
    "order 5001 | 000000731 CNY 28790 = 30150 - 2560 + 1200 + 0 + tax 0 | held (holded) | SILK-SCARF-REDx2 SILK-SCARF-REDx2(stays) FAN-BAMBOOx1 | to CN/江苏省/苏州市",
  "order-state-only": "order 5001 | open (packing)",
  "order-canceled":
    "order 5001 | 000000731 CNY 28790 = 30150 - 2560 + 1200 + 0 + tax 0 | voided | cancelled (canceled) | SILK-SCARF-REDx2-2 SILK-SCARF-REDx2-2(stays) FAN-BAMBOOx1-1 | to CN/江苏省/苏州市",
  "order-authorized-usd":
    "order 5002 | 000000732 USD 6921 = 6299 - 430 + 700 + 0 + tax 352 | authorized | open (processing) | KIT-YOGA-A-Bx1(stays) BLOCK-CORKx2 STRAP-8x1 VIDEO-FLOWx1(stays) | to US/Vermont/Burlington",
  "shipment-created": "order 5002 | parcel success UPS 1Z999AA10100000931, 1Z999AA10100000932",
  "order-complete":
    "order 5002 | 000000732 USD 6921 = 6299 - 430 + 700 + 0 + tax 352 | paid | closed+fulfilled (complete) | KIT-YOGA-A-Bx1(stays) BLOCK-CORKx2 STRAP-8x1 VIDEO-FLOWx1(stays) | to US/Vermont/Burlington",
  "credit-memo-created": "order 5002 | refund 000000045 2385",
  "order-partially-refunded":
    "order 5002 | 000000732 USD 6921 = 6299 - 430 + 700 + 0 + tax 352 | partially_refunded | closed+fulfilled (complete) | KIT-YOGA-A-Bx1(stays) BLOCK-CORKx2 STRAP-8x1 VIDEO-FLOWx1(stays) | to US/Vermont/Burlington",
  "order-refunded-before-shipping":
    "order 5003 | 000000733 USD 6921 = 6299 - 430 + 700 + 0 + tax 352 | partially_refunded | open (processing) | KIT-YOGA-A-Bx1(stays) BLOCK-CORKx2-1 STRAP-8x1 VIDEO-FLOWx1(stays) | to US/Vermont/Burlington",
  "order-paid-jpy":
    "order 5004 | 2000000012 JPY 11550 = 9900 - 0 + 600 + 0 + tax 1050 | paid | open (processing) | CHAWAN-AOx3 | to JP/北海道/札幌市",
  "order-paid-kwd":
    "order 5005 | 000000735 KWD 13875 = 12375 - 0 + 1500 + 0 + tax 0 | paid | open (processing) | SAFFRON-5Gx3 | to KW//Hawalli",
  "order-cash-on-delivery":
    "order 5006 | 000000736 CNY 28790 = 30150 - 2560 + 1200 + 0 + tax 0 | pending on delivery | open (awaiting_pick) | SILK-SCARF-REDx2 SILK-SCARF-REDx2(stays) FAN-BAMBOOx1 | to CN/江苏省/苏州市",
  "order-gift-card-payment":
    "order 5008 | 000000738 CNY 23790 = 30150 - 2560 + 1200 + 0 + tax 0 off by -5000 | paid | open (processing) | SILK-SCARF-REDx2 SILK-SCARF-REDx2(stays) FAN-BAMBOOx1 | to CN/江苏省/苏州市",
  "order-unknown-state": "refused: unknown_status at data.value.state",
  "order-without-its-number": "refused: missing_field at data.value.entity_id",
  "invoice-created": "ignored",
};

const privateKey = (): string =>
  generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey.export({ type: "pkcs8", format: "pem" }).toString();

channelContract(magento, {
  samples,
  expected,
  secrets: { own: privateKey(), another: privateKey() },
  bigId: /("entity_id":\s*)"?\d+"?/,
});
