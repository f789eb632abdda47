import * as z from "zod/mini";
import { fromImportItem, readImport } from "../../shared/imports/import-job.ts";
import { uploadKey } from "../../shared/imports/upload-key.ts";
import { type ImportId, shortHash } from "../../shared/kernel/ids.ts";
import { fail, ok } from "../../shared/kernel/result.ts";
import { importView, LINK_SECONDS, UPLOAD_TYPE, uploadBody } from "../../shared/operators/import-view.ts";
import { pageAnswer, pageQuery } from "../../shared/operators/page-query.ts";
import { dynamoTable } from "../../shared/platform/dynamo-table.ts";
import { json, notFound } from "../../shared/platform/http-answer.ts";
import { httpHandler } from "../../shared/platform/http-handler.ts";
import { type Nothing, type Route, route } from "../../shared/platform/http-route.ts";
import { s3ObjectLinks } from "../../shared/platform/object-links.s3.ts";
import type { ObjectLinks } from "../../shared/platform/ports.ts";
import { roles } from "../../shared/platform/principal.ts";
import { listPk } from "../../shared/table/keys.ts";
import type { Table } from "../../shared/table/port.ts";

type Services = { readonly table: Table; readonly links: ObjectLinks; readonly now: () => Date };

/** A link to send the file to; the import begins when the file has arrived. */
const startUpload = route<Services, Nothing, z.infer<typeof uploadBody>>({
  roles: ["operator", "warehouse"],
  body: uploadBody,
  handle: async ({ principal: { merchantId }, body, requestId }, { links, now }) => {
    const folder = `${now().toISOString().slice(0, 10)}-${shortHash(requestId).slice(0, 8)}`;
    const key = uploadKey(merchantId, body.kind, `${folder}/${body.fileName}`);
    const url = await links.uploadLink(key, { contentType: UPLOAD_TYPE, seconds: LINK_SECONDS });
    const expiresAt = new Date(now().getTime() + LINK_SECONDS * 1000).toISOString();
    return ok(json(201, { key, upload: { method: "PUT", url, headers: { "content-type": UPLOAD_TYPE }, expiresAt } }));
  },
});

const listQuery = z.object(pageQuery);

const listImports = route<Services, z.infer<typeof listQuery>>({
  roles,
  query: listQuery,
  handle: async ({ principal: { merchantId }, query }, { table }) => {
    const partitions = (shard: number): string[] => [listPk(merchantId, "imports", "all", shard)];
    const list = { index: "byList", partitions, sortKey: "listSk", order: "newest_first" } as const;
    return pageAnswer(table, list, query, (item) => importView(fromImportItem(item), null));
  },
});

const showImport = route<Services>({
  roles,
  handle: async ({ principal: { merchantId, role }, params }, { table, links }) => {
    const job = await readImport(table, merchantId, (params["importId"] ?? "") as ImportId);
    if (job === null) return fail(notFound("import"));
    // A receipt repeats the merchant's rows, recipients among them.
    const mayRead = job.receiptKey !== "" && (role === "operator" || role === "warehouse" || role === "service");
    const fileName = job.receiptKey.slice(job.receiptKey.lastIndexOf("/") + 1);
    const receipt = mayRead ? await links.downloadLink(job.receiptKey, { fileName, seconds: LINK_SECONDS }) : null;
    return ok(json(200, importView(job, receipt)));
  },
});

export const routes: Readonly<Record<string, Route<Services>>> = {
  "POST /v1/imports": startUpload,
  "GET /v1/imports": listImports,
  "GET /v1/imports/{importId}": showImport,
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
