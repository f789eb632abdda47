import type { MerchantId } from "../kernel/ids.ts";
import type { ObjectFiles, ObjectRanges, ObjectUploads, QueueSender } from "../platform/ports.ts";
import type { MerchantSettings } from "../settings/merchant-settings.ts";
import type { Table } from "../table/port.ts";
import type { ImportJob } from "./import-job.ts";
import type { ImportTask } from "./import-task.ts";
import type { ImportTools } from "./kinds/kind-of-import.ts";

export type ImportAnswer =
  | { readonly kind: "finished"; readonly job: ImportJob }
  /** The rest is in the queue, or with other workers. */
  | { readonly kind: "underway"; readonly job: ImportJob }
  | { readonly kind: "skipped"; readonly why: string };

/** What came of a task, and what is to be done next. */
export type Step = { readonly answer: ImportAnswer; readonly next: readonly ImportTask[] };

/** What an import must know of its merchant. */
export type Settings = {
  readonly merchant: MerchantSettings;
  readonly warehouses: readonly { readonly code: string }[];
};

/** Uploads are read by ranges and receipts written in parts: neither lies in memory as a whole. */
export type ImportFiles = ObjectFiles & ObjectRanges & ObjectUploads;

export type ImportDeps = {
  readonly table: Table;
  readonly files: ImportFiles;
  /** The queue that the tasks come from. */
  readonly queue: QueueSender;
  /** The queue of who routes the orders that wait. */
  readonly backorders: QueueSender;
  /** What rows are applied with, on this table or on one that keeps nothing. */
  readonly toolsOn: (table: Table) => ImportTools | Promise<ImportTools>;
  readonly readSettings: (merchant: MerchantId) => Promise<Settings | null>;
  /** Where uploads are scanned for malware: the tags of an object. Without it nothing waits for a scan. */
  readonly readTags?: ((key: string) => Promise<Readonly<Record<string, string>>>) | undefined;
  readonly now: () => Date;
};
