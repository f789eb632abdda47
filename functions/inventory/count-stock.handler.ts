import * as z from "zod/mini";
import { documentKinds } from "../../shared/inventory/documents/document.ts";
import { fromDocumentItem, readDocument } from "../../shared/inventory/documents/document-store.ts";
import { documentsOn } from "../../shared/inventory/documents/documents-on.ts";
import type { StockDocuments } from "../../shared/inventory/documents/stock-documents.ts";
import { fail, ok } from "../../shared/kernel/result.ts";
import { pageAnswer, pageQuery } from "../../shared/operators/page-query.ts";
import { countsBody, takeBody } from "../../shared/operators/stock-document-bodies.ts";
import { documentAnswer, documentView } from "../../shared/operators/stock-document-view.ts";
import { dynamoTable } from "../../shared/platform/dynamo-table.ts";
import { json, notFound } from "../../shared/platform/http-answer.ts";
import { httpHandler } from "../../shared/platform/http-handler.ts";
import { type Route, route } from "../../shared/platform/http-route.ts";
import { pauseWithJitter } from "../../shared/platform/pause.ts";
import { roles } from "../../shared/platform/principal.ts";
import { listPk } from "../../shared/table/keys.ts";
import type { Table } from "../../shared/table/port.ts";

type Services = { readonly table: Table; readonly documents: StockDocuments };

const start = route<Services, object, z.infer<typeof takeBody>>({
  roles: ["operator", "warehouse"],
  body: takeBody,
  handle: async ({ principal: { merchantId, role, subject: by }, body }, { documents }) =>
    documentAnswer(await documents.startTake({ merchantId, by, ...body }), role),
});

const count = route<Services, object, z.infer<typeof countsBody>>({
  roles: ["operator", "warehouse"],
  body: countsBody,
  handle: async ({ principal: { merchantId, role, subject: by }, params, body }, { documents }) => {
    const name = { merchantId, documentId: params["documentId"] ?? "" };
    return documentAnswer(await documents.count(name, { ...body, by }), role);
  },
});

/** Not by those who count. */
const approve = route<Services>({
  roles: ["operator"],
  handle: async ({ principal: { merchantId, role }, params }, { documents }) =>
    documentAnswer(await documents.approve({ merchantId, documentId: params["documentId"] ?? "" }), role),
});

const kind = z.enum(documentKinds);
const listQuery = z.object({ ...pageQuery, kind });
const list = route<Services, z.infer<typeof listQuery>>({
  roles,
  query: listQuery,
  handle: async ({ principal: { merchantId, role }, query }, { table }) => {
    const partitions = (shard: number): string[] => [listPk(merchantId, "stock-documents", query.kind, shard)];
    const documents = { index: "byList", partitions, sortKey: "listSk", order: "newest_first" } as const;
    return pageAnswer(table, documents, query, (item) => documentView(fromDocumentItem(item), role));
  },
});

const show = route<Services>({
  roles,
  handle: async ({ principal: { merchantId, role }, params }, { table }) => {
    const [wanted, id] = [kind.safeParse(params["kind"]), params["documentId"] ?? ""];
    const found = wanted.success ? await readDocument(table, merchantId, wanted.data, id) : null;
    return found === null ? fail(notFound("stock document")) : ok(json(200, documentView(found, role)));
  },
});

export const routes: Readonly<Record<string, Route<Services>>> = {
  "POST /v1/stock-takes": start,
  "POST /v1/stock-takes/{documentId}/counts": count,
  "POST /v1/stock-takes/{documentId}/approval": approve,
  "GET /v1/stock-documents": list,
  "GET /v1/stock-documents/{kind}/{documentId}": show,
};

export const handler = httpHandler({
  name: "count-stock",
  build: ({ settings, clock }) => {
    const table = dynamoTable(settings.TABLE_NAME);
    return { table, documents: documentsOn(table, clock, pauseWithJitter) };
  },
  routes,
});
