import { never } from "../kernel/result.ts";
import type { Acknowledgement, Answer } from "./channel.ts";

/**
 * The answers of a channel that is content with any 2xx and reads no body: JSON for the people who look. `receipt` names
 * the delivery at `GET /deliveries/{receipt}`.
 */
export function answerInJson(answer: Answer): Acknowledgement {
  switch (answer.kind) {
    case "accepted":
      return {
        status: 200,
        headers: { "content-type": "application/json", "x-orderhub-receipt": answer.deliveryId },
        body: JSON.stringify({ receipt: answer.deliveryId }),
      };
    case "pong":
      return { status: 200, headers: { "content-type": "application/json" }, body: '{"ok":true}' };
    case "refused":
      return problem(401, answer.why, titles[answer.why], answer.detail);
    case "unavailable": {
      const detail = "Nothing was stored. Send the same delivery again.";
      const answered = problem(503, "unavailable", "The hub cannot take deliveries just now", detail);
      return { ...answered, headers: { ...answered.headers, "retry-after": "30" } };
    }
    default:
      return never(answer);
  }
}

const titles = {
  bad_signature: "The signature does not match the body",
  missing_header: "A header is missing",
  stale: "The signature is too old",
} as const;

/** RFC 9457, as everywhere in the hub. */
function problem(status: number, code: string, title: string, detail: string): Acknowledgement {
  return {
    status,
    headers: { "content-type": "application/problem+json" },
    body: JSON.stringify({ type: `urn:orderhub:problem:${code}`, title, status, detail, code }),
  };
}
