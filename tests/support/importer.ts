import { makeApplyOrder } from "../../shared/imports/apply-orders.ts";
import { makeApplyParcel } from "../../shared/imports/apply-parcels.ts";
import type { ImportAnswer, ImportDeps, ImportFiles } from "../../shared/imports/import-deps.ts";
import { type ImportTask, importMessage, taskOf, type Uploaded } from "../../shared/imports/import-task.ts";
import type { ImportTools } from "../../shared/imports/kinds/kind-of-import.ts";
import { makeRunImport } from "../../shared/imports/run-import.ts";
import { makeChangeOrder } from "../../shared/orders/change-order.ts";
import { makeShipOrder } from "../../shared/orders/ship-order.ts";
import { makeUpsertOrder } from "../../shared/orders/upsert-order.ts";
import type { MerchantSettings } from "../../shared/settings/merchant-settings.ts";
import type { Table } from "../../shared/table/port.ts";
import { aMerchant } from "./builders.ts";
import { memoryQueue } from "./memory-ports.ts";

export type ImporterOptions = {
  readonly table: Table;
  readonly files: ImportFiles;
  readonly now: () => Date;
  readonly merchant?: MerchantSettings;
  readonly warehouses?: readonly string[];
  readonly toolsOn?: (table: Table) => ImportTools;
  readonly backorders?: ImportDeps["backorders"];
  readonly readTags?: ImportDeps["readTags"];
};

export type Importer = {
  /** Imports an uploaded file to its end, with all chunks it is cut into, one after another. */
  readonly run: (upload: Uploaded) => Promise<ImportAnswer>;
  /** Goes on with what is left in the queue. */
  readonly goOn: () => Promise<ImportAnswer>;
};

/** The import worker with a queue: a task whose worker dies stays in `open`, and is handed out again. */
export function makeImporter(options: ImporterOptions, open: ImportTask[] = []): Importer {
  const { table, files, now, merchant = aMerchant({ locale: "en" }), warehouses = ["SHA", "CAN"] } = options;
  const deps: ImportDeps = {
    table,
    files,
    queue: {
      send: async (messages) => {
        open.push(...messages.map(({ body }) => taskOf(importMessage.parse(JSON.parse(body)))));
      },
    },
    backorders: options.backorders ?? memoryQueue(),
    toolsOn: options.toolsOn ?? ((own) => importTools(own, now, merchant)),
    readSettings: async () => ({ merchant, warehouses: warehouses.map((code) => ({ code })) }),
    readTags: options.readTags,
    now,
  };
  const runTask = makeRunImport(deps);
  const goOn = async (): Promise<ImportAnswer> => {
    let answer: ImportAnswer = { kind: "skipped", why: "nothing is left to do" };
    for (let [next] = open; next !== undefined; [next] = open) {
      const ended = await runTask(next);
      open.splice(open.indexOf(next), 1);
      if (answer.kind !== "finished") answer = ended;
    }
    return answer;
  };
  return {
    goOn,
    run: (upload) => {
      open.push({ kind: "read", upload });
      return goOn();
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
