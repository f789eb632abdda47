import type { Acknowledgement, Answer, WebhookChannel } from "../channel.ts";
import { answerInJson } from "../json-answers.ts";
import { answerChallenge } from "./challenge.ts";
import { normalise } from "./normalise.ts";
import { describe, sign, verify } from "./verify.ts";

/** See README.md beside this file. eBay's own SDK answers 204 without a body; any 2xx is taken. */
export const ebay: WebhookChannel = {
  name: "ebay",
  title: "eBay",
  describe,
  verify,
  acknowledge,
  answerChallenge,
  normalise,
  sign,
};

function acknowledge(answer: Answer): Acknowledgement {
  if (answer.kind !== "accepted") return answerInJson(answer);
  return { status: 204, headers: { "x-orderhub-receipt": answer.deliveryId }, body: "" };
}
