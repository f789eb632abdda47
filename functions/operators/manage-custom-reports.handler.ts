import {
  deleteDefinition,
  listDefinitions,
  previewDefinition,
  saveDefinition,
  showDefinition,
} from "../../shared/operators/custom-report-calls.ts";
import { definitionBody, type PreviewAsked, previewBody } from "../../shared/operators/custom-report-view.ts";
import { dynamoTable } from "../../shared/platform/dynamo-table.ts";
import { httpHandler } from "../../shared/platform/http-handler.ts";
import { type Nothing, type Route, route } from "../../shared/platform/http-route.ts";
import { s3ObjectFiles } from "../../shared/platform/object-files.s3.ts";
import type { ObjectFiles } from "../../shared/platform/ports.ts";
import type { Table } from "../../shared/table/port.ts";

type Services = {
  readonly table: Table;
  readonly exports: ObjectFiles;
  /** The one that `exports` reads, for who queries it. */
  readonly bucket: string;
  readonly now: () => Date;
};

const changers = ["finance", "operator"] as const;
const readers = ["finance", "operator", "viewer"] as const;

const list = route<Services>({
  roles: readers,
  handle: async ({ principal: { merchantId } }, { table }) => listDefinitions(table, merchantId),
});

const show = route<Services>({
  roles: readers,
  handle: async ({ principal: { merchantId }, params: { id = "" } }, services) =>
    showDefinition(services, merchantId, id),
});

const save = route<Services, Nothing, Readonly<Record<string, unknown>>>({
  roles: changers,
  body: definitionBody,
  handle: async ({ principal: { merchantId, subject: by }, params: { id = "" }, body }, { table, now }) =>
    saveDefinition(table, merchantId, { id, body }, { at: now().toISOString(), by }),
});

const remove = route<Services>({
  roles: changers,
  handle: async ({ principal: { merchantId, subject: by }, params: { id = "" } }, { table, now }) =>
    deleteDefinition(table, merchantId, id, { at: now().toISOString(), by }),
});

/** What a report would have said of days that are sealed; nothing is published. */
const preview = route<Services, Nothing, PreviewAsked>({
  roles: changers,
  body: previewBody,
  handle: async ({ principal: { merchantId }, body }, services) => previewDefinition(services, merchantId, body),
});

export const routes: Readonly<Record<string, Route<Services>>> = {
  "GET /v1/custom-reports": list,
  "GET /v1/custom-reports/{id}": show,
  "PUT /v1/custom-reports/{id}": save,
  "DELETE /v1/custom-reports/{id}": remove,
  "POST /v1/custom-reports/preview": preview,
};

export const handler = httpHandler({
  name: "manage-custom-reports",
  build: ({ settings, clock: now }) => {
    const bucket = settings.EXPORTS_BUCKET;
    return { table: dynamoTable(settings.TABLE_NAME), exports: s3ObjectFiles(bucket), bucket, now };
  },
  routes,
});
