import type { Row, StreamedSheet } from "../../shared/reports/report-definition.ts";
import type { Column } from "../../shared/sheets/sheet.ts";

type SchemaElement = Readonly<Record<string, string | number>>;
type Writer = { buffer: ArrayBuffer; offset: number; index: number; flush: () => void };
type Hyparquet = {
  readonly ByteWriter: new () => Writer;
  readonly ParquetWriter: new (options: {
    writer: Writer;
    schema: readonly SchemaElement[];
  }) => {
    readonly write: (options: { columnData: readonly object[]; rowGroupSize: number }) => void;
    readonly finish: () => void;
  };
};

/** As many as keep it within 200 MB. */
const GROUP = 10_000;
const SCALE = 4;

/** Columns of 10,000 rows at a time; amounts as exact DECIMAL from whole numbers, as its manual wants them. */
export async function writeHyparquet(library: unknown, sheet: StreamedSheet): Promise<number> {
  const { ByteWriter, ParquetWriter } = library as Hyparquet;
  const sink = new ByteWriter();
  let bytes = 0;
  sink.flush = () => {
    bytes += sink.index;
    sink.index = 0;
  };
  const schema = [{ name: "root", num_children: sheet.columns.length }, ...sheet.columns.map(elementOf)];
  const file = new ParquetWriter({ writer: sink, schema });
  let held: Row[] = [];
  const write = (): void => {
    const columnData = sheet.columns.map(({ name, kind }, at) => {
      return { name, data: held.map((row) => cellOf(row[at] ?? null, kind)) };
    });
    file.write({ columnData, rowGroupSize: GROUP });
    sink.flush();
    held = [];
  };
  for await (const batch of sheet.rows()) {
    held.push(...batch);
    if (held.length >= GROUP) write();
  }
  if (held.length > 0) write();
  file.finish();
  sink.flush();
  return bytes;
}

function elementOf({ name, kind }: Column): SchemaElement {
  const optional = { name, repetition_type: "OPTIONAL" };
  if (kind === "integer") return { ...optional, type: "INT64" };
  if (kind === "day") return { ...optional, type: "INT32", converted_type: "DATE" };
  if (kind === "decimal") return { ...optional, type: "INT64", converted_type: "DECIMAL", scale: SCALE, precision: 18 };
  return { ...optional, type: "BYTE_ARRAY", converted_type: "UTF8" };
}

function cellOf(cell: string | number | null, kind: Column["kind"]): string | bigint | Date | null {
  if (cell === null) return null;
  if (kind === "integer") return BigInt(cell);
  if (kind === "day") return new Date(`${cell}T00:00:00Z`);
  if (kind !== "decimal") return String(cell);
  const [whole = "0", fraction = ""] = String(cell).split(".");
  return BigInt(whole + fraction.padEnd(SCALE, "0"));
}
