import { createHash } from "node:crypto";
import type { Acknowledgement, WebhookRequest } from "../channel.ts";
import { readSecret } from "./keys.ts";

/**
 * `GET ?challenge_code=…` when an address is registered: the answer proves that its owner knows the verification token. The address is
 * signed with as eBay knows it, without its query.
 */
export function answerChallenge(request: WebhookRequest, secrets: readonly string[]): Acknowledgement {
  const headers = { "content-type": "application/json" };
  const code = request.query["challenge_code"];
  if (code === undefined) return { status: 200, headers, body: '{"ok":true}' };
  const token = secrets.map((secret) => readSecret(secret).verificationToken).find((found) => found !== null);
  if (token === undefined || token === null) {
    return { status: 412, headers, body: '{"detail":"the connection has no verification_token"}' };
  }
  const challengeResponse = createHash("sha256").update(code).update(token).update(request.url).digest("hex");
  return { status: 200, headers, body: JSON.stringify({ challengeResponse }) };
}
