import { createHmac } from "node:crypto";
import type { AddressFacts } from "./facts.ts";
import type { Order } from "./order.ts";

/**
 * Names the recipient of an order without saying who it is: two orders of one merchant with the same key go to the same person
 * at the same place. Null where the hub cannot tell: parts are missing, or hidden by the channel, and it gave no key of its
 * own. A channel's own key (`recipientRef`, such as an OAID) means something within one shop only.
 *
 * The key comes from HMAC-SHA256 under `salt`. With a salt that is made for one listing and then forgotten, nobody can tell
 * from the keys of two listings whether they speak of the same person, and none is worth storing.
 */
export function recipientKey(order: Order, salt: Uint8Array): string | null {
  const address = order.address?.facts;
  if (address === undefined) return null;
  const whom = address.recipientRef === undefined ? plainly(address) : [order.connectionId, address.recipientRef];
  if (whom === null) return null;
  return createHmac("sha256", salt)
    .update(JSON.stringify([order.merchantId, ...whom]))
    .digest("base64url")
    .slice(0, 22);
}

/** Names, places and numbers are spelled in more than one way by the same person; only what cannot differ is left out. */
function plainly({ name, phone, country, region, city, district, street, postalCode }: AddressFacts): string[] | null {
  const must = [name, country, street];
  const all = [name, country, region, city, district, street, postalCode];
  const isHidden = [...all, phone].some((part) => /[*＊]/.test(part));
  if (isHidden || must.some((part) => bare(part) === "") || (phone === "" && postalCode === "")) return null;
  return [...all.map(bare), digitsOf(phone)];
}

function bare(text: string): string {
  return text
    .normalize("NFKC")
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, "");
}

/** Without the country's code: +86 138 0013 8000 is 13800138000. */
function digitsOf(phone: string): string {
  const digits = phone.normalize("NFKC").replaceAll(/\D/g, "");
  return digits.length > 11 && digits.startsWith("86") ? digits.slice(2) : digits;
}
