import type { WebhookChannel } from "../channel.ts";
import { answerInJson } from "../json-answers.ts";
import { normalise } from "./normalise.ts";
import { describe, sign, verify } from "./verify.ts";

/** See README.md beside this file. Any 2xx is success; anything else is tried again for up to 24 hours. */
export const square: WebhookChannel = {
  name: "square",
  title: "Square",
  sharesParcels: "with_own_shops",
  describe,
  verify,
  acknowledge: answerInJson,
  normalise,
  sign,
};
