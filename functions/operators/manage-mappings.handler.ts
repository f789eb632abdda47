import * as z from "zod/mini";
import { deleteMapping, readMappings, saveMapping } from "../../shared/imports/mappings/saved-mapping.ts";
import { fail, ok } from "../../shared/kernel/result.ts";
import { kindIn, mappingBody, mappingFrom, mappingView } from "../../shared/operators/mapping-view.ts";
import { templateAnswer, templateQuery } from "../../shared/operators/template-view.ts";
import { dynamoTable } from "../../shared/platform/dynamo-table.ts";
import { json, notFound } from "../../shared/platform/http-answer.ts";
import { httpHandler } from "../../shared/platform/http-handler.ts";
import { type Nothing, type Route, route } from "../../shared/platform/http-route.ts";
import { roles } from "../../shared/platform/principal.ts";
import type { Table } from "../../shared/table/port.ts";

type Services = { readonly table: Table; readonly now: () => Date };

const uploaders = ["operator", "warehouse"] as const;
const listQuery = z.object({ kind: z.optional(z.string()) });

const listMappings = route<Services, z.infer<typeof listQuery>>({
  roles,
  query: listQuery,
  handle: async ({ principal: { merchantId }, query }, { table }) => {
    const found = await readMappings(table, merchantId, kindIn(query));
    return ok(json(200, { items: found.map(mappingView), cursor: null }));
  },
});

/** Later files with these headings are read so, without being asked about again. */
const putMapping = route<Services, Nothing, z.infer<typeof mappingBody>>({
  roles: uploaders,
  body: mappingBody,
  handle: async ({ principal: { merchantId, subject }, params, body }, { table, now }) => {
    const named = { kind: params["kind"] ?? "", headerSet: params["headerSet"] ?? "" };
    const mapping = mappingFrom(body, named, { merchantId, at: now().toISOString(), by: subject });
    if (!mapping.ok) return mapping;
    await saveMapping(table, mapping.value);
    return ok(json(200, mappingView(mapping.value)));
  },
});

const removeMapping = route<Services>({
  roles: uploaders,
  handle: async ({ principal: { merchantId }, params }, { table }) => {
    const kind = kindIn(params);
    const isGone = kind !== null && (await deleteMapping(table, merchantId, kind, params["headerSet"] ?? ""));
    return isGone ? ok(json(200, { deleted: true })) : fail(notFound("mapping"));
  },
});

/** How a file should look in the first place. */
const showTemplate = route<Services, z.infer<typeof templateQuery>>({
  roles,
  query: templateQuery,
  handle: async ({ params, query }) => {
    const kind = kindIn(params);
    return kind === null ? fail(notFound("kind of import")) : ok(await templateAnswer(kind, query.language));
  },
});

export const routes: Readonly<Record<string, Route<Services>>> = {
  "GET /v1/import-mappings": listMappings,
  "PUT /v1/import-mappings/{kind}/{headerSet}": putMapping,
  "DELETE /v1/import-mappings/{kind}/{headerSet}": removeMapping,
  "GET /v1/import-templates/{kind}": showTemplate,
};

export const handler = httpHandler({
  name: "manage-mappings",
  build: ({ settings, clock }) => ({ table: dynamoTable(settings.TABLE_NAME), now: clock }),
  routes,
});
