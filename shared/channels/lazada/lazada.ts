import type { WebhookChannel } from "../channel.ts";
import { answerInJson } from "../json-answers.ts";
import { normalise } from "./normalise.ts";
import { describe, sign, verify } from "./verify.ts";

/** See README.md beside this file. 200 is success; anything else is tried again, 12 times, 30 minutes apart. */
export const lazada: WebhookChannel = {
  name: "lazada",
  title: "Lazada",
  sharesParcels: "never",
  describe,
  verify,
  acknowledge: answerInJson,
  normalise,
  sign,
};
