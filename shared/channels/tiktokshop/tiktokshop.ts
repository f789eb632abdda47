import type { Acknowledgement, Answer, WebhookChannel } from "../channel.ts";
import { answerInJson } from "../json-answers.ts";
import { normalise } from "./normalise.ts";
import { describe, sign, verify } from "./verify.ts";

/** See README.md beside this file. 200 with an empty body within 3 s is success. */
export const tiktokshop: WebhookChannel = {
  name: "tiktokshop",
  title: "TikTok Shop",
  sharesParcels: "never",
  describe,
  verify,
  acknowledge,
  normalise,
  sign,
};

function acknowledge(answer: Answer): Acknowledgement {
  switch (answer.kind) {
    case "accepted":
      return { status: 200, headers: { "x-orderhub-receipt": answer.deliveryId }, body: "" };
    case "pong":
      return { status: 200, headers: {}, body: "" };
    default:
      return answerInJson(answer);
  }
}
