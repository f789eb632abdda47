import type { IndexSpec, KeyAttribute, TableSpec } from "./engine/table-spec.ts";
import { indexes, partitionKey, sortKey, timeToLive } from "./names.ts";

const text = (name: string): KeyAttribute => ({ name, type: "S" });

/** The hub's single table as the engine knows it; the CDK app says the same of the table in AWS. */
export function hubTableSpec(name: string): TableSpec {
  return {
    name,
    partition: text(partitionKey),
    sort: text(sortKey),
    indexes: Object.entries(indexes).map(
      ([indexName, keys]): IndexSpec => ({
        name: indexName,
        partition: text(keys.partitionKey),
        sort: text(keys.sortKey),
        projection: { kind: "keys" },
      }),
    ),
    stream: true,
    timeToLive,
  };
}
