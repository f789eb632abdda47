/** A carrier in the hub's own words. */
export type Carrier = { readonly code: string; readonly name: string };

/** By the hub's code: the words that one shop's channel takes for a carrier. */
export type CarrierWords = Readonly<Record<string, { readonly code: string; readonly name: string }>>;

/**
 * Names of carriers that people know by a code. A default for the name only: which code a channel takes is the merchant's
 * to map, where it is not the same (Pinduoduo and JD number carriers, and their numbers differ by contract).
 */
const names: Readonly<Record<string, string>> = {
  SF: "SF Express",
  YTO: "YTO Express",
  ZTO: "ZTO Express",
  STO: "STO Express",
  YUNDA: "Yunda Express",
  JT: "J&T Express",
  JD: "JD Logistics",
  EMS: "EMS",
  DEPPON: "Deppon Express",
  DHL: "DHL",
  UPS: "UPS",
  FEDEX: "FedEx",
  USPS: "USPS",
  DPD: "DPD",
  GLS: "GLS",
  HERMES: "Hermes",
  ROYALMAIL: "Royal Mail",
  AUPOST: "Australia Post",
  YAMATO: "Yamato",
  SAGAWA: "Sagawa",
};

/** The carrier that somebody named by code, perhaps with a name of their own. */
export function carrierOf(code: string, name: string | null): Carrier {
  const known = code.trim().toUpperCase();
  return { code: known, name: name ?? names[known] ?? code.trim() };
}

/** What the channel is told: the shop's own words for the carrier, else the hub's. */
export function carrierFor(words: CarrierWords, carrier: Carrier): Carrier {
  return Object.hasOwn(words, carrier.code) ? (words[carrier.code] ?? carrier) : carrier;
}
