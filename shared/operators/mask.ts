import type { AddressFacts } from "../orders/facts.ts";
import type { Role } from "../platform/principal.ts";

/** Those who speak to buyers or pack for them see whom it is about; all others see enough to tell two buyers apart. */
const seesPeople: readonly Role[] = ["operator", "service", "warehouse"];

type Address = Pick<AddressFacts, "name" | "phone" | "street" | "email">;

export function mayKnow(role: Role): boolean {
  return seesPeople.includes(role);
}

export function addressFor<A extends Address>(role: Role, address: A): A {
  if (mayKnow(role)) return address;
  return {
    ...address,
    name: masked(address.name, 1, 0),
    phone: masked(address.phone, 0, 4),
    street: masked(address.street, 0, 0),
    email: masked(address.email, 1, 0),
  };
}

/** Keeps the first and last characters asked for; the length of what is hidden is not shown. */
function masked(text: string, first: number, last: number): string {
  if (text === "") return "";
  const characters = [...text];
  if (characters.length <= first + last) return "***";
  return `${characters.slice(0, first).join("")}***${last === 0 ? "" : characters.slice(-last).join("")}`;
}
