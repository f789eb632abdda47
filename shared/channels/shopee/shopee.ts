import type { Acknowledgement, Answer, WebhookChannel } from "../channel.ts";
import { answerInJson } from "../json-answers.ts";
import { normalise } from "./normalise.ts";
import { describe, sign, verify } from "./verify.ts";

/** See README.md beside this file. Success is a 2xx whose body is empty: anything in it counts as a failed push. */
export const shopee: WebhookChannel = {
  name: "shopee",
  title: "Shopee",
  sharesParcels: "never",
  describe,
  verify,
  acknowledge,
  normalise,
  sign,
};

function acknowledge(answer: Answer): Acknowledgement {
  if (answer.kind === "accepted") {
    return { status: 200, headers: { "x-orderhub-receipt": answer.deliveryId }, body: "" };
  }
  return answer.kind === "pong" ? { status: 200, headers: {}, body: "" } : answerInJson(answer);
}
