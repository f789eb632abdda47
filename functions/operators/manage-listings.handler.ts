import * as z from "zod/mini";
import { ok } from "../../shared/kernel/result.ts";
import { connectionOf } from "../../shared/operators/connection-of.ts";
import { listingsBody, listingView } from "../../shared/operators/listing-view.ts";
import { pageAnswer, pageQuery } from "../../shared/operators/page-query.ts";
import { dynamoTable } from "../../shared/platform/dynamo-table.ts";
import { json } from "../../shared/platform/http-answer.ts";
import { httpHandler } from "../../shared/platform/http-handler.ts";
import { type Nothing, type Route, route } from "../../shared/platform/http-route.ts";
import type { QueueSender } from "../../shared/platform/ports.ts";
import { sqsSender } from "../../shared/platform/queue-sender.sqs.ts";
import type { Table } from "../../shared/table/port.ts";
import { fromListingItem, saveListing } from "../../shared/writeback/listing.ts";
import { markListing } from "../../shared/writeback/mark-listings.ts";
import { listingsOf } from "../../shared/writeback/publish-batch.ts";
import { writeBackOf } from "../../shared/writeback/settings.ts";

type Services = { readonly table: Table; readonly queue: QueueSender; readonly now: () => Date };
const readers = ["operator", "warehouse", "service", "viewer"] as const;
const listQuery = z.object(pageQuery);

const listListings = route<Services, z.infer<typeof listQuery>>({
  roles: readers,
  query: listQuery,
  handle: async ({ principal: { merchantId }, params, query }, { table }) => {
    const connection = await connectionOf(table, merchantId, params);
    if (!connection.ok) return connection;
    const list = listingsOf(merchantId, connection.value.connectionId);
    return pageAnswer(table, list, query, (item) => listingView(fromListingItem(item)));
  },
});

const setListings = route<Services, Nothing, z.infer<typeof listingsBody>>({
  roles: ["operator", "service"],
  body: listingsBody,
  handle: async ({ principal: { merchantId }, params, body, requestId }, { table, queue, now }) => {
    const connection = await connectionOf(table, merchantId, params);
    if (!connection.ok) return connection;
    const { connectionId } = connection.value;
    const settings = await writeBackOf(table, merchantId, connection.value);
    for (const { sku, ...terms } of body.listings) {
      const listing = await saveListing(table, { merchantId, connectionId, sku }, terms);
      if (!settings.stock.isOn || !listing.isOffered) continue;
      const message = await markListing({ table, now }, settings, listing, [requestId]);
      if (message !== null) await queue.send([message]);
    }
    return ok(json(200, { saved: body.listings.length }));
  },
});

export const routes: Readonly<Record<string, Route<Services>>> = {
  "GET /v1/connections/{connectionId}/listings": listListings,
  "PUT /v1/connections/{connectionId}/listings": setListings,
};

export const handler = httpHandler({
  name: "manage-listings",
  build: ({ settings, clock }) => ({
    table: dynamoTable(settings.TABLE_NAME),
    queue: sqsSender(settings.PUBLISH_QUEUE_URL),
    now: clock,
  }),
  routes,
});
