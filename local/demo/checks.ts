import type { Check } from "./check.ts";
import { channelChecks } from "./checks-channels.ts";
import { deliveryChecks } from "./checks-deliveries.ts";
import { fileChecks } from "./checks-files.ts";
import { financeChecks } from "./checks-finance.ts";
import { orderChecks } from "./checks-orders.ts";
import { stockChecks } from "./checks-stock.ts";
import type { DayRecord } from "./day-record.ts";

/** Everything the demo holds the hub to. The demo succeeds only if each of them does. */
export function checkDay(record: DayRecord): readonly Check[] {
  return [
    ...deliveryChecks(record),
    ...channelChecks(record),
    ...orderChecks(record),
    ...stockChecks(record),
    ...fileChecks(record),
    ...financeChecks(record),
  ];
}
