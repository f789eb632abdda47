import { generateKeyPairSync } from "node:crypto";
import { channelContract } from "../channel.contract.ts";
import { ebay } from "./ebay.ts";
import { samples } from "./samples.ts";

const expected: Readonly<Record<string, string>> = {
  "push-order-confirmation": "pull 14-13571-24680",
  "push-order-confirmation-other-line": "pull 14-13571-24680",
  "push-item-marked-shipped": "pull 14-13571-24680",
  "push-account-deletion": "ignored",
  "order-pending-usd":
    "order 14-13571-24680 | 14-13571-24680 USD 5016 = 4425 - 360 + 595 + 0 + tax 356 | pending | open (PENDING/NOT_STARTED) | MUG-OAT-12x2 BRUSH-Sx1 | to US/OR/Portland",
  "order-paid-usd":
    "order 14-13571-24680 | 14-13571-24680 USD 5016 = 4425 - 360 + 595 + 0 + tax 356 | paid | open (PAID/NOT_STARTED) | MUG-OAT-12x2 BRUSH-Sx1 | to US/OR/Portland",
  "order-partly-shipped-usd":
    "order 14-13571-24680 | 14-13571-24680 USD 5016 = 4425 - 360 + 595 + 0 + tax 356 | paid | open (PAID/IN_PROGRESS) | MUG-OAT-12x2 BRUSH-Sx1 | to US/OR/Portland | parcel success USPS 9400100000000000000101",
  "order-shipped-usd":
    "order 14-13571-24680 | 14-13571-24680 USD 5016 = 4425 - 360 + 595 + 0 + tax 356 | paid | fulfilled (PAID/FULFILLED) | MUG-OAT-12x2 BRUSH-Sx1 | to US/OR/Portland | parcel success USPS 9400100000000000000101 parcel success USPS 9400100000000000000102",
  "order-partially-refunded-usd":
    "order 14-13571-24680 | 14-13571-24680 USD 5016 = 4425 - 360 + 595 + 0 + tax 356 | partially_refunded | fulfilled (PARTIALLY_REFUNDED/FULFILLED) | MUG-OAT-12x2 BRUSH-Sx1 | to US/OR/Portland | refund 5012345678 825 | parcel success USPS 9400100000000000000101 parcel success USPS 9400100000000000000102",
  "order-seller-paid-in-gbp":
    "order 22-24680-13579 | 22-24680-13579 EUR 6950 = 6000 - 0 + 950 + 0 + tax 0 | partially_refunded | fulfilled (PARTIALLY_REFUNDED/FULFILLED) | LAMP-CAP-Sx1 | to DE//Leipzig | refund 5022345678 1000 | parcel success DHL JD0140000000001",
  "order-cancel-requested-gbp":
    "order 05-11223-34455 | 05-11223-34455 GBP 2799 = 2400 - 0 + 399 + 0 + tax 0 | paid | held (PAID/NOT_STARTED) | SOAP-LAVx4 | to GB//Bristol",
  "order-cancelled-gbp":
    "order 05-11223-34455 | 05-11223-34455 GBP 2799 = 2400 - 0 + 399 + 0 + tax 0 | refunded | cancelled (FULLY_REFUNDED/NOT_STARTED) | SOAP-LAVx4 | to GB//Bristol | refund 5033345678 2799",
  "order-digital-usd":
    "order 19-10001-10002 | 19-10001-10002 USD 2500 = 2500 - 0 + 0 + 0 + tax 0 | paid | open (PAID/NOT_STARTED) | GIFT-25x1(stays)",
  "order-uneven-price-cad":
    "order 07-30303-40404 | 07-30303-40404 CAD 2200 = 1002 - 2 + 1200 + 0 + tax 0 | paid | open (PAID/NOT_STARTED) | ?x3 | to CA/QC/Québec",
  "order-not-adding-up-aud":
    "order 23-50505-60606 | 23-50505-60606 AUD 5000 = 4000 - 0 + 900 + 0 + tax 0 off by 100 | paid | open (PAID/NOT_STARTED) | CUP-CEL-200x1 | to AU/WA/Fremantle",
  "order-unknown-payment": "refused: unknown_status at order.orderPaymentStatus",
};

/** A key pair of our own stands for eBay's, under one and the same id. */
function keyPair(): string {
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  return `verification_token=kept-well-kept-well-kept-well-00\nkid=k-1\n${privateKey.export({ format: "pem", type: "pkcs8" })}`;
}

const secrets = { own: keyPair(), another: keyPair() };

channelContract(ebay, { samples, expected, secrets, bigId: /("orderId":\s*)"[^"]+"/ });
