import * as z from "zod/mini";
import { makeApplyOrder } from "../../shared/imports/apply-orders.ts";
import { makeApplyParcel } from "../../shared/imports/apply-parcels.ts";
import { makeRunImport } from "../../shared/imports/run-import.ts";
import { makeCachedProducts, makeReadBundles } from "../../shared/inventory/products/cached-products.ts";
import { done, skipped } from "../../shared/kernel/outcome.ts";
import { makeChangeOrder } from "../../shared/orders/change-order.ts";
import { makeShipOrder } from "../../shared/orders/ship-order.ts";
import { makeUpsertOrder, type UpsertDeps } from "../../shared/orders/upsert-order.ts";
import { dynamoTable } from "../../shared/platform/dynamo-table.ts";
import { count } from "../../shared/platform/metrics.ts";
import { s3ObjectFiles } from "../../shared/platform/object-files.s3.ts";
import { pauseWithJitter } from "../../shared/platform/pause.ts";
import { queueHandler } from "../../shared/platform/queue-handler.ts";
import { makeCachedSettings } from "../../shared/routing/settings-store.ts";
import { makeCachedRules } from "../../shared/rules/cached-rules.ts";

/** "Object Created" as the bucket tells EventBridge, and EventBridge the queue. */
const objectCreated = z.object({
  time: z.string(),
  detail: z.object({
    object: z.object({
      key: z.string(),
      size: z.number(),
      etag: z.string(),
      "version-id": z.optional(z.string()),
    }),
  }),
});

/** Reads one uploaded file, applies its rows and writes the receipt beside it. */
export const handler = queueHandler({
  name: "run-import",
  input: objectCreated,
  build: ({ settings, clock }) => {
    const table = dynamoTable(settings.TABLE_NAME);
    const readSettings = makeCachedSettings(table, clock);
    const orders: UpsertDeps = {
      table,
      now: clock,
      readRules: makeCachedRules(table, clock),
      readBundles: makeReadBundles(makeCachedProducts(table, clock)),
      readMerchant: async (merchant) => (await readSettings(merchant))?.merchant ?? null,
      pause: pauseWithJitter,
    };
    const shipOrder = makeShipOrder(makeChangeOrder(orders));
    return makeRunImport({
      table,
      files: s3ObjectFiles(settings.IMPORTS_BUCKET),
      applyOrder: makeApplyOrder({ table, upsertOrder: makeUpsertOrder(orders), now: clock }),
      applyParcel: makeApplyParcel({ table, shipOrder }),
      // A warehouse that was opened a moment ago must not cost rows.
      readSettings: (merchant) => readSettings(merchant, { fresh: true }),
      now: clock,
    });
  },
  handle: async ({ detail: { object }, time }, runImport) => {
    const answer = await runImport({
      key: object.key,
      version: object["version-id"] ?? object.etag,
      etag: object.etag,
      bytes: object.size,
      at: new Date(time).toISOString(),
    });
    if (answer.kind === "skipped") return skipped(answer.why);
    count("ImportRowsFailed", answer.job.failed);
    return done;
  },
});
