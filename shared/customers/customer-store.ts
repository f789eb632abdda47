import * as z from "zod/mini";
import type { MerchantId } from "../kernel/ids.ts";
import { fail, ok, type Result } from "../kernel/result.ts";
import { customerKey } from "../table/customer-keys.ts";
import { listKeys } from "../table/keys.ts";
import type { Condition, Item, Table } from "../table/port.ts";
import { type Buyer, type Customer, type CustomerId, type CustomerTerms, customerIdOf, noTerms } from "./customer.ts";

const text = z.string();
const customerSchema = z.object({
  schemaVersion: z.literal(1),
  merchantId: text,
  customerId: text,
  source: text,
  ref: text,
  person: z.object({
    name: text,
    phone: text,
    email: text,
    country: text,
    region: text,
    city: text,
    district: text,
    street: text,
    postalCode: text,
  }),
  tags: z.array(text),
  note: text,
  erasedAt: z.nullable(text),
  version: z.number(),
  changedAt: text,
  changedBy: z.optional(text),
});

export type SavedCustomer = {
  /** `repeated`: the very change named by `changedBy` was made before, and nobody has changed them since. */
  readonly kind: "created" | "changed" | "unchanged" | "repeated";
  readonly customer: Customer;
};

export type CustomerRefused =
  /** The buyer asked to be forgotten: nothing is stored of them unless they are taken back by name. */
  | { readonly kind: "erased"; readonly at: string }
  /** Others kept changing this customer; nothing was written. */
  | { readonly kind: "busy" };

const maxTries = 5;

/** Strongly consistent; an erased one is there, without a person. null: nobody of that id was ever stated. */
export async function readCustomer(table: Table, merchant: MerchantId, id: CustomerId): Promise<Customer | null> {
  const item = await table.get(customerKey(merchant, id));
  return item === null ? null : fromCustomerItem(item);
}

/** Those of `buyers` whom the merchant knows, in their order. One read. */
export async function readBuyers(
  table: Table,
  merchant: MerchantId,
  buyers: readonly Buyer[],
): Promise<readonly Customer[]> {
  if (buyers.length === 0) return [];
  const ids = [...new Set(buyers.map((buyer) => customerIdOf(merchant, buyer)))];
  const items = await table.getMany(ids.map((id) => customerKey(merchant, id)));
  const found = new Map(items.map(fromCustomerItem).map((customer) => [customer.customerId, customer]));
  return ids.flatMap((id) => found.get(id) ?? []);
}

/**
 * Changes what is known of a buyer, as decided on what is stored (null: nothing). The same statement again changes nothing.
 * `takeBack`: an erased buyer has come back and said so.
 */
export async function changeCustomer(
  table: Table,
  merchantId: MerchantId,
  buyer: Buyer,
  change: (before: Customer | null) => CustomerTerms,
  {
    now,
    takeBack = false,
    changedBy,
  }: { readonly now: string; readonly takeBack?: boolean; readonly changedBy?: string },
): Promise<Result<SavedCustomer, CustomerRefused>> {
  const customerId = customerIdOf(merchantId, buyer);
  const { source } = buyer;
  for (let tries = 0; tries < maxTries; tries += 1) {
    const before = await readCustomer(table, merchantId, customerId);
    if (before?.erasedAt != null && !takeBack) return fail({ kind: "erased", at: before.erasedAt });
    const known = before?.erasedAt == null ? before : null;
    if (known !== null && changedBy !== undefined && known.changedBy === changedBy)
      return ok({ kind: "repeated", customer: known });
    const { person, tags, note } = change(known);
    const terms = { person, tags: [...tags], note };
    if (known !== null && isSame(known, terms)) return ok({ kind: "unchanged", customer: known });
    const version = (before?.version ?? 0) + 1;
    const customer: Customer = {
      ...{ merchantId, customerId, source, ref: buyer.ref.trim(), ...terms },
      ...{ erasedAt: null, version, changedAt: now, changedBy },
    };
    const put = await table.put(toCustomerItem(customer), isStill(before));
    if (put.ok) return ok({ kind: known === null ? "created" : "changed", customer });
  }
  return fail({ kind: "busy" });
}

/** Forgets the person: name, addresses, reference, tags and note are gone. Erasing again changes nothing; null: nobody of that id. */
export async function eraseCustomer(
  table: Table,
  merchant: MerchantId,
  id: CustomerId,
  now: string,
): Promise<Result<Customer | null, CustomerRefused>> {
  for (let tries = 0; tries < maxTries; tries += 1) {
    const before = await readCustomer(table, merchant, id);
    if (before === null || before.erasedAt !== null) return ok(before);
    const erased: Customer = {
      ...before,
      ...noTerms,
      ...{ ref: "", erasedAt: now, version: before.version + 1, changedAt: now, changedBy: undefined },
    };
    const put = await table.put(toCustomerItem(erased), isStill(before));
    if (put.ok) return ok(erased);
  }
  return fail({ kind: "busy" });
}

function isStill(before: Customer | null): Condition {
  return before === null
    ? { kind: "absent", path: "pk" }
    : { kind: "compare", path: "version", op: "=", value: before.version };
}

function isSame({ person, tags, note }: Customer, terms: CustomerTerms): boolean {
  const parts = (of: CustomerTerms): string => JSON.stringify([Object.entries(of.person).sort(), of.tags, of.note]);
  return parts({ person, tags, note }) === parts(terms);
}

function toCustomerItem(customer: Customer): Item {
  const { merchantId, customerId, changedAt } = customer;
  const state = customer.erasedAt === null ? "all" : "erased";
  return {
    ...customer,
    ...customerKey(merchantId, customerId),
    ...listKeys(merchantId, "customers", state, changedAt, customerId),
    schemaVersion: 1,
  };
}

/** Throws on an item of another shape: only our own code writes it. */
export function fromCustomerItem(item: Item): Customer {
  const { schemaVersion: _, merchantId, customerId, ...rest } = customerSchema.parse(item);
  return { ...rest, merchantId: merchantId as MerchantId, customerId: customerId as CustomerId };
}
