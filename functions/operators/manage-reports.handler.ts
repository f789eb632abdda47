import * as z from "zod/mini";
import { readRates, saveRate } from "../../shared/fx/rate-store.ts";
import { isDay } from "../../shared/kernel/business-day.ts";
import { fail, ok } from "../../shared/kernel/result.ts";
import { askedAnswer, rateAnswer, rateBody, spanProblem } from "../../shared/operators/report-problems.ts";
import { dynamoTable } from "../../shared/platform/dynamo-table.ts";
import { json, notFound } from "../../shared/platform/http-answer.ts";
import { httpHandler } from "../../shared/platform/http-handler.ts";
import { type Nothing, type Route, route } from "../../shared/platform/http-route.ts";
import type { QueueSender } from "../../shared/platform/ports.ts";
import { sqsSender } from "../../shared/platform/queue-sender.sqs.ts";
import { askForDays, readProgress } from "../../shared/reports/backfill.ts";
import type { Table } from "../../shared/table/port.ts";

type Services = { readonly table: Table; readonly seals: QueueSender; readonly now: () => Date };

const changers = ["finance", "operator"] as const;
const readers = ["finance", "operator", "viewer"] as const;
const span = z.object({ from: z.string().check(z.refine(isDay)), to: z.string().check(z.refine(isDay)) });

/** Looks at a sealed day anew: late entries and rates stated since become a new version, with a list of what changed. */
const restate = route<Services>({
  roles: changers,
  handle: async ({ principal: { merchantId }, params: { day = "" } }, services) => {
    if (!isDay(day)) return fail(notFound("business day"));
    return askedAnswer(await askForDays(services, merchantId, { from: day, to: day }, { stamps: true }));
  },
});

/** Asks for every day of a span. */
const backfill = route<Services, Nothing, z.infer<typeof span>>({
  roles: changers,
  body: span,
  handle: async ({ principal: { merchantId }, body }, services) =>
    askedAnswer(await askForDays(services, merchantId, body, { stamps: false })),
});

/** How far each day of a span is. */
const showBackfill = route<Services, z.infer<typeof span>>({
  roles: readers,
  query: span,
  handle: async ({ principal: { merchantId }, query }, { table }) => {
    const progress = await readProgress(table, merchantId, query);
    return progress.ok ? ok(json(200, { items: progress.value, cursor: null })) : fail(spanProblem(progress.error));
  },
});

/** States the rate of a pair for a day. */
const stateRate = route<Services, Nothing, z.infer<typeof rateBody>>({
  roles: changers,
  body: rateBody,
  handle: async ({ principal: { merchantId, subject }, params, body }, { table, now }) => {
    const { from = "", to = "", day = "" } = params;
    const saved = { at: now().toISOString(), by: subject };
    return rateAnswer(await saveRate(table, merchantId, { from, to, day, ...body }, saved));
  },
});

/** The rates of a pair, newest day first. */
const listRates = route<Services>({
  roles: readers,
  handle: async ({ principal: { merchantId }, params: { from = "", to = "" } }, { table }) =>
    ok(json(200, { items: await readRates(table, merchantId, { from, to, limit: 400 }), cursor: null })),
});

export const routes: Readonly<Record<string, Route<Services>>> = {
  "POST /v1/reports/{day}/restate": restate,
  "POST /v1/reports/backfill": backfill,
  "GET /v1/reports/backfill": showBackfill,
  "PUT /v1/rates/{from}/{to}/{day}": stateRate,
  "GET /v1/rates/{from}/{to}": listRates,
};

export const handler = httpHandler({
  name: "manage-reports",
  build: ({ settings, clock }) => {
    return { table: dynamoTable(settings.TABLE_NAME), seals: sqsSender(settings.SEAL_QUEUE_URL), now: clock };
  },
  routes,
});
