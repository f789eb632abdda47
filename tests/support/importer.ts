import { makeApplyOrder } from "../../shared/imports/apply-orders.ts";
import { makeApplyParcel } from "../../shared/imports/apply-parcels.ts";
import { queuedTask, taskOf, type Uploaded } from "../../shared/imports/import-task.ts";
import type { ImportTools } from "../../shared/imports/kinds/kind-of-import.ts";
import { type ImportAnswer, type ImportDeps, makeRunImport } from "../../shared/imports/run-import.ts";
import { makeChangeOrder } from "../../shared/orders/change-order.ts";
import { makeShipOrder } from "../../shared/orders/ship-order.ts";
import { makeUpsertOrder } from "../../shared/orders/upsert-order.ts";
import type { ObjectFiles } from "../../shared/platform/ports.ts";
import type { MerchantSettings } from "../../shared/settings/merchant-settings.ts";
import type { Table } from "../../shared/table/port.ts";
import { aMerchant } from "./builders.ts";

export type ImporterOptions = {
  readonly table: Table;
  readonly files: ObjectFiles;
  readonly now: () => Date;
  readonly merchant?: MerchantSettings;
  readonly warehouses?: readonly string[];
  readonly toolsOn?: (table: Table) => ImportTools;
};

export type Importer = {
  /** Imports an uploaded file to its end, with all chunks it is cut into, one after another. */
  readonly run: (upload: Uploaded) => Promise<ImportAnswer>;
  /** Tasks that nobody has ended yet: what a queue hands out again after a crash. */
  readonly open: string[];
};

/** The import worker with a queue of its own. A task whose worker dies stays in it. */
export function makeImporter(options: ImporterOptions): Importer {
  const { table, files, now, merchant = aMerchant({ locale: "en" }), warehouses = ["SHA", "CAN"] } = options;
  const open: string[] = [];
  const deps: ImportDeps = {
    table,
    files,
    queue: {
      send: async (messages) => {
        open.push(...messages.map(({ body }) => body));
      },
    },
    toolsOn: options.toolsOn ?? ((own) => importTools(own, now, merchant)),
    readSettings: async () => ({ merchant, warehouses: warehouses.map((code) => ({ code })) }),
    now,
  };
  const runTask = makeRunImport(deps);
  return {
    open,
    run: async (upload) => {
      let answer = await runTask({ kind: "read", upload });
      for (let [next] = open; next !== undefined; [next] = open) {
        const ended = await runTask(taskOf(queuedTask.parse(JSON.parse(next))));
        open.shift();
        if (ended.kind === "finished") answer = ended;
      }
      return answer;
    },
  };
}

/** What the function applies rows with, on any table. */
export function importTools(table: Table, now: () => Date, merchant: MerchantSettings): ImportTools {
  const orders = { table, now, readMerchant: async () => merchant, pause: async () => undefined };
  return {
    table,
    now,
    applyOrder: makeApplyOrder({ table, upsertOrder: makeUpsertOrder(orders), now }),
    applyParcel: makeApplyParcel({ table, shipOrder: makeShipOrder(makeChangeOrder(orders)) }),
  };
}
