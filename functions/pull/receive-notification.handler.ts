import { fail, ok } from "../../shared/kernel/result.ts";
import { queueHandler } from "../../shared/platform/queue-handler.ts";
import { sqsSender } from "../../shared/platform/queue-sender.sqs.ts";
import { secretsManagerReader } from "../../shared/platform/secret-reader.secrets-manager.ts";
import { makeTakeNotification, readNotification } from "../../shared/pull/take-notification.ts";

/** Takes what Amazon puts into our queue when an order changes. Deleting the message is the answer that Amazon expects. */
export const handler = queueHandler({
  name: "receive-notification",
  input: (text) => {
    const read = readNotification(text);
    return read === null ? fail("not a notification of Amazon") : ok(read);
  },
  build: ({ settings, clock }) =>
    makeTakeNotification({
      secrets: secretsManagerReader(),
      apiSecretPrefix: settings.API_SECRET_PREFIX,
      intake: sqsSender(settings.INTAKE_QUEUE_URL),
      now: clock,
    }),
  handle: (notification, takeNotification) => takeNotification(notification),
});
