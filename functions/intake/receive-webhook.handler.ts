import type { Acknowledgement } from "../../shared/channels/channel.ts";
import { findWebhookChannel } from "../../shared/channels/registry.ts";
import { makeReceiveDelivery, type Reception } from "../../shared/intake/receive-delivery.ts";
import { makeNoteRefusal } from "../../shared/intake/refusal-note.ts";
import { never } from "../../shared/kernel/result.ts";
import { problemAnswer } from "../../shared/platform/http-answer.ts";
import { faultFields, log } from "../../shared/platform/logger.ts";
import { count } from "../../shared/platform/metrics.ts";
import { sqsSender } from "../../shared/platform/queue-sender.sqs.ts";
import { secretsManagerReader } from "../../shared/platform/secret-reader.secrets-manager.ts";
import { type WebhookAddress, webhookHandler } from "../../shared/platform/webhook-handler.ts";

/** Takes what marketplaces send: checks the signature, queues the bytes, answers as the channel expects. */
export const handler = webhookHandler({
  name: "receive-webhook",
  build: ({ settings, clock }) => {
    const queue = sqsSender(settings.INTAKE_QUEUE_URL);
    return makeReceiveDelivery({
      secrets: secretsManagerReader(),
      secretPrefix: settings.CONNECTION_SECRET_PREFIX,
      queue,
      findChannel: findWebhookChannel,
      noteRefusal: makeNoteRefusal(queue, clock),
      now: clock,
    });
  },
  handle: async (request, receiveDelivery, address) => {
    const reception = await receiveDelivery(request, address);
    report(reception, address);
    return answerOf(reception, { path: request.path, requestId: address.requestId });
  },
});

/** A refused request leaves no other trace. Unknown addresses are not named in metrics: anybody may invent them. */
function report(reception: Reception, { channel, connectionId }: WebhookAddress): void {
  const fields = { outcome: reception.kind, channel, connectionId };
  if (reception.kind === "accepted") {
    count("Received", 1, { channel });
    log.info("received", { ...fields, deliveryId: reception.deliveryId });
  } else if (reception.kind === "unavailable") {
    count("Unavailable", 1, { channel });
    log.error("queue unavailable", { ...fields, ...faultFields(reception.fault) });
  } else if (reception.kind !== "pong") {
    const reason = reception.kind === "refused" ? reception.why : reception.kind;
    count("Refused", 1, reception.kind === "unknown_connection" ? { reason } : { channel, reason });
    log.warn("refused", { ...fields, why: reason });
  }
}

function answerOf(reception: Reception, call: { readonly path: string; readonly requestId: string }): Acknowledgement {
  switch (reception.kind) {
    case "accepted":
    case "pong":
    case "refused":
    case "unavailable":
      return reception.answer;
    case "unknown_connection": {
      const detail = "Check channel and connection in the address of the webhook.";
      return problemAnswer({ status: 404, code: "unknown_connection", title: "No such connection", detail }, call);
    }
    case "too_large":
      return problemAnswer(
        { status: 413, code: "delivery_too_large", title: "The delivery is too large", detail: reception.detail },
        call,
      );
    default:
      return never(reception);
  }
}
