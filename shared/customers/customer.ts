import { type MerchantId, shortHash } from "../kernel/ids.ts";

/**
 * `cus_…`, made of a buyer's source and reference: the same buyer has the same id, and the id does not say who it is. It is a
 * pseudonym and no more, without a secret in it: whoever can guess the reference can test the guess.
 */
export type CustomerId = string & { readonly __brand: "CustomerId" };

/** Who knows the buyer under which name. */
export type Buyer = {
  /** A connection's id (`shopify-demo`), a channel where buyers are the same in all its shops (`taobao`), or `own`. */
  readonly source: string;
  /** The channel's id of the buyer as its orders carry it, or the merchant's own number. */
  readonly ref: string;
};

/** Who it is and where they live; parts that nobody knows are empty. `country` is ISO 3166 alpha-2. */
export type Person = {
  readonly name: string;
  readonly phone: string;
  readonly email: string;
  readonly country: string;
  readonly region: string;
  readonly city: string;
  readonly district: string;
  readonly street: string;
  readonly postalCode: string;
};

/** All that a merchant states of a buyer; each change states all of it anew. */
export type CustomerTerms = {
  readonly person: Person;
  /** What rules ask for: `VIP`, `wholesale`. Sorted, each once. They must not say who somebody is. */
  readonly tags: readonly string[];
  readonly note: string;
};

/** One buyer. After erasure only the id, the source and the instant are left. */
export type Customer = Buyer &
  CustomerTerms & {
    readonly merchantId: MerchantId;
    readonly customerId: CustomerId;
    /** When the person was forgotten at their wish; nothing of them is taken from files any more. */
    readonly erasedAt: string | null;
    /** Counts the changes. */
    readonly version: number;
    readonly changedAt: string;
    /** A row of a file that made the last change; so that the same row told again is known. */
    readonly changedBy?: string | undefined;
  };

/** The source of buyers whom the merchant numbers itself. */
export const OWN_SOURCE = "own";

export const nobody: Person = {
  name: "",
  phone: "",
  email: "",
  country: "",
  region: "",
  city: "",
  district: "",
  street: "",
  postalCode: "",
};

export const noTerms: CustomerTerms = { person: nobody, tags: [], note: "" };

/** Not case or spaces alone tell two buyers apart, for their channel's ids do: the reference counts as it is, trimmed. */
export function customerIdOf(merchant: MerchantId, { source, ref }: Buyer): CustomerId {
  return `cus_${shortHash(`${merchant}\n${source}\n${ref.trim()}`)}` as CustomerId;
}

/** Sorted, each once, without empty ones: the same tags are the same list. */
export function tidyTags(tags: readonly string[]): readonly string[] {
  return [...new Set(tags.map((tag) => tag.trim()))].filter((tag) => tag !== "").sort();
}

/** Under whom the buyer of an order may be known: in its shop, then in all shops of its channel. Empty: the channel told no buyer. */
export function buyersOfOrder(order: {
  readonly connectionId: string;
  readonly channel: string;
  readonly buyerRef: string | null;
}): readonly Buyer[] {
  const { connectionId, channel, buyerRef } = order;
  if (buyerRef === null || buyerRef === "") return [];
  return [connectionId, channel].map((source) => ({ source, ref: buyerRef }));
}
