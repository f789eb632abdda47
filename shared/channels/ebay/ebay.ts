import type { Acknowledgement, Answer, WebhookChannel } from "../channel.ts";
import { answerInJson } from "../json-answers.ts";
import { answerChallenge } from "./challenge.ts";
import { readSecret } from "./keys.ts";
import { normalise } from "./normalise.ts";
import { describe, sign, verify } from "./verify.ts";

/** See README.md beside this file. eBay's own SDK answers 204 without a body; any 2xx is taken. */
export const ebay: WebhookChannel = {
  name: "ebay",
  title: "eBay",
  describe,
  verify,
  acknowledge,
  readsSecret,
  answerChallenge,
  normalise,
  sign,
};

/** Both are needed: the token answers eBay's challenges, the keys check what it sends. */
function readsSecret(secret: string): boolean {
  const { verificationToken, keys } = readSecret(secret);
  return verificationToken !== null && keys.length > 0;
}

function acknowledge(answer: Answer): Acknowledgement {
  if (answer.kind !== "accepted") return answerInJson(answer);
  return { status: 204, headers: { "x-orderhub-receipt": answer.deliveryId }, body: "" };
}
