import { advanceClock } from "./advance-clock.ts";
import type { Command } from "./command.ts";
import { conformance } from "./conformance.ts";
import { connections } from "./connections.ts";
import { custom } from "./custom.ts";
import { customers } from "./customers.ts";
import { deliveries } from "./deliveries.ts";
import { exportDay } from "./export-day.ts";
import { importFile } from "./import-file.ts";
import { imports } from "./imports.ts";
import { joint } from "./joint.ts";
import { mappings } from "./mappings.ts";
import { order } from "./order.ts";
import { orders } from "./orders.ts";
import { products, purchases } from "./products.ts";
import { publishing } from "./publishing.ts";
import { rates } from "./rates.ts";
import { release } from "./release.ts";
import { reports } from "./reports.ts";
import { reroute } from "./reroute.ts";
import { rules } from "./rules.ts";
import { serial } from "./serial.ts";
import { settlements } from "./settlements.ts";
import { ship } from "./ship.ts";
import { split } from "./split.ts";
import { status } from "./status.ts";
import { alerts, stock } from "./stock.ts";
import { tellings } from "./tellings.ts";
import { template } from "./template.ts";
import { accounts, vouchers } from "./vouchers.ts";

/** In the order of `--help`: the day's work first. */
export const commands: readonly Command[] = [
  status,
  orders,
  order,
  release,
  rules,
  ship,
  split,
  reroute,
  joint,
  tellings,
  stock,
  serial,
  alerts,
  products,
  purchases,
  customers,
  publishing,
  deliveries,
  connections,
  conformance,
  importFile,
  imports,
  mappings,
  template,
  reports,
  exportDay,
  custom,
  settlements,
  rates,
  vouchers,
  accounts,
  advanceClock,
];

/** Words that are promised and not there yet: a clear answer beats "unknown command". */
export const notYet: Readonly<Record<string, string>> = {
  replay: "parked deliveries cannot be replayed from here yet; have the shop send them again",
};
