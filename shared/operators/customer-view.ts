import * as z from "zod/mini";
import { type Customer, OWN_SOURCE, tidyTags } from "../customers/customer.ts";
import type { CustomerRefused } from "../customers/customer-store.ts";
import { isShortName } from "../kernel/ids.ts";
import type { Problem } from "../platform/http-answer.ts";
import type { Role } from "../platform/principal.ts";
import { addressFor, mayKnow } from "./mask.ts";

const part = z._default(z.string().check(z.maxLength(500)), "");
const tag = z.string().check(z.minLength(1), z.maxLength(100));

/** All of a customer; what is left out is stated as nothing. */
export const customerBody = z.object({
  source: z._default(z.string().check(z.refine(isShortName, "a shop's id, a channel, or own")), OWN_SOURCE),
  ref: z.string().check(z.minLength(1), z.maxLength(100)),
  person: z.object({
    name: part,
    phone: part,
    email: part,
    country: z._default(z.string().check(z.regex(/^([A-Z]{2})?$/)), ""),
    region: part,
    city: part,
    district: part,
    street: part,
    postalCode: part,
  }),
  tags: z._default(
    z.pipe(
      z.array(tag).check(z.maxLength(50)),
      z.transform((tags: string[]) => [...tidyTags(tags)]),
    ),
    [],
  ),
  note: z._default(z.string().check(z.maxLength(2_000)), ""),
  /** An erased buyer has come back and said so. */
  takeBack: z._default(z.boolean(), false),
});

/** One buyer as a role may see them: those who do not speak to buyers see no more than tells two apart. */
export function customerView(customer: Customer, role: Role): Readonly<Record<string, unknown>> {
  const { merchantId: _, changedBy: _by, person, ref, note, ...shown } = customer;
  const isKnown = mayKnow(role);
  return {
    ...shown,
    ref: isKnown ? ref : "",
    person: customer.erasedAt === null ? addressFor(role, person) : null,
    note: isKnown ? note : "",
  };
}

/** Says what to do about it. */
export function customerProblem(refused: CustomerRefused): Problem {
  const title = "The customer was not saved";
  if (refused.kind === "erased") {
    const detail = `They were erased at ${refused.at} at their own wish. Where they have come back, send "takeBack": true.`;
    return { status: 409, code: "customer_erased", title, detail };
  }
  return { status: 409, code: refused.kind, title, detail: "Others keep changing it. Try again." };
}
