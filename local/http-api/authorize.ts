import { createLocalJWKSet, errors, type JWTPayload, jwtVerify } from "jose";
import type { HttpAnswer } from "./answer.ts";
import { gatewayAnswer } from "./answer.ts";
import type { AuthorizerSpec, RouteSpec } from "./api.ts";
import type { JwtClaims } from "./event.ts";
import type { Issuer } from "./issuer.ts";

export type Authorization =
  | { readonly ok: true; readonly claims: JwtClaims | null }
  | { readonly ok: false; readonly answer: HttpAnswer };

/**
 * The JWT authorizer of API Gateway. Whatever issuer the template names, the local issuer stands for it; the audience is
 * the template's own. `aud` or `client_id` must name it, `exp` and `nbf` must hold by the hub's clock.
 */
export function makeAuthorizer(
  issuer: Issuer,
  now: () => number,
): (header: string | undefined, route: RouteSpec, authorizer: AuthorizerSpec) => Promise<Authorization> {
  const keys = createLocalJWKSet({ keys: [...issuer.keys.keys] });
  return async (header, route, authorizer) => {
    const token = header?.replace(/^Bearer\s+/i, "") ?? "";
    if (token === "") return refused(401, "Unauthorized", "no token");
    try {
      const { payload } = await jwtVerify(token, keys, {
        issuer: issuer.url,
        currentDate: new Date(now()),
        requiredClaims: ["exp"],
      });
      if (!namesAudience(payload, authorizer.audience)) return refused(401, "Unauthorized", "invalid audience");
      if (!hasScope(payload, route.scopes)) return refused(403, "Forbidden", "insufficient scope");
      return {
        ok: true,
        claims: { claims: claimsOf(payload), scopes: route.scopes.length === 0 ? null : route.scopes },
      };
    } catch (error) {
      if (!(error instanceof errors.JOSEError)) throw error;
      return refused(401, "Unauthorized", error.code);
    }
  };
}

function refused(status: number, message: string, detail: string): Authorization {
  const error = status === 403 ? "insufficient_scope" : "invalid_token";
  const challenge = `Bearer scope="" error="${error}" error_description="${detail}"`;
  return { ok: false, answer: gatewayAnswer(status, message, { "www-authenticate": challenge }) };
}

function namesAudience(payload: JWTPayload, wanted: readonly string[]): boolean {
  const given = [payload.aud ?? payload["client_id"] ?? []].flat().map(String);
  return given.some((one) => wanted.includes(one));
}

function hasScope(payload: JWTPayload, wanted: readonly string[]): boolean {
  if (wanted.length === 0) return true;
  const given = [payload["scope"] ?? payload["scp"] ?? []].flat().flatMap((one) => String(one).split(" "));
  return given.some((one) => wanted.includes(one));
}

/** Functions see every claim as text, a list as `[a b]`. */
function claimsOf(payload: JWTPayload): Readonly<Record<string, string>> {
  const asText = (value: unknown): string => {
    if (Array.isArray(value)) return `[${value.map(String).join(" ")}]`;
    return typeof value === "object" ? JSON.stringify(value) : String(value);
  };
  return Object.fromEntries(Object.entries(payload).map(([name, value]) => [name, asText(value)]));
}
