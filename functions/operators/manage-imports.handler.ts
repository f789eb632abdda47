import * as z from "zod/mini";
import { fromImportItem, readImport } from "../../shared/imports/import-job.ts";
import { requestCancel } from "../../shared/imports/import-steps.ts";
import type { ImportId } from "../../shared/kernel/ids.ts";
import { fail, ok } from "../../shared/kernel/result.ts";
import * as view from "../../shared/operators/import-view.ts";
import { pageAnswer, pageQuery } from "../../shared/operators/page-query.ts";
import { mayUpload, uploaders, uploadersOf } from "../../shared/operators/upload-roles.ts";
import { dynamoTable } from "../../shared/platform/dynamo-table.ts";
import { forbidden, json, notFound } from "../../shared/platform/http-answer.ts";
import { httpHandler } from "../../shared/platform/http-handler.ts";
import { type Nothing, type Route, route } from "../../shared/platform/http-route.ts";
import { s3ObjectLinks } from "../../shared/platform/object-links.s3.ts";
import type { ObjectLinks } from "../../shared/platform/ports.ts";
import { roles } from "../../shared/platform/principal.ts";
import { listPk } from "../../shared/table/keys.ts";
import type { Table } from "../../shared/table/port.ts";

type Services = { readonly table: Table; readonly links: ObjectLinks; readonly now: () => Date };

const listQuery = z.object(pageQuery);

/** A link to send the file to; the import begins when the file has arrived. */
const startUpload = route<Services, Nothing, z.infer<typeof view.uploadBody>>({
  roles: uploaders,
  body: view.uploadBody,
  handle: async ({ principal: { merchantId, role }, body, requestId }, { links, now }) => {
    if (!mayUpload(role, body.kind)) return fail(forbidden(uploadersOf(body.kind)));
    const key = view.uploadKeyFor(merchantId, body, requestId, now());
    return ok(json(201, view.uploadAnswer(key, await links.uploadLink(key, view.uploadOptions(body)), now())));
  },
});

const listImports = route<Services, z.infer<typeof listQuery>>({
  roles,
  query: listQuery,
  handle: async ({ principal: { merchantId }, query }, { table, now }) => {
    const partitions = (shard: number) => [listPk(merchantId, "imports", "all", shard)];
    const list = { index: "byList", partitions, sortKey: "listSk", order: "newest_first" } as const;
    return pageAnswer(table, list, query, (item) => view.importView(fromImportItem(item), view.noLinks, now()));
  },
});

const showImport = route<Services>({
  roles,
  handle: async ({ principal: { merchantId, role }, params }, { table, links, now }) => {
    const job = await readImport(table, merchantId, (params["importId"] ?? "") as ImportId);
    if (job === null) return fail(notFound("import"));
    return ok(json(200, view.importView(job, await view.linksOf(job, role, links), now())));
  },
});

/** What has begun is brought to its end; the receipt says which rows were applied and which were not. */
const cancelImport = route<Services>({
  roles: ["operator", "warehouse"],
  handle: async ({ principal: { merchantId }, params }, { table, now }) => {
    const importId = (params["importId"] ?? "") as ImportId;
    const cancelled = await requestCancel(table, { merchantId, importId }, now().toISOString());
    if (cancelled !== null) return ok(json(202, view.importView(cancelled, view.noLinks, now())));
    const job = await readImport(table, merchantId, importId);
    return fail(job === null ? notFound("import") : view.notCancellable(job));
  },
});

export const routes: Readonly<Record<string, Route<Services>>> = {
  "POST /v1/imports": startUpload,
  "GET /v1/imports": listImports,
  "GET /v1/imports/{importId}": showImport,
  "DELETE /v1/imports/{importId}": cancelImport,
};

export const handler = httpHandler({
  name: "manage-imports",
  build: ({ settings, clock }) => ({
    table: dynamoTable(settings.TABLE_NAME),
    links: s3ObjectLinks(settings.IMPORTS_BUCKET),
    now: clock,
  }),
  routes,
});
