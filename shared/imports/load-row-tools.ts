import type { Table } from "../table/port.ts";
import type { ImportTools } from "./kinds/kind-of-import.ts";
import type { RowToolsDeps } from "./row-tools.ts";

/** Orders and their rules are loaded with the first rows that are applied; what is cached is kept from chunk to chunk. */
export function makeLoadRowTools(deps: RowToolsDeps): (own: Table) => Promise<ImportTools> {
  let made: ((own: Table) => ImportTools) | null = null;
  return async (own) => {
    const { makeRowTools } = await import("./row-tools.ts");
    made ??= makeRowTools(deps);
    return made(own);
  };
}
