import { freeStockMessage } from "../../../shared/inventory/free-stock-message.ts";
import { setOnHand } from "../../../shared/inventory/set-on-hand.ts";
import { stockChangeOf } from "../../../shared/inventory/stock-change.ts";
import { shipmentIdOf } from "../../../shared/kernel/ids.ts";
import { publishChanges } from "../../../shared/outbox/publish-changes.ts";
import { toMerchantItem } from "../../../shared/settings/merchant-settings.ts";
import { aConnectionId, aDelivery, aMerchantId, aRefund, aStatus } from "../../support/builders.ts";
import type { HubFunctions } from "../simulation/hub.ts";
import { CallLost } from "../simulation/worker.ts";
import { goodsIn, isStockRecord, orderOf, said, sha, tea, theOrder } from "./bench-hub.ts";
import type { Story } from "./every-call.ts";
import { type Act, mustBeDone, received, routed, type Setup, story, waiting } from "./hub-story.ts";

const later = { at: Date.parse("2026-11-21T07:00:00.000Z"), tie: "b" };
const nothing: Setup = async () => undefined;
const parcel = {
  merchantId: aMerchantId,
  orderId: theOrder,
  key: "parcel",
  warehouse: sha,
  carrier: { code: "SF", name: "SF Express" },
  trackingNo: "T1",
  shippedAt: null,
  lines: null,
  shippedBy: "packer",
};
const shipped: Setup = async (hub) => {
  await routed(hub);
  await hub.steady.shipOrder(parcel);
};
const night: Setup = async (hub) => {
  await shipped(hub);
  hub.clock.ms = Date.parse("2026-11-21T16:15:00.000Z");
};

async function seal(functions: HubFunctions, day: string): Promise<void> {
  const merchant = await functions.readMerchant(aMerchantId);
  if (merchant?.closedThrough == null) throw new Error("no day is closed");
  await functions.sealDay(merchant, day);
}

const applied = (dedupeKey: string, messageId: string, over: Parameters<typeof orderOf>[2]): Act => {
  const delivery = said(dedupeKey, orderOf("1001", 2, over));
  return async (functions, hub) => mustBeDone(await hub.apply(delivery, messageId, functions));
};

export const hubStories: readonly Story[] = [
  story("a webhook is received", ["receive-webhook"], nothing, async ({ receive }) => {
    const body = new TextEncoder().encode(JSON.stringify({ order: orderOf("1001", 2) }));
    const headers = { "x-plain-topic": "orders", "x-plain-id": "w1", "x-plain-signature": "right" };
    const request = { method: "POST", path: "/", query: {}, headers, body } as unknown as Parameters<typeof receive>[0];
    const { kind } = await receive(request, { channel: "plain", connectionId: aConnectionId });
    if (kind !== "accepted") throw new CallLost(`the sender got no 2xx: ${kind}`);
  }),
  story("a new order is applied", ["apply-delivery"], nothing, applied("d1", "m1", {})),
  story("the same is sent again", ["apply-delivery"], received, applied("d1", "m2", {})),
  story(
    "a cancellation with a refund gives goods back",
    ["apply-delivery"],
    routed,
    applied("d2", "m2", {
      clock: later,
      status: aStatus({ cancelledAt: "2026-11-21T07:00:00.000Z" }),
      refunds: [aRefund()],
    }),
  ),
  story("a delivery is parked", ["apply-delivery"], nothing, async (functions, hub) => {
    const parked = aDelivery({ dedupeKey: "d3", channel: "plain", said: { problem: "unknown" } });
    mustBeDone(await hub.apply(parked, "m3", functions));
  }),
  story("orders that are only named are asked for", ["apply-delivery"], nothing, async (functions, hub) => {
    const names = aDelivery({ dedupeKey: "d4", channel: "plain", said: { pull: ["1001", "1002"] } });
    mustBeDone(await hub.apply(names, "m4", functions));
  }),
  story("an order is routed", ["route-order"], received, async (functions, hub) =>
    mustBeDone(await hub.route(functions, "1001")),
  ),
  story(
    "orders are routed together, and one waits",
    ["route-order"],
    async (hub) => {
      await received(hub);
      await hub.apply(said("d5", orderOf("1002", 2)), "m5");
      await hub.apply(said("d6", orderOf("1003", 4)), "m6");
    },
    async (functions, hub) => mustBeDone(await hub.route(functions, "1001", "1002", "1003")),
    // A group that fails is routed one by one: the same goods in more writes.
    goodsIn,
  ),
  story("a waiting order gets its goods", ["retry-backorders"], waiting, async ({ retryBackorders }) => {
    const message = freeStockMessage.parse({ merchantId: aMerchantId, sku: tea, after: null });
    const { kind } = await retryBackorders(message, () => true);
    if (kind === "contended") throw new CallLost("the message comes again");
  }),
  story("events are published", ["publish-events"], routed, async ({ bus }, { records }) =>
    mustBeDone((await publishChanges(records, bus)).outcomes),
  ),
  story("stock is watched", ["watch-stock"], waiting, async ({ watchStock }, { records }) => {
    const changes = records
      .filter(isStockRecord)
      .flatMap((each) => stockChangeOf(each.sequenceNumber, each.old, each.new) ?? []);
    if ((await watchStock(changes)).size > 0) throw new CallLost("the records come again");
  }),
  story("goods are counted", ["count-stock"], routed, async ({ table }, { now }) => {
    await setOnHand(
      table,
      { merchantId: aMerchantId, sku: tea, warehouse: sha, onHand: 9, countKey: "again" },
      now().toISOString(),
    );
  }),
  story("a parcel is sent", ["manage-shipments"], routed, async ({ shipOrder }) => {
    await shipOrder(parcel);
  }),
  story("a parcel is taken back", ["manage-shipments"], shipped, async ({ unshipOrder }) => {
    const shipmentId = shipmentIdOf(theOrder, "parcel");
    await unshipOrder({ merchantId: aMerchantId, orderId: theOrder, shipmentId, reason: null });
  }),
  story("a day is closed", ["close-day"], night, async ({ closeDay }) => {
    await closeDay(aMerchantId);
  }),
  story(
    "a closed day is sealed",
    ["seal-day"],
    async (hub) => {
      await night(hub);
      await hub.steady.closeDay(aMerchantId);
    },
    (functions) => seal(functions, "2026-11-21"),
  ),
  story(
    "a sealed day is restated",
    ["seal-day"],
    async (hub) => {
      await night(hub);
      await hub.steady.closeDay(aMerchantId);
      await seal(hub.steady, "2026-11-21");
      hub.clock.ms += 86_400_000;
      const merchant = await hub.steady.readMerchant(aMerchantId);
      if (merchant === null) throw new Error("there is no merchant");
      await hub.table.put(toMerchantItem({ ...merchant, closedThrough: "2026-11-20" }));
      await hub.apply(said("d9", orderOf("1009", 1)), "m9");
      await hub.table.put(toMerchantItem(merchant));
    },
    (functions) => seal(functions, "2026-11-21"),
  ),
];
