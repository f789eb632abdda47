import * as z from "zod/mini";
import { readPrices } from "../../shared/inventory/products/price-store.ts";
import { fromProductItem, readProducts, saveProduct } from "../../shared/inventory/products/product-store.ts";
import { fromProposalItem } from "../../shared/inventory/reorder/proposal-store.ts";
import { sku } from "../../shared/kernel/ids.ts";
import { fail, ok } from "../../shared/kernel/result.ts";
import { pageAnswer, pageQuery } from "../../shared/operators/page-query.ts";
import { priceView, productBody, productProblem, productView } from "../../shared/operators/product-bodies.ts";
import { dynamoTable } from "../../shared/platform/dynamo-table.ts";
import { json, notFound } from "../../shared/platform/http-answer.ts";
import { httpHandler } from "../../shared/platform/http-handler.ts";
import { type Nothing, type Route, route } from "../../shared/platform/http-route.ts";
import { pauseWithJitter } from "../../shared/platform/pause.ts";
import { roles } from "../../shared/platform/principal.ts";
import { listPk } from "../../shared/table/keys.ts";
import type { Table } from "../../shared/table/port.ts";

type Services = { readonly table: Table; readonly now: () => Date };
const listQuery = z.object(pageQuery);
const proposalQuery = z.object({ ...pageQuery, state: z.optional(z.enum(["open", "settled"])) });

const listProducts = route<Services, z.infer<typeof listQuery>>({
  roles,
  query: listQuery,
  handle: async ({ principal: { merchantId }, query }, { table }) => {
    const partitions = (shard: number): string[] => [listPk(merchantId, "products", "all", shard)];
    const list = { index: "byList", partitions, sortKey: "listSk", order: "ascending" } as const;
    return pageAnswer(table, list, query, (item) => productView(fromProductItem(item)));
  },
});

const showProduct = route<Services>({
  roles,
  handle: async ({ principal: { merchantId }, params }, { table }) => {
    const [product] = await readProducts(table, merchantId, [sku(params["sku"] ?? "")]);
    if (product === undefined) return fail(notFound("product"));
    const prices = (await readPrices(table, merchantId, product.sku)).map(priceView);
    return ok(json(200, { ...productView(product), prices }));
  },
});

const putProduct = route<Services, Nothing, z.infer<typeof productBody>>({
  roles: ["operator"],
  body: productBody,
  handle: async ({ principal: { merchantId }, params, body }, { table, now }) => {
    const place = { merchantId, sku: sku(params["sku"] ?? "") };
    const saved = await saveProduct(table, place, body, now().toISOString(), pauseWithJitter);
    if (!saved.ok) return fail(productProblem(saved.error));
    return ok(json(saved.value.kind === "created" ? 201 : 200, productView(saved.value.product)));
  },
});

const listProposals = route<Services, z.infer<typeof proposalQuery>>({
  roles,
  query: proposalQuery,
  handle: async ({ principal: { merchantId }, query }, { table }) => {
    const partitions = (shard: number): string[] => [listPk(merchantId, "proposals", query.state ?? "open", shard)];
    const list = { index: "byList", partitions, sortKey: "listSk", order: "newest_first" } as const;
    return pageAnswer(table, list, query, (item) => {
      const { merchantId: _, revision: _revision, ...view } = fromProposalItem(item);
      return view;
    });
  },
});

export const routes: Readonly<Record<string, Route<Services>>> = {
  "GET /v1/products": listProducts,
  "GET /v1/products/{sku}": showProduct,
  "PUT /v1/products/{sku}": putProduct,
  "GET /v1/purchase-proposals": listProposals,
};

export const handler = httpHandler({
  name: "manage-products",
  build: ({ settings, clock }) => ({ table: dynamoTable(settings.TABLE_NAME), now: clock }),
  routes,
});
