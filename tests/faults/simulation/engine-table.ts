import { fromAttributes } from "../../../shared/table/attribute-value.ts";
import type { Table } from "../../../shared/table/port.ts";
import { type MemoryTableOptions, makeMemoryTable } from "../../../shared/table/table.memory.ts";
import type { ItemChange } from "./plain-table.ts";

/** The engine's face of the table, told of in the same way as the plain one. */
export function engineTable(
  onCommit: (changes: readonly ItemChange[]) => void,
  options: Pick<MemoryTableOptions, "now" | "indexLagMs"> = {},
): Table {
  const { engine: _, ...table } = makeMemoryTable({
    ...options,
    onCommit: ({ changes }) =>
      onCommit(
        changes.map(({ before, after, id }): ItemChange => {
          const [old, item] = [before, after].map((each) => (each === null ? null : fromAttributes(each)));
          const key = item ?? old;
          if (key == null) throw new Error(`a change of ${id} shows no item`);
          return { key: { pk: key.pk, sk: key.sk }, before: old ?? null, after: item ?? null };
        }),
      ),
  });
  return table;
}
