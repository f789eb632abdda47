import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { StreamedSheet } from "../../shared/reports/report-definition.ts";
import type { ColumnKind } from "../../shared/sheets/sheet.ts";

type Appender = {
  readonly appendVarchar: (text: string) => void;
  readonly appendNull: () => void;
  readonly endRow: () => void;
  readonly flushSync: () => void;
  readonly closeSync: () => void;
};
type DuckDb = {
  readonly DuckDBInstance: {
    readonly create: (
      path: string,
      options: Readonly<Record<string, string>>,
    ) => Promise<{
      readonly connect: () => Promise<{
        readonly run: (sql: string) => Promise<unknown>;
        readonly createAppender: (table: string) => Promise<Appender>;
      }>;
    }>;
  };
};

const types: Readonly<Record<ColumnKind, string>> = {
  text: "VARCHAR",
  integer: "BIGINT",
  decimal: "DECIMAL(18,4)",
  day: "DATE",
  instant: "VARCHAR",
};

/** Rows appended as text to a table on disk, then cast and copied to a file: what keeps its memory within a limit. */
export async function writeDuckDb(library: unknown, sheet: StreamedSheet, format: "csv" | "parquet"): Promise<number> {
  const { DuckDBInstance } = library as DuckDb;
  const folder = mkdtempSync(join(tmpdir(), "duckdb-"));
  try {
    const database = await DuckDBInstance.create(join(folder, "rows.duckdb"), { threads: "2", memory_limit: "300MB" });
    const connection = await database.connect();
    await connection.run(`CREATE TABLE rows (${sheet.columns.map(({ name }) => `"${name}" VARCHAR`).join(", ")})`);
    const appender = await connection.createAppender("rows");
    for await (const batch of sheet.rows()) {
      for (const row of batch) {
        for (const cell of row) {
          if (cell === null) appender.appendNull();
          else appender.appendVarchar(String(cell));
        }
        appender.endRow();
      }
      appender.flushSync();
    }
    appender.closeSync();
    const file = join(folder, "out");
    const cells = sheet.columns.map(({ name, kind }) => `CAST("${name}" AS ${types[kind]}) AS "${name}"`);
    const options = format === "csv" ? "FORMAT csv, HEADER" : "FORMAT parquet, COMPRESSION zstd";
    await connection.run(`COPY (SELECT ${cells.join(", ")} FROM rows) TO '${file}' (${options})`);
    return statSync(file).size;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
