import type { HubMetrics } from "../hub/hub.ts";
import type { DayBill } from "./bill.ts";
import type { Day } from "./day.ts";
import type { PulledReport } from "./merchant-files.ts";
import type { AskedRecord } from "./pulled/ask-channels.ts";
import type { ReadBack } from "./read-back.ts";
import type { BadRows } from "./receipts.ts";
import type { Sent } from "./send-posts.ts";
import type { ToldAlert } from "./told-alerts.ts";
import type { DemoFile } from "./workbooks.ts";

/** One uploaded file with what the hub made of it. */
export type FileRecord = {
  readonly file: DemoFile;
  readonly key: string;
  readonly receiptKey: string;
  readonly receiptPath: string;
  readonly badRows: BadRows;
};

/** What was sent, what came back: all that checks and summary are made from. */
export type DayRecord = {
  readonly merchant: string;
  readonly date: string;
  readonly day: Day;
  readonly sent: readonly Sent[];
  readonly asked: AskedRecord;
  readonly files: readonly FileRecord[];
  /** Orders that waited for the short article before the evening's count. */
  readonly waited: number;
  readonly back: ReadBack;
  readonly told: readonly ToldAlert[];
  readonly reports: readonly PulledReport[];
  readonly metrics: HubMetrics;
  readonly refusals: readonly string[];
  readonly bill: DayBill;
};
