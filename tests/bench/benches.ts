import type { Bench } from "./bench.ts";
import { bundlesBench } from "./bundles.bench.ts";
import { hubBench } from "./hub.bench.ts";
import { ordersBench } from "./orders.bench.ts";
import { routingBench } from "./routing.bench.ts";
import { sheetsBench } from "./sheets.bench.ts";
import { whatIfBench } from "./what-if.bench.ts";

/** In the order in which they run. */
export const benches: readonly Bench[] = [ordersBench, hubBench, bundlesBench, routingBench, sheetsBench, whatIfBench];
