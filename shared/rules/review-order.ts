/**
 * Why an order must not ship yet, as far as its own facts show. Pure, and free of the order's own type: a reviewer sees
 * only what it judges.
 */
export type ReviewedOrder = {
  readonly currency: string;
  readonly discrepancyMinor: number;
  /** null: the channel has told no address. */
  readonly address: ReviewedAddress | null;
  /** The channel's own word for why nothing may be shipped; null when it forbids nothing. */
  readonly shipHold: string | null;
  /** Only the lines of which something is still to be shipped. */
  readonly openLines: readonly { readonly lineId: string; readonly sku: string }[];
};

export type ReviewedAddress = {
  readonly name: string;
  readonly phone: string;
  readonly country: string;
  readonly region: string;
  readonly city: string;
  readonly street: string;
  readonly postalCode: string;
};

export type ReviewHold = {
  readonly reason:
    | "address_incomplete"
    | "amounts_do_not_add_up"
    | "held_by_channel"
    | "sku_missing"
    | "too_many_lines";
  readonly note: string;
};

/** Lines that one order may have open, each perhaps of a sku of its own: all of them are promised together at the end. */
export const MAX_OPEN_LINES = 2_500;
/** And bytes of their ids and skus: the allocations stand in the order's own item, which the table takes up to 400 KB. */
const MAX_NAME_BYTES = 200_000;

type AddressPart = Exclude<keyof ReviewedAddress, "country">;

const atLeast: readonly AddressPart[] = ["name", "street"];

/** What a carrier needs beyond name and street. */
const neededIn: Readonly<Record<string, readonly AddressPart[]>> = {
  AU: ["city", "region", "postalCode"],
  BR: ["city", "region", "postalCode"],
  CA: ["city", "region", "postalCode"],
  CN: ["phone", "region", "city"],
  DE: ["city", "postalCode"],
  ES: ["city", "postalCode"],
  FR: ["city", "postalCode"],
  GB: ["city", "postalCode"],
  HK: [],
  IN: ["city", "region", "postalCode"],
  IT: ["city", "postalCode"],
  JP: ["region", "postalCode"],
  MO: [],
  NL: ["city", "postalCode"],
  SG: ["postalCode"],
  US: ["city", "region", "postalCode"],
};
const neededElsewhere: readonly AddressPart[] = ["city"];

/** Nothing to hold while nothing is to be shipped. The notes never repeat personal data, only what is missing. */
export function reviewOrder(order: ReviewedOrder): readonly ReviewHold[] {
  if (order.openLines.length === 0) return [];
  return [
    ...holdForChannel(order.shipHold),
    ...holdForAddress(order.address),
    ...holdForAmounts(order),
    ...holdForSkus(order),
    ...holdForSize(order),
  ];
}

function holdForChannel(shipHold: string | null): ReviewHold[] {
  if (shipHold === null) return [];
  const note = `the channel forbids to ship (${shipHold}); it goes on by itself once the channel releases the order`;
  return [{ reason: "held_by_channel", note }];
}

function holdForAddress(address: ReviewedAddress | null): ReviewHold[] {
  const missing = address === null ? ["the whole address"] : missingParts(address);
  if (missing.length === 0) return [];
  const note = `the delivery address lacks ${missing.join(", ")}; complete it in the shop`;
  return [{ reason: "address_incomplete", note }];
}

function missingParts(address: ReviewedAddress): string[] {
  if (!/^[A-Z]{2}$/.test(address.country)) return ["country"];
  const needed = [...atLeast, ...(neededIn[address.country] ?? neededElsewhere)];
  return needed.filter((part) => address[part].trim() === "");
}

/** Shops that round tax line by line are honest and yet off by up to a minor unit for each line and for the shipping. */
function holdForAmounts(order: ReviewedOrder): ReviewHold[] {
  if (Math.abs(order.discrepancyMinor) <= order.openLines.length + 1) return [];
  const note = `the parts miss ${order.discrepancyMinor} minor units of ${order.currency} to the total; check fees, gift cards and plugins of the shop`;
  return [{ reason: "amounts_do_not_add_up", note }];
}

function holdForSkus(order: ReviewedOrder): ReviewHold[] {
  const nameless = order.openLines.filter((line) => line.sku.trim() === "").map((line) => line.lineId);
  if (nameless.length === 0) return [];
  const shown = nameless.slice(0, 5).join(", ") + (nameless.length > 5 ? " …" : "");
  return [{ reason: "sku_missing", note: `no sku on line ${shown}; give the article a sku in the shop` }];
}

function holdForSize(order: ReviewedOrder): ReviewHold[] {
  const lines = order.openLines.length;
  if (lines > MAX_OPEN_LINES) {
    const note = `${lines} lines are open and at most ${MAX_OPEN_LINES} can be allocated at once; split the order in the shop`;
    return [{ reason: "too_many_lines", note }];
  }
  const bytes = order.openLines.reduce(
    (sum, { lineId, sku }) => sum + Buffer.byteLength(lineId) + Buffer.byteLength(sku),
    0,
  );
  if (bytes <= MAX_NAME_BYTES) return [];
  const note = `the line ids and skus of ${lines} open lines are too long to be allocated at once; split the order in the shop`;
  return [{ reason: "too_many_lines", note }];
}
