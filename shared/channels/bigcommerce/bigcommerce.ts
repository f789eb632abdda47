import type { WebhookChannel } from "../channel.ts";
import { answerInJson } from "../json-answers.ts";
import { normalise } from "./normalise.ts";
import { describe, sign, verify } from "./verify.ts";

/** See README.md beside this file. Any 2xx is success; anything else is tried again, 11 times in 48 hours. */
export const bigcommerce: WebhookChannel = {
  name: "bigcommerce",
  title: "BigCommerce",
  sharesParcels: "with_own_shops",
  describe,
  verify,
  acknowledge: answerInJson,
  normalise,
  sign,
};
