import type { WebhookChannel } from "../channel.ts";
import { answerInJson } from "../json-answers.ts";
import { normalise } from "./normalise.ts";
import { describe, sign, verify } from "./verify.ts";

/** The hub's own format, for any shop that can post JSON: see README.md beside this file and docs/own-shop.md. */
export const generic: WebhookChannel = {
  name: "generic",
  title: "Own shop",
  sharesParcels: "with_own_shops",
  choosesSecret: true,
  describe,
  verify,
  acknowledge: answerInJson,
  normalise,
  sign,
};
