import { tableContract } from "./table.contract.ts";
import { makeMemoryTable } from "./table.memory.ts";

tableContract("the table in memory", async () => makeMemoryTable());
