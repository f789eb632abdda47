import * as z from "zod/mini";
import { isDay } from "../../shared/kernel/business-day.ts";
import { fail, ok } from "../../shared/kernel/result.ts";
import { dynamoTable } from "../../shared/platform/dynamo-table.ts";
import { invalid, json, notFound } from "../../shared/platform/http-answer.ts";
import { httpHandler } from "../../shared/platform/http-handler.ts";
import { type Route, route } from "../../shared/platform/http-route.ts";
import { s3ObjectStore } from "../../shared/platform/object-store.s3.ts";
import type { ObjectStore } from "../../shared/platform/ports.ts";
import { type Manifest, versionPrefix } from "../../shared/reports/render-report.ts";
import { isReportName } from "../../shared/reports/report.ts";
import { readSeals } from "../../shared/reports/seal-store.ts";
import type { Table } from "../../shared/table/port.ts";

type Services = { readonly table: Table; readonly exports: ObjectStore };

const LINK_SECONDS = 900;
const readers = ["finance", "operator", "viewer"] as const;
const listQuery = z.object({ day: z.optional(z.string()) });

/** Every sealed version and every failed attempt, newest day first. */
const listReports = route<Services, z.infer<typeof listQuery>>({
  roles: readers,
  query: listQuery,
  handle: async ({ principal: { merchantId }, query: { day } }, { table }) => {
    if (day !== undefined && !isDay(day)) return fail(invalid("query", "day: write it as 2026-11-21"));
    const seals = await readSeals(table, merchantId, day);
    return ok(json(200, { items: seals.toReversed(), cursor: null }));
  },
});

const versionQuery = z.object({ version: z.optional(z.string().check(z.regex(/^[1-9]\d{0,3}$/))) });

/** The manifest of one day and links to its files; the newest version unless another is asked for. */
const showReport = route<Services, z.infer<typeof versionQuery>>({
  roles: ["finance", "operator"],
  query: versionQuery,
  handle: async ({ principal: { merchantId }, params, query }, { table, exports }) => {
    const [report = "", day = ""] = [params["report"], params["day"]];
    if (!isReportName(report) || !isDay(day)) return fail(notFound("report"));
    const sealed = (await readSeals(table, merchantId, day, report)).filter((seal) => seal.state === "sealed");
    const seal =
      query.version === undefined ? sealed.at(-1) : sealed.find((each) => each.version === Number(query.version));
    const stored = seal === undefined ? null : await exports.get(seal.manifestKey);
    if (seal === undefined || stored === null) return fail(notFound("sealed report"));
    const manifest = JSON.parse(new TextDecoder().decode(stored.body)) as Manifest;
    const prefix = versionPrefix(merchantId, report, day, seal.version);
    const files = await Promise.all(
      manifest.files.map(async (file) => ({
        ...file,
        url: await exports.downloadLink(`${prefix}${file.name}`, { fileName: file.name, seconds: LINK_SECONDS }),
      })),
    );
    return ok(json(200, { ...seal, manifest: { ...manifest, files } }));
  },
});

export const routes: Readonly<Record<string, Route<Services>>> = {
  "GET /v1/reports": listReports,
  "GET /v1/reports/{report}/{day}": showReport,
};

export const handler = httpHandler({
  name: "read-reports",
  build: ({ settings }) => ({
    table: dynamoTable(settings.TABLE_NAME),
    exports: s3ObjectStore(settings.EXPORTS_BUCKET),
  }),
  routes,
});
