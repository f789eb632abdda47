import * as z from "zod/mini";
import { isDay } from "../../shared/kernel/business-day.ts";
import type { OrderId } from "../../shared/kernel/ids.ts";
import { fail, ok } from "../../shared/kernel/result.ts";
import { receiptsOf } from "../../shared/operators/decision-view.ts";
import { pageQuery } from "../../shared/operators/page-query.ts";
import { readOrder } from "../../shared/orders/order-store.ts";
import { dynamoTable } from "../../shared/platform/dynamo-table.ts";
import { invalid, json, notFound } from "../../shared/platform/http-answer.ts";
import { httpHandler } from "../../shared/platform/http-handler.ts";
import { type Route, route } from "../../shared/platform/http-route.ts";
import { isDecision, readNotes } from "../../shared/routing/receipt/receipt-store.ts";
import { readDecided } from "../../shared/routing/what-if/read-decided.ts";
import type { Table } from "../../shared/table/port.ts";

const MOST_ORDERS = 500;
/** Receipts are made anew, so a long history is cut. */
const MOST_RECEIPTS = 10;

/** Every routing decision on an order with all its numbers, the newest first. */
const showRouting = route<Table>({
  roles: ["operator", "warehouse", "service", "viewer", "finance"],
  handle: async ({ principal: { merchantId }, params }, table) => {
    const stored = await readOrder(table, merchantId, (params["orderId"] ?? "") as OrderId);
    if (stored === null) return fail(notFound("order"));
    const { orderId, routing } = stored.order;
    const notes = await readNotes(table, stored.order);
    const decisions = notes.filter(isDecision);
    const byHand = notes.flatMap(({ snapshot: _, ...hand }) => (hand.byHand === undefined ? [] : [hand]));
    const receipts = await receiptsOf(table, merchantId, decisions.slice(0, MOST_RECEIPTS));
    const { snapshot: _, ...note } = routing ?? {};
    return ok(
      json(200, { orderId, note: routing === null ? null : note, byHand, decisions: decisions.length, receipts }),
    );
  },
});

const decidedQuery = z.object({ ...pageQuery, day: z.string() });

/** Orders of a business day as they were decided on, without their buyers: what other rules can be tried on. */
const listDecided = route<Table, z.infer<typeof decidedQuery>>({
  roles: ["operator", "service"],
  query: decidedQuery,
  handle: async ({ principal: { merchantId }, query: { day, limit = MOST_ORDERS, cursor = null } }, table) => {
    if (!isDay(day)) return fail(invalid("query", "day: write it as 2026-11-21"));
    const page = await readDecided(table, merchantId, day, { limit: Math.min(limit, MOST_ORDERS), cursor });
    return page.ok ? ok(json(200, page.value)) : fail(invalid("query", "cursor: not one that this list has given"));
  },
});

export const routes: Readonly<Record<string, Route<Table>>> = {
  "GET /v1/orders/{orderId}/routing": showRouting,
  "GET /v1/routing-decisions": listDecided,
};

export const handler = httpHandler({
  name: "read-routing",
  build: ({ settings }) => dynamoTable(settings.TABLE_NAME),
  routes,
});
