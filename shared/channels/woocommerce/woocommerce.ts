import type { WebhookChannel } from "../channel.ts";
import { answerInJson } from "../json-answers.ts";
import { normalise } from "./normalise.ts";
import { describe, sign, verify } from "./verify.ts";

/** See README.md beside this file. 200 to 302 is success; a failed delivery is never sent again. */
export const woocommerce: WebhookChannel = {
  name: "woocommerce",
  title: "WooCommerce",
  sharesParcels: "with_own_shops",
  choosesSecret: true,
  describe,
  verify,
  acknowledge: answerInJson,
  normalise,
  sign,
};
