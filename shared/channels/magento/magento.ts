import type { Acknowledgement, Answer, WebhookChannel } from "../channel.ts";
import { answerInJson } from "../json-answers.ts";
import { normalise } from "./normalise.ts";
import { readSigningKey } from "./signing-key.ts";
import { describe, sign, verify } from "./verify.ts";

/** See README.md beside this file. Any 2xx within 10 s is success; only 429 and 5xx are sent again, for 24 hours. */
export const magento: WebhookChannel = {
  name: "magento",
  title: "Magento / Adobe Commerce",
  sharesParcels: "with_own_shops",
  describe,
  verify,
  acknowledge,
  readsSecret: (secret) => readSigningKey(secret) !== null,
  normalise,
  sign,
};

function acknowledge(answer: Answer): Acknowledgement {
  if (answer.kind !== "pong" || answer.challenge === undefined) return answerInJson(answer);
  const body = JSON.stringify({ challenge: answer.challenge });
  return { status: 200, headers: { "content-type": "application/json" }, body };
}
