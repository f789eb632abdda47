import { alertsBench } from "./alerts.bench.ts";
import type { Bench } from "./bench.ts";
import { booksBench } from "./books.bench.ts";
import { bundlesBench } from "./bundles.bench.ts";
import { hubBench } from "./hub.bench.ts";
import { importBench } from "./import.bench.ts";
import { importHubBench } from "./import-hub.bench.ts";
import { inventoryBench } from "./inventory.bench.ts";
import { ordersBench } from "./orders.bench.ts";
import { racesBench } from "./races.bench.ts";
import { reportsBench } from "./reports.bench.ts";
import { routingBench } from "./routing.bench.ts";
import { routingOracleBench } from "./routing-oracle.bench.ts";
import { sheetsBench } from "./sheets.bench.ts";
import { whatIfBench } from "./what-if.bench.ts";
import { yearBench } from "./year.bench.ts";

/** In the order in which they run. */
export const benches: readonly Bench[] = [
  ordersBench,
  hubBench,
  bundlesBench,
  routingBench,
  routingOracleBench,
  whatIfBench,
  sheetsBench,
  importBench,
  importHubBench,
  inventoryBench,
  racesBench,
  alertsBench,
  yearBench,
  booksBench,
  reportsBench,
];
