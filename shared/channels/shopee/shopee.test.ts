import { channelContract } from "../channel.contract.ts";
import { samples } from "./samples.ts";
import { shopee } from "./shopee.ts";

const expected: Readonly<Record<string, string>> = {
  "push-order-status": "pull 261122KQ7M3P9X",
  "push-order-shipped": "pull 261122KQ7M3P9X",
  "push-shop-authorised": "ignored",
  "order-unpaid-vnd":
    "order 261122KQ7M3P9X | 261122KQ7M3P9X VND 838000 = 838000 - 0 + 0 + 0 + tax 0 inside | pending | open (UNPAID) | CUP-CEL-200x2 POT-IRON-800x1 | to VN/TP. Hồ Chí Minh/Quận 2",
  "order-ready-to-ship-vnd":
    "order 261122KQ7M3P9X | 261122KQ7M3P9X VND 860000 = 838000 - 0 + 22000 + 0 + tax 0 inside | paid | open (READY_TO_SHIP) | CUP-CEL-200x2 POT-IRON-800x1 | to VN/TP. Hồ Chí Minh/Quận 2",
  "order-partly-shipped-vnd":
    "order 261122KQ7M3P9X | 261122KQ7M3P9X VND 860000 = 838000 - 0 + 22000 + 0 + tax 0 inside | paid | open (PROCESSED) | CUP-CEL-200x2 POT-IRON-800x1 | to VN/TP. Hồ Chí Minh/Quận 2 | parcel success SPX Express - parcel pending SPX Express -",
  "order-shipped-vnd":
    "order 261122KQ7M3P9X | 261122KQ7M3P9X VND 860000 = 838000 - 0 + 22000 + 0 + tax 0 inside | paid | fulfilled (SHIPPED) | CUP-CEL-200x2 POT-IRON-800x1 | to VN/TP. Hồ Chí Minh/Quận 2 | parcel success SPX Express - parcel success SPX Express -",
  "order-completed-vnd":
    "order 261122KQ7M3P9X | 261122KQ7M3P9X VND 860000 = 838000 - 0 + 22000 + 0 + tax 0 inside | paid | closed+fulfilled (COMPLETED) | CUP-CEL-200x2 POT-IRON-800x1 | to VN/TP. Hồ Chí Minh/Quận 2 | parcel success SPX Express - parcel success SPX Express -",
  "order-bundle-deal-myr":
    "order 261122MYBUNDL3 | 261122MYBUNDL3 MYR 4280 = 5160 - 880 + 0 + 0 + tax 0 inside | paid | open (READY_TO_SHIP) | SOAP-LAVx2 SOAP-ROSEx1 SOAP-LAVx1 | to MY/Sarawak/Kuching",
  "order-cod-ready-php":
    "order 261122PHC0D001 | 261122PHC0D001 PHP 79950 = 74950 - 0 + 5000 + 0 + tax 0 inside | pending on delivery | open (READY_TO_SHIP) | LAMP-CAP-Sx1 | to PH/Cebu/Cebu City",
  "order-cod-completed-php":
    "order 261122PHC0D001 | 261122PHC0D001 PHP 79950 = 74950 - 0 + 5000 + 0 + tax 0 inside | paid on delivery | closed+fulfilled (COMPLETED) | LAMP-CAP-Sx1 | to PH/Cebu/Cebu City | parcel success Flash Express -",
  "order-ready-sgd":
    "order 261122SGCANC01 | 261122SGCANC01 SGD 1990 = 2490 - 500 + 0 + 0 + tax 0 inside | paid | open (READY_TO_SHIP) | MUG-OAT-12x1 | to SG//",
  "order-in-cancel-sgd":
    "order 261122SGCANC01 | 261122SGCANC01 SGD 1990 = 2490 - 500 + 0 + 0 + tax 0 inside | paid | held (IN_CANCEL) | MUG-OAT-12x1 | to SG//",
  "order-cancelled-sgd":
    "order 261122SGCANC01 | 261122SGCANC01 SGD 1990 = 2490 - 500 + 0 + 0 + tax 0 inside | refunded | cancelled (CANCELLED) | MUG-OAT-12x1 | to SG// | parcel cancelled SPX Express -",
  "order-fulfilled-by-shopee-thb":
    "order 261122THFBS001 | 261122THFBS001 THB 59000 = 59000 - 0 + 0 + 0 + tax 0 inside | paid | open (READY_TO_SHIP) | FAN-TBL-01x1(stays) | to TH/จังหวัดกรุงเทพมหานคร/แขวงสีลม",
  "order-invoice-pending-brl":
    "order 261122BRNFE001 | 261122BRNFE001 BRL 5840 = 4990 - 0 + 850 + 0 + tax 0 inside | paid | held (INVOICE_PENDING) | BAG-COT-01x1 | to BR/Paraná/Curitiba",
  "order-unknown-status": "refused: unknown_status at response.order_list[0].order_status",
};

/** Order numbers are text; a number in their place stands for one. */
channelContract(shopee, { samples, expected, bigId: /("order_?sn":\s*)"[^"]+"/ });
