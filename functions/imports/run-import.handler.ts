import { importMessage, taskOf } from "../../shared/imports/import-task.ts";
import { makeLoadRowTools } from "../../shared/imports/load-row-tools.ts";
import { makeRunImport } from "../../shared/imports/run-import.ts";
import { done, skipped } from "../../shared/kernel/outcome.ts";
import { dynamoTable } from "../../shared/platform/dynamo-table.ts";
import { count } from "../../shared/platform/metrics.ts";
import { s3ObjectFiles } from "../../shared/platform/object-files.s3.ts";
import { s3ObjectRanges } from "../../shared/platform/object-ranges.s3.ts";
import { s3ObjectTags } from "../../shared/platform/object-tags.s3.ts";
import { s3ObjectUploads } from "../../shared/platform/object-uploads.s3.ts";
import { pauseWithJitter } from "../../shared/platform/pause.ts";
import { queueHandler } from "../../shared/platform/queue-handler.ts";
import { sqsSender } from "../../shared/platform/queue-sender.sqs.ts";
import { makeCachedSettings } from "../../shared/routing/settings-store.ts";

/** Works on uploaded files task by task: reads them, applies their rows and writes the receipts beside them. */
export const handler = queueHandler({
  name: "run-import",
  input: importMessage,
  build: ({ settings, clock: now }) => {
    const table = dynamoTable(settings.TABLE_NAME);
    const bucket = settings.IMPORTS_BUCKET;
    const readSettings = makeCachedSettings(table, now);
    return makeRunImport({
      table,
      files: { ...s3ObjectFiles(bucket), ...s3ObjectRanges(bucket), ...s3ObjectUploads(bucket) },
      queue: sqsSender(settings.IMPORT_QUEUE_URL),
      backorders: sqsSender(settings.BACKORDER_QUEUE_URL),
      toolsOn: makeLoadRowTools({
        table,
        readMerchant: async (merchant) => (await readSettings(merchant))?.merchant ?? null,
        now,
        pause: pauseWithJitter,
      }),
      readTags: settings.MALWARE_SCAN === "required" ? s3ObjectTags(bucket) : undefined,
      // A warehouse that was opened a moment ago must not cost rows.
      readSettings: (merchant) => readSettings(merchant, { fresh: true }),
      now,
    });
  },
  handle: async (message, runImport) => {
    const answer = await runImport(taskOf(message));
    if (answer.kind === "skipped") return skipped(answer.why);
    if (answer.kind === "finished") count("ImportRowsFailed", answer.job.failed);
    return done;
  },
});
