import type { WebhookChannel } from "../channel.ts";
import { answerInJson } from "../json-answers.ts";
import { describe } from "./describe.ts";
import { normalise } from "./normalise.ts";
import { sign, verify } from "./verify.ts";

/** See README.md beside this file. Any 2xx is success for Shopify; anything else is tried again, 8 times in 4 hours. */
export const shopify: WebhookChannel = {
  name: "shopify",
  title: "Shopify",
  sharesParcels: "with_own_shops",
  describe,
  verify,
  acknowledge: answerInJson,
  normalise,
  sign,
};
