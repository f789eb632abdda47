import type * as z from "zod/mini";
import { documentsOn } from "../../shared/inventory/documents/documents-on.ts";
import type { StockDocuments } from "../../shared/inventory/documents/stock-documents.ts";
import {
  adjustmentBody,
  purchaseBody,
  receiptBody,
  transferBody,
} from "../../shared/operators/stock-document-bodies.ts";
import { documentAnswer } from "../../shared/operators/stock-document-view.ts";
import { dynamoTable } from "../../shared/platform/dynamo-table.ts";
import { httpHandler } from "../../shared/platform/http-handler.ts";
import { type Nothing, type Route, route } from "../../shared/platform/http-route.ts";
import { pauseWithJitter } from "../../shared/platform/pause.ts";

const movers = ["operator", "warehouse"] as const;

const adjust = route<StockDocuments, Nothing, z.infer<typeof adjustmentBody>>({
  roles: movers,
  body: adjustmentBody,
  handle: async ({ principal: { merchantId, role, subject: by }, body }, documents) =>
    documentAnswer(await documents.adjust({ merchantId, by, ...body }), role),
});

const announcePurchase = route<StockDocuments, Nothing, z.infer<typeof purchaseBody>>({
  roles: movers,
  body: purchaseBody,
  handle: async ({ principal: { merchantId, role, subject: by }, body }, documents) => {
    const { supplier: from, warehouse: to, ...rest } = body;
    return documentAnswer(await documents.announce({ merchantId, by, kind: "purchase", from, to, ...rest }), role);
  },
});

const sendTransfer = route<StockDocuments, Nothing, z.infer<typeof transferBody>>({
  roles: movers,
  body: transferBody,
  handle: async ({ principal: { merchantId, role, subject: by }, body }, documents) =>
    documentAnswer(await documents.announce({ merchantId, by, kind: "transfer", ...body }), role),
});

const receive = (kind: "purchase" | "transfer"): Route<StockDocuments> =>
  route<StockDocuments, Nothing, z.infer<typeof receiptBody>>({
    roles: movers,
    body: receiptBody,
    handle: async ({ principal: { merchantId, role }, params, body }, documents) => {
      const name = { merchantId, kind, documentId: params["documentId"] ?? "" };
      return documentAnswer(await documents.receive(name, body), role);
    },
  });

const close = (kind: "purchase" | "transfer"): Route<StockDocuments> =>
  route<StockDocuments>({
    roles: movers,
    handle: async ({ principal: { merchantId, role }, params }, documents) =>
      documentAnswer(await documents.close({ merchantId, kind, documentId: params["documentId"] ?? "" }), role),
  });

export const routes: Readonly<Record<string, Route<StockDocuments>>> = {
  "POST /v1/stock-adjustments": adjust,
  "POST /v1/purchases": announcePurchase,
  "POST /v1/purchases/{documentId}/receipts": receive("purchase"),
  "POST /v1/purchases/{documentId}/closing": close("purchase"),
  "POST /v1/transfers": sendTransfer,
  "POST /v1/transfers/{documentId}/receipts": receive("transfer"),
  "POST /v1/transfers/{documentId}/closing": close("transfer"),
};

export const handler = httpHandler({
  name: "move-stock",
  build: ({ settings, clock }) => documentsOn(dynamoTable(settings.TABLE_NAME), clock, pauseWithJitter),
  routes,
});
