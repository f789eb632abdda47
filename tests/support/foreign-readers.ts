import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { zstdDecompressSync } from "node:zlib";
import { parquetMetadata, parquetReadObjects } from "hyparquet";

const script = new URL("./read-report.py", import.meta.url).pathname;

export const hasPython: boolean = ((): boolean => {
  try {
    execFileSync("python3", ["-I", "-c", "import csv, zipfile, xml.etree"], { stdio: "ignore", timeout: 60_000 });
    return true;
  } catch {
    return false;
  }
})();

/** For the names of tests that need it. */
export const pythonNote: string = hasPython ? "" : " (SKIPPED: no python3 on this machine)";

type Kind = "text" | "integer" | "decimal" | "day";

/** One report of a day as programs that are not ours read it: the same cells in one form, from each of the formats. */
export type ForeignReport = {
  readonly report: string;
  readonly columns: readonly string[];
  readonly csv: readonly (readonly string[])[];
  readonly xlsx: readonly (readonly string[])[];
  readonly parquet: readonly (readonly string[])[];
};

/** Every report in a folder of downloads: CSV and workbooks by Python's own library, Parquet by hyparquet. */
export async function readReports(folder: string): Promise<readonly ForeignReport[]> {
  const paths = readdirSync(folder)
    .filter((name) => name.endsWith(".parquet"))
    .sort()
    .map((name) => join(folder, name.slice(0, -".parquet".length)));
  const files = paths.flatMap((path) => [`${path}.csv`, `${path}.xlsx`]);
  const printed = execFileSync("python3", ["-I", script, ...files], { encoding: "utf8", maxBuffer: 2 ** 28 });
  const read = JSON.parse(printed) as readonly Record<"csv" | "xlsx", readonly (readonly string[])[]>[];
  return Promise.all(paths.map((path, at) => reportOf(path, read[at]?.csv ?? [], read[at]?.xlsx ?? [])));
}

async function reportOf(
  path: string,
  csv: readonly (readonly string[])[],
  xlsx: readonly (readonly string[])[],
): Promise<ForeignReport> {
  const bytes = new Uint8Array(readFileSync(`${path}.parquet`));
  const file = bytes.buffer;
  const [, ...schema] = parquetMetadata(file).schema;
  const compressors = { ZSTD: (page: Uint8Array) => new Uint8Array(zstdDecompressSync(page)) };
  const objects = await parquetReadObjects({ file, compressors });
  const kinds = schema.map(kindOf);
  const columns = schema.map(({ name }) => name);
  const same = (rows: readonly (readonly string[])[], toText: typeof fromCsv) =>
    rows.slice(1).map((row) => kinds.map((kind, at) => toText(row[at] ?? "", kind)));
  return {
    report: path.slice(path.lastIndexOf("/") + 1),
    columns,
    csv: same(csv, fromCsv),
    xlsx: same(xlsx, fromWorkbook),
    parquet: objects.map((row) => columns.map((name, at) => fromParquet(row[name], kinds[at] ?? "text"))),
  };
}

function kindOf({
  type,
  converted_type: converted,
}: {
  readonly type?: string;
  readonly converted_type?: string;
}): Kind {
  if (converted === "DECIMAL") return "decimal";
  if (converted === "DATE") return "day";
  return type === "INT64" || type === "INT32" ? "integer" : "text";
}

/** An amount has four places in each of them. */
function amount(text: string): string {
  return text === "" ? "" : Number(text).toFixed(4);
}

function fromCsv(text: string, kind: Kind): string {
  if (kind === "decimal") return amount(text);
  // What looks like a formula has an apostrophe in front.
  return kind === "text" ? text.replace(/^'(?=[=+\-@\t\r])/, "") : text;
}

function fromWorkbook(text: string, kind: Kind): string {
  if (kind === "decimal") return amount(text);
  const isSerial = kind === "day" && /^\d+$/.test(text);
  return isSerial ? new Date(Date.UTC(1899, 11, 30) + Number(text) * 86_400_000).toISOString().slice(0, 10) : text;
}

function fromParquet(value: unknown, kind: Kind): string {
  if (value === null || value === undefined) return "";
  if (value instanceof Date) return value.toISOString().slice(0, 10);
  return kind === "decimal" ? amount(String(value)) : String(value);
}
