import * as z from "zod/mini";
import { toQueueMessage } from "../../shared/intake/queued-delivery.ts";
import { fail, ok } from "../../shared/kernel/result.ts";
import { readManualOrder } from "../../shared/operators/manual-order.ts";
import { invalid, json } from "../../shared/platform/http-answer.ts";
import { httpHandler } from "../../shared/platform/http-handler.ts";
import { type Nothing, type Route, route } from "../../shared/platform/http-route.ts";
import type { QueueSender } from "../../shared/platform/ports.ts";
import { sqsSender } from "../../shared/platform/queue-sender.sqs.ts";

type Services = { readonly intake: QueueSender; readonly now: () => Date };

const orderBody = z.record(z.string(), z.unknown());

/** Taken once it is in the queue of all orders; `GET /deliveries/{receipt}` tells when it is applied. */
const enterOrder = route<Services, Nothing, z.infer<typeof orderBody>>({
  roles: ["operator", "service"],
  body: orderBody,
  handle: async ({ principal: { merchantId }, body }, { intake, now }) => {
    const order = readManualOrder(merchantId, body, now());
    if (!order.ok) return fail(invalid("body", `${order.error.at}: ${order.error.detail}`));
    const message = toQueueMessage(order.value.delivery);
    if (message === null) return fail(invalid("body", "lines: the order is too large"));
    await intake.send([{ body: message }]);
    const { deliveryId } = order.value.delivery;
    return ok(json(202, { receipt: deliveryId, orderId: order.value.orderId }));
  },
});

export const routes: Readonly<Record<string, Route<Services>>> = { "POST /v1/orders": enterOrder };

export const handler = httpHandler({
  name: "enter-order",
  build: ({ settings, clock }) => ({ intake: sqsSender(settings.INTAKE_QUEUE_URL), now: clock }),
  routes,
});
