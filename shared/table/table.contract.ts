import { beforeAll, describe } from "vitest";
import { changesContract } from "./changes.contract.ts";
import { conditionsContract } from "./conditions.contract.ts";
import { limitsContract } from "./limits.contract.ts";
import type { Key, Table } from "./port.ts";
import { queriesContract } from "./queries.contract.ts";
import { transactionsContract } from "./transactions.contract.ts";

/** The table under test and a key nobody else uses, so that the tests may share one table. */
export type Subject = {
  readonly table: () => Table;
  readonly key: (sk?: string) => Key;
};

/** What every face of the table must do. `makeTable` is asked once. */
export function tableContract(name: string, makeTable: () => Promise<Table>): void {
  describe(name, () => {
    let table: Table | undefined;
    let used = 0;
    beforeAll(async () => {
      table = await makeTable();
    });
    const subject: Subject = {
      table() {
        if (table === undefined) throw new Error("the table is not made yet");
        return table;
      },
      key(sk = "ITEM") {
        used += 1;
        return { pk: `CONTRACT#${used}`, sk };
      },
    };
    describe("conditions", () => conditionsContract(subject));
    describe("changes", () => changesContract(subject));
    describe("queries", () => queriesContract(subject));
    describe("transactions", () => transactionsContract(subject));
    describe("limits", () => limitsContract(subject));
  });
}
