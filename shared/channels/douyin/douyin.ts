import type { Acknowledgement, Answer, WebhookChannel } from "../channel.ts";
import { answerInJson } from "../json-answers.ts";
import { normalise } from "./normalise.ts";
import { describe, sign, verify } from "./verify.ts";

/** See README.md beside this file. Only `{"code":0,"msg":"success"}` within 5 s is success. */
export const douyin: WebhookChannel = {
  name: "douyin",
  title: "Douyin shop",
  describe,
  verify,
  acknowledge,
  normalise,
  sign,
};

const headers = { "content-type": "application/json" };
const body = '{"code":0,"msg":"success"}';

function acknowledge(answer: Answer): Acknowledgement {
  switch (answer.kind) {
    case "accepted":
      return { status: 200, headers: { ...headers, "x-orderhub-receipt": answer.deliveryId }, body };
    case "pong":
      return { status: 200, headers, body };
    default:
      return answerInJson(answer);
  }
}
