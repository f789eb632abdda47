import type { WebhookChannel } from "../../../shared/channels/channel.ts";
import { answerInJson } from "../../../shared/channels/json-answers.ts";
import { normalise } from "./normalise.ts";
import { describe, sign, verify } from "./verify.ts";

/** See README.md beside this file. Say here what the channel takes as success, and whether it sends again. */
export const template: WebhookChannel = {
  name: "template",
  title: "Template title",
  describe,
  verify,
  acknowledge: answerInJson,
  normalise,
  sign,
};
