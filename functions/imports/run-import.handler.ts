import { makeReadBuyerTags } from "../../shared/customers/buyer-tags.ts";
import { makeApplyOrder } from "../../shared/imports/apply-orders.ts";
import { makeApplyParcel } from "../../shared/imports/apply-parcels.ts";
import { importMessage, taskOf } from "../../shared/imports/import-task.ts";
import { makeRunImport } from "../../shared/imports/run-import.ts";
import { makeProductReaders } from "../../shared/inventory/products/product-readers.ts";
import { done, skipped } from "../../shared/kernel/outcome.ts";
import { makeChangeOrder } from "../../shared/orders/change-order.ts";
import { makeShipOrder } from "../../shared/orders/ship-order.ts";
import { makeUpsertOrder, type UpsertDeps } from "../../shared/orders/upsert-order.ts";
import { dynamoTable } from "../../shared/platform/dynamo-table.ts";
import { count } from "../../shared/platform/metrics.ts";
import { s3ObjectFiles } from "../../shared/platform/object-files.s3.ts";
import { s3ObjectTags } from "../../shared/platform/object-tags.s3.ts";
import { pauseWithJitter } from "../../shared/platform/pause.ts";
import { queueHandler } from "../../shared/platform/queue-handler.ts";
import { sqsSender } from "../../shared/platform/queue-sender.sqs.ts";
import { makeCachedSettings } from "../../shared/routing/settings-store.ts";
import { makeCachedRules } from "../../shared/rules/cached-rules.ts";

/** Works on uploaded files task by task: reads them, applies their rows and writes the receipts beside them. */
export const handler = queueHandler({
  name: "run-import",
  input: importMessage,
  build: ({ settings, clock }) => {
    const table = dynamoTable(settings.TABLE_NAME);
    const readSettings = makeCachedSettings(table, clock);
    // What is cached comes from the real table; what is read and written for a row goes to the table it is tried on.
    const cached: Omit<UpsertDeps, "table"> = {
      now: clock,
      readRules: makeCachedRules(table, clock),
      ...makeProductReaders(table, clock),
      readBuyerTags: makeReadBuyerTags(table),
      readMerchant: async (merchant) => (await readSettings(merchant))?.merchant ?? null,
      pause: pauseWithJitter,
    };
    return makeRunImport({
      table,
      files: s3ObjectFiles(settings.IMPORTS_BUCKET),
      queue: sqsSender(settings.IMPORT_QUEUE_URL),
      toolsOn: (own) => ({
        table: own,
        applyOrder: makeApplyOrder({ table: own, upsertOrder: makeUpsertOrder({ ...cached, table: own }), now: clock }),
        applyParcel: makeApplyParcel({
          table: own,
          shipOrder: makeShipOrder(makeChangeOrder({ ...cached, table: own })),
        }),
        now: clock,
      }),
      readTags: settings.MALWARE_SCAN === "required" ? s3ObjectTags(settings.IMPORTS_BUCKET) : undefined,
      // A warehouse that was opened a moment ago must not cost rows.
      readSettings: (merchant) => readSettings(merchant, { fresh: true }),
      now: clock,
    });
  },
  handle: async (message, runImport) => {
    const answer = await runImport(taskOf(message));
    if (answer.kind === "skipped") return skipped(answer.why);
    if (answer.kind === "finished") count("ImportRowsFailed", answer.job.failed);
    return done;
  },
});
