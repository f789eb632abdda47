import * as z from "zod/mini";
import type { CustomerId } from "../../shared/customers/customer.ts";
import {
  changeCustomer,
  eraseCustomer,
  fromCustomerItem,
  readCustomer,
} from "../../shared/customers/customer-store.ts";
import { fail, ok } from "../../shared/kernel/result.ts";
import { customerBody, customerProblem, customerView } from "../../shared/operators/customer-view.ts";
import { pageAnswer, pageQuery } from "../../shared/operators/page-query.ts";
import { dynamoTable } from "../../shared/platform/dynamo-table.ts";
import { json, notFound } from "../../shared/platform/http-answer.ts";
import { httpHandler } from "../../shared/platform/http-handler.ts";
import { type Nothing, type Route, route } from "../../shared/platform/http-route.ts";
import { roles } from "../../shared/platform/principal.ts";
import { listPk } from "../../shared/table/keys.ts";
import type { Item, Table } from "../../shared/table/port.ts";

type Services = { readonly table: Table; readonly now: () => Date };
const listQuery = z.object({ ...pageQuery, tag: z.optional(z.string().check(z.maxLength(100))) });

const listCustomers = route<Services, z.infer<typeof listQuery>>({
  roles,
  query: listQuery,
  handle: async ({ principal: { merchantId, role }, query: { tag, ...page } }, { table }) => {
    const partitions = (shard: number): string[] => [listPk(merchantId, "customers", "all", shard)];
    const list = { index: "byList", partitions, sortKey: "listSk", order: "newest_first" } as const;
    const wanted = tag === undefined ? undefined : (item: Item) => fromCustomerItem(item).tags.includes(tag);
    return pageAnswer(table, list, page, (item) => customerView(fromCustomerItem(item), role), wanted);
  },
});

const showCustomer = route<Services>({
  roles,
  handle: async ({ principal: { merchantId, role }, params }, { table }) => {
    const customer = await readCustomer(table, merchantId, (params["customerId"] ?? "") as CustomerId);
    return customer === null ? fail(notFound("customer")) : ok(json(200, customerView(customer, role)));
  },
});

/** Who it is stands in the body, so that no log of addresses says so. */
const putCustomer = route<Services, Nothing, z.infer<typeof customerBody>>({
  roles: ["operator", "service"],
  body: customerBody,
  handle: async ({ principal: { merchantId, role }, body }, { table, now }) => {
    const { source, ref, ...terms } = body;
    const how = { now: now().toISOString(), takeBack: body.takeBack && role === "operator" };
    const saved = await changeCustomer(table, merchantId, { source, ref }, () => terms, how);
    if (!saved.ok) return fail(customerProblem(saved.error));
    return ok(json(saved.value.kind === "created" ? 201 : 200, customerView(saved.value.customer, role)));
  },
});

const forgetCustomer = route<Services>({
  roles: ["operator"],
  handle: async ({ principal: { merchantId, role }, params }, { table, now }) => {
    const erased = await eraseCustomer(
      table,
      merchantId,
      (params["customerId"] ?? "") as CustomerId,
      now().toISOString(),
    );
    if (!erased.ok) return fail(customerProblem(erased.error));
    return erased.value === null ? fail(notFound("customer")) : ok(json(200, customerView(erased.value, role)));
  },
});

export const routes: Readonly<Record<string, Route<Services>>> = {
  "GET /v1/customers": listCustomers,
  "PUT /v1/customers": putCustomer,
  "GET /v1/customers/{customerId}": showCustomer,
  "DELETE /v1/customers/{customerId}": forgetCustomer,
};

export const handler = httpHandler({
  name: "manage-customers",
  build: ({ settings, clock }) => ({ table: dynamoTable(settings.TABLE_NAME), now: clock }),
  routes,
});
