import { roles } from "../../shared/platform/principal.ts";
import type { Issuer } from "../http-api/issuer.ts";

/** What a token of the local issuer says: whose data, as what. */
export type TokenWish = { readonly merchant: string; readonly role: string; readonly subject?: string };

const tenYearsSeconds = 10 * 365 * 24 * 3600;

/** Long-lived: the clock of a local hub may be advanced by years. */
export function signToken(issuer: Issuer, audience: string, wish: TokenWish): Promise<string> {
  const claims = { sub: wish.subject ?? `${wish.role}@${wish.merchant}`, merchant: wish.merchant, role: wish.role };
  return issuer.sign(claims, { audience, seconds: tenYearsSeconds });
}

/** One token for each role. */
export async function tokensFor(
  issuer: Issuer,
  audience: string,
  merchant: string,
): Promise<Readonly<Record<string, string>>> {
  const tokens = await Promise.all(
    roles.map(async (role) => [role, await signToken(issuer, audience, { merchant, role })] as const),
  );
  return Object.fromEntries(tokens);
}
