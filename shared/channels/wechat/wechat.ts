import type { Acknowledgement, Answer, WebhookChannel } from "../channel.ts";
import { answerInJson } from "../json-answers.ts";
import { normalise } from "./normalise.ts";
import { seal, sign, signQuery } from "./sign.ts";
import { answerChallenge, describe, open, verify } from "./verify.ts";

/** See README.md beside this file. The word `success` within 5 s is success; it is not encrypted in either mode. */
export const wechat: WebhookChannel = {
  name: "wechat",
  title: "WeChat store",
  describe,
  verify,
  acknowledge,
  answerChallenge,
  open,
  normalise,
  sign,
  signQuery,
  seal,
};

const headers = { "content-type": "text/plain" };

function acknowledge(answer: Answer): Acknowledgement {
  switch (answer.kind) {
    case "accepted":
      return { status: 200, headers: { ...headers, "x-orderhub-receipt": answer.deliveryId }, body: "success" };
    case "pong":
      return { status: 200, headers, body: "success" };
    default:
      return answerInJson(answer);
  }
}
