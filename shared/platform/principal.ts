import type { APIGatewayEventRequestContextV2, APIGatewayProxyEventV2WithRequestContext } from "aws-lambda";
import { isShortName, type MerchantId, merchantId } from "../kernel/ids.ts";

/** What a person or program may do, from the `role` claim of the token. */
export const roles = ["operator", "finance", "warehouse", "service", "viewer"] as const;

export type Role = (typeof roles)[number];

/** Who calls, from a token that API Gateway has verified. One token belongs to one merchant. */
export type Principal = { readonly merchantId: MerchantId; readonly role: Role; readonly subject: string };

type Claims = Readonly<Record<string, unknown>>;

/** A call through API Gateway; `authorizer` is there on routes that ask for a token. */
export type HttpEvent = APIGatewayProxyEventV2WithRequestContext<
  APIGatewayEventRequestContextV2 & { readonly authorizer?: { readonly jwt?: { readonly claims?: Claims } } }
>;

/** null when there is no token, or when it lacks a usable `merchant` or `role`. */
export function principalOf(event: HttpEvent): Principal | null {
  const { merchant, role, sub } = event.requestContext.authorizer?.jwt?.claims ?? {};
  if (typeof merchant !== "string" || !isShortName(merchant) || !isRole(role)) return null;
  return { merchantId: merchantId(merchant), role, subject: typeof sub === "string" ? sub : "" };
}

function isRole(text: unknown): text is Role {
  return roles.some((role) => role === text);
}
