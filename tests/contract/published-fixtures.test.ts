import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { channels, webhookChannel } from "../../shared/channels/all-channels.ts";
import { pulledTopic } from "../../shared/channels/channel.ts";
import { expectSound } from "../../shared/channels/normalise.contract.ts";
import { type ChannelName, channelNames } from "../../shared/channels/registry.ts";
import { summarise } from "../../shared/channels/summarise.ts";

/** Payloads that others published; they stay where they are and are read in place. See SOURCES.md there. */
const folder = join(import.meta.dirname, "../../../shared/fixtures/channels");
const isThere = existsSync(folder);

/** Files that are not an order as the channel posts it, with the topic under which they would come. Others: an order. */
const topicOf: Readonly<Record<string, string>> = {
  "amazon/notification_order_change_buyer_requested_cancel.json": "ORDER_CHANGE",
  "amazon/orders_v0_getOrderAddress.json": pulledTopic,
  "amazon/orders_v0_getOrderItems.json": pulledTopic,
  "amazon/orders_v0_getOrder_0.json": pulledTopic,
  "amazon/orders_v0_getOrders_0.json": pulledTopic,
  "bigcommerce/v2_order_get_218.json": pulledTopic,
  "bigcommerce/v2_order_products_149.json": pulledTopic,
  "bigcommerce/v2_order_shipping_addresses.json": pulledTopic,
  "bigcommerce/v2_order_statuses.json": pulledTopic,
  "bigcommerce/webhook_store_order_created.json": "push",
  "bigcommerce/webhook_store_order_statusUpdated.json": "push",
  "bigcommerce/webhook_store_shipment_created.json": "push",
  "pinduoduo/order_status_get_shipped.json": "pdd.order.status.get",
  "ebay/notification_account_deletion_valid.json": "push",
  "lazada/order_get_delivered.json": pulledTopic,
  "lazada/webhook_trade_order_unpaid.json": "push",
  "magento/event_sales_order_save_commit_after_minimal.json":
    "com.adobe.commerce.observer.sales_order_save_commit_after",
  "magento/rest_invoice_165.json": "com.adobe.commerce.observer.sales_order_invoice_save_after",
  "magento/writeback_shipment_created_external.json": "be-observer.sales_order_shipment_create",
  "shopee/booking_detail.json": pulledTopic,
  "shopee/order_list.json": pulledTopic,
  "shopee/payment_escrow_list.json": pulledTopic,
  "shopify/go_shopify_transactions.json": "order_transactions/create",
  "shopify/refund_list_first.json": "refunds/create",
  "shopify/webhook_fulfillment_events_sample.json": "fulfillment_events/create",
  "shopify/webhook_fulfillments_create_sample.json": "fulfillments/create",
  "shopify/webhook_inventory_levels_sample.json": "inventory_levels/update",
  "square/webhook_OrderCreatedEvent.json": "push",
  "square/webhook_OrderFulfillmentUpdatedEvent.json": "push",
  "square/webhook_PaymentUpdatedEvent.json": "push",
  "square/webhook_RefundUpdatedEvent.json": "push",
  "tiktokshop/webhook_order_status_change_unpaid.json": "push",
  "wechat/event_channels_ec_order_deliver.json": "push",
  "wechat/event_channels_ec_order_new.json": "push",
  "wechat/event_open_product_order_pay.xml": "push",
  "woocommerce/refund_single.json": "action.woocommerce_order_refunded",
  "woocommerce/webhook_order_deleted.json": "order.deleted",
};

/** Channels others have published payloads of, with the topic of an order. Our own format (generic) has none. */
const orderTopic: Readonly<Partial<Record<ChannelName, string>>> = {
  amazon: pulledTopic,
  bigcommerce: pulledTopic,
  douyin: pulledTopic,
  ebay: pulledTopic,
  lazada: pulledTopic,
  magento: "com.adobe.commerce.observer.sales_order_save_commit_after",
  jd: pulledTopic,
  pinduoduo: pulledTopic,
  shopee: pulledTopic,
  shopify: "orders/updated",
  square: pulledTopic,
  taobao: pulledTopic,
  tiktokshop: pulledTopic,
  wechat: pulledTopic,
  woocommerce: "order.updated",
};
const publishedChannels = channelNames.flatMap((name) => {
  const topic = orderTopic[name];
  return topic === undefined ? [] : [{ name, orderTopic: topic }];
});

/** SOURCES.md: these do not add up as published, so nothing is asked of their sums. */
const mayNotAddUp: readonly RegExp[] = [
  /^douyin\/order_orderDetail_official_presale_phases\.json$/,
  /^magento\/rest_order_pending_banktransfer\.json$/,
  /^shopify\/order_(closed_partially_refunded|partially_refunded_usd)\.json$/,
  /^woocommerce\/(order_bundled_items|order_processing_coupon_fee_tax|fluxc_.*)\.json$/,
];

/**
 * Parts of an order, lists and bare envelopes, which no channel answers or posts as an order: all that is refused, and as
 * what. Nothing else may be.
 */
const refusedAs: Readonly<Record<string, string>> = {
  "amazon/orders_v0_getOrderAddress.json": "missing_field",
  "amazon/orders_v0_getOrderItems.json": "missing_field",
  "bigcommerce/v2_order_products_149.json": "missing_field",
  "bigcommerce/v2_order_shipping_addresses.json": "missing_field",
  "bigcommerce/v2_order_statuses.json": "missing_field",
  "lazada/order_get_delivered.json": "missing_field",
  "magento/event_sales_order_save_commit_after_minimal.json": "missing_field",
  "shopee/booking_detail.json": "missing_field",
  "shopee/order_list.json": "missing_field",
  "shopee/payment_escrow_list.json": "missing_field",
  "wechat/event_open_product_order_pay.xml": "unknown_topic",
};

/** Channels whose payloads were published without the envelope in which they are posted. */
const inEnvelope: Readonly<Record<string, (body: string) => string>> = {
  amazon: (answer) => {
    const { orders, payload } = JSON.parse(answer);
    if (orders !== undefined) return JSON.stringify({ order: orders[0] });
    return payload?.Orders === undefined ? answer : JSON.stringify({ payload: payload.Orders[0] });
  },
  bigcommerce: (answer) => {
    if (answer.includes('"scope"')) return answer;
    return answer.includes('"status_id"') ? `{"order":${answer},"products":[]}` : `{"products":${answer}}`;
  },
  douyin: (answer) => {
    const one = answer.replace(/"shop_order_list":\s*\[/, '"shop_order_detail":').replace(/\](\s*\}\s*\}\s*)$/, "$1");
    return `{"detail":${one},"aftersales":null}`;
  },
  ebay: (body) => (body.includes('"metadata"') ? body : `{"order":${body}}`),
  lazada: (body) => (body.includes('"message_type"') ? body : `{"order":${body}}`),
  magento: (value) => `{"event_id":"e-1","data":{"value":${value}},"recipient_client_id":"ours"}`,
  jd: (orderInfo) => `{"jingdong_pop_order_enGet_responce":{"orderDetailInfo":{"orderInfo":${orderInfo}}}}`,
  taobao: (partner) =>
    JSON.stringify({ fullinfo: { trade_fullinfo_get_response: JSON.parse(partner).result }, refunds: [] }),
  tiktokshop: (body) => (body.includes('"orders"') ? `{"order":${body},"returns":null,"cancellations":null}` : body),
  wechat: (body) => (body.includes("errcode") ? `{"answer":${body},"aftersales":[]}` : body),
};

const rows: { readonly file: string; readonly outcome: string; readonly addsUp: string }[] = [];

describe.each(publishedChannels)("published payloads of $name", ({ name, orderTopic: usualTopic }) => {
  const files = isThere ? readdirSync(join(folder, name)).sort() : [];

  if (!isThere) {
    it.skip(`no folder ../shared/fixtures/channels/${name}: no published payload was checked`);
    return;
  }

  it("are there", () => expect(files.length).toBeGreaterThan(0));

  it.each(files)("%s ends as an order, ignored or refused by name", (file) => {
    const path = `${name}/${file}`;
    const published = readFileSync(join(folder, path));
    const body = inEnvelope[name] ? Buffer.from(inEnvelope[name](published.toString())) : published;
    const request = {
      method: "POST",
      path: `/webhooks/${name}/demo`,
      url: `https://hub.example/webhooks/${name}/demo`,
      query: {},
      headers: {},
      body,
    };
    if (webhookChannel(name)?.describe(request).kind === "ping") {
      rows.push({ file: path, outcome: "ping", addsUp: "" });
      return;
    }

    const topic = topicOf[path] ?? usualTopic;
    const result = channels[name].normalise({ topic, body, headers: {}, receivedAt: "2026-11-21T00:00:00.000Z" });

    const discrepancy =
      result.ok && result.value.kind === "order" ? result.value.order.header?.discrepancyMinor : undefined;
    const addsUp = discrepancy === undefined ? "" : discrepancy === 0 ? "adds up" : `off by ${discrepancy}`;
    rows.push({ file: path, outcome: `${topic}: ${summarise(result)}`, addsUp });
    if (result.ok) expectSound(result.value);
    expect(result.ok ? undefined : result.error.kind).toBe(refusedAs[path]);
    if (path in topicOf) return;
    expect(summarise(result)).toMatch(/^order /);
    if (!mayNotAddUp.some((pattern) => pattern.test(path))) expect(addsUp).toBe("adds up");
  });
});

describe.skipIf(!isThere)("the published payloads", () => {
  it("are of every channel but our own format, and each file's outcome is in the list", () => {
    const folders = readdirSync(folder, { withFileTypes: true }).filter((each) => each.isDirectory());
    const named = folders.map(({ name }) => name).filter((name) => !name.startsWith("_"));
    expect(named.sort()).toEqual(channelNames.filter((name) => name !== "generic").sort());
    const files = named.flatMap((name) => readdirSync(join(folder, name)).map((file) => `${name}/${file}`));
    expect(rows.map(({ file }) => file).sort()).toEqual(files.sort());
    for (const { outcome } of rows) expect(outcome).toMatch(/^ping$|: (order|pull|ignored|refused: [a-z_]+ at )/);
    expect(Object.keys(refusedAs).filter((path) => !files.includes(path))).toEqual([]);
  });
});

afterAll(() => {
  for (const { file, outcome, addsUp } of rows) {
    console.log(`${file.padEnd(62)} ${addsUp.padEnd(12)} ${outcome.slice(0, 150)}`);
  }
});
