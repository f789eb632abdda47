import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { memoryQueue, memorySecretStore } from "../../tests/support/memory-ports.ts";
import { fromQueueMessage } from "../intake/queued-delivery.ts";
import { connectionOfSeller, makeTakeNotification, readNotification } from "./take-notification.ts";

const seller = "A1EXAMPLESELLER";
const notification = {
  NotificationType: "ORDER_CHANGE",
  Payload: { OrderChangeNotification: { SellerId: seller, AmazonOrderId: "111-2222222-3333333" } },
  NotificationMetadata: { NotificationId: "n-1" },
};
const access = { merchantId: "demo", connectionId: "amazon-a1exampleseller", channel: "amazon" };

function taking(credentials: object = { sellerId: seller }, over: object = {}) {
  const intake = memoryQueue();
  const text = JSON.stringify({ ...access, ...over, credentials });
  const take = makeTakeNotification({
    secrets: memorySecretStore({ "apis/amazon-a1exampleseller": text }),
    apiSecretPrefix: "apis/",
    intake,
    now: () => new Date("2026-11-21T06:00:00.000Z"),
  });
  const outcome = (said: object) => {
    const read = readNotification(JSON.stringify(said));
    if (read === null) throw new Error("not understood");
    return take(read);
  };
  return { intake, outcome };
}

describe("a notification of Amazon", () => {
  it("becomes a delivery of the seller's shop, the same one however often it comes", async () => {
    const { intake, outcome } = taking();

    const outcomes = [await outcome(notification), await outcome(notification)];

    const queued = intake.sent.map(({ body }) => fromQueueMessage(body));
    expect(outcomes.map(({ kind }) => kind)).toEqual(["done", "done"]);
    expect(queued[0]).toMatchObject({
      ok: true,
      value: { ...access, topic: "ORDER_CHANGE", channelDeliveryId: "n-1" },
    });
    expect(queued[0]?.ok && queued[1]?.ok && queued[0].value.deliveryId === queued[1].value.deliveryId).toBe(true);
    expect(queued[0]?.ok && JSON.parse(new TextDecoder().decode(queued[0].value.body))).toEqual(notification);
    expect(intake.sent[0]?.groupId).toBe("amazon-a1exampleseller");
  });

  it("of a seller that is not connected waits for a person", async () => {
    const stranger = { ...notification, Payload: { OrderChangeNotification: { SellerId: "A2STRANGER" } } };

    expect(await taking().outcome(stranger)).toMatchObject({ kind: "park" });
    expect(await taking({ sellerId: "ANOTHER" }).outcome(notification)).toMatchObject({ kind: "park" });
    expect(await taking({}, { channel: "shopify" }).outcome(notification)).toMatchObject({ kind: "park" });
  });

  it("about no order is left alone, and what is none is not understood", async () => {
    expect(await taking().outcome({ NotificationType: "SOMETHING_ELSE" })).toMatchObject({ kind: "skipped" });
    expect([readNotification("{"), readNotification("[]"), readNotification("null")]).toEqual([null, null, null]);
  });

  it("cannot reach another secret by the name of its seller", () => {
    expect(["../shopify-demo", "A B", "", "Ä".repeat(60)].map(connectionOfSeller)).toEqual([null, null, null, null]);
  });

  const fixture = new URL(
    "../../../shared/fixtures/channels/amazon/notification_order_change_buyer_requested_cancel.json",
    import.meta.url,
  );
  it.skipIf(!existsSync(fixture))("is read in the shape that Amazon publishes", () => {
    expect(readNotification(readFileSync(fixture, "utf8"))).toMatchObject({
      type: "ORDER_CHANGE",
      sellerId: "A3TH9S8BH6GOGM",
      notificationId: "d0e9e693-c3ad-4373-979f-ed4ec98dd746",
    });
  });
});
