import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { zstdDecompressSync } from "node:zlib";
import { parquetReadObjects } from "hyparquet";
import { allReports } from "../../../shared/reports/all-reports.ts";
import { readSheet } from "../../../shared/sheets/read-sheet.ts";
import { cellText } from "../../../shared/sheets/rows.ts";

/**
 * What two runs of a day cannot have in common, by report and column. `docs/reliability.md` says why; everything else is
 * compared byte for byte.
 */
export const ownColumns: Readonly<Record<string, readonly string[]>> = {
  // When the hub last wrote the position.
  stock: ["changed_at_utc"],
  // Ends with the version of the order that brought the parcel: which of two messages came first decides how many there are.
  shipments: ["entry_id"],
};

/** Of a manifest: when the facts were read. Bytes and hash of files that have a column of their own differ with it. */
const ownOfManifests: ReadonlySet<string> = new Set(["cutAt"]);

export type ComparedFiles = {
  /** Files that are the same, byte for byte. */
  readonly same: number;
  /** Files whose cells are the same but for the columns that are left out. */
  readonly sameButFor: readonly string[];
  readonly differences: readonly string[];
};

/** Lays the downloads of two days side by side. */
export async function compareExports(clean: string, other: string): Promise<ComparedFiles> {
  const names = [...new Set([clean, other].flatMap((folder) => readdirSync(folder)))].sort();
  const result = { same: 0, sameButFor: [] as string[], differences: [] as string[] };
  for (const name of names) {
    const [one, two] = [clean, other].map((folder) => bytesOf(join(folder, name)));
    if (one == null || two == null) result.differences.push(`${name} is on one side only`);
    else if (one.equals(two)) result.same += 1;
    else {
      const difference = await differenceOf(name, one, two);
      if (difference === null) result.sameButFor.push(name);
      else result.differences.push(`${name}: ${difference}`);
    }
  }
  return result;
}

function bytesOf(path: string): Buffer | null {
  try {
    return readFileSync(path);
  } catch {
    return null;
  }
}

/** null when only what is left out differs. */
async function differenceOf(name: string, one: Buffer, two: Buffer): Promise<string | null> {
  const report = name.replace(/-\d{4}-\d\d-\d\d\..*$/, "");
  const own = ownColumns[report] ?? [];
  if (name.endsWith(".manifest.json")) return firstDifference(manifestOf(one, own), manifestOf(two, own));
  if (own.length === 0) return "the bytes differ";
  return firstDifference(await rowsOf(name, one, own), await rowsOf(name, two, own));
}

function manifestOf(bytes: Buffer, own: readonly string[]): unknown {
  return JSON.parse(bytes.toString("utf8"), (key: string, value: unknown) => {
    if (ownOfManifests.has(key)) return undefined;
    return own.length > 0 && (key === "bytes" || key === "sha256") ? undefined : value;
  });
}

async function rowsOf(name: string, bytes: Buffer, own: readonly string[]): Promise<unknown> {
  if (name.endsWith(".jsonl")) {
    const lines = bytes.toString("utf8").split("\n");
    return lines.filter((line) => line !== "").map((line) => withoutOwn(JSON.parse(line) as object, name, own));
  }
  if (name.endsWith(".parquet")) {
    const rows = await parquetReadObjects({ file: new Uint8Array(bytes).buffer, compressors });
    return rows.map((row) =>
      Object.entries(row)
        .filter(([column]) => !own.includes(column))
        .map(String),
    );
  }
  // Headings are in the merchant's language; columns stand in the same order in every format.
  const places = placesOf(name, own);
  const sheet = await readSheet(new Uint8Array(bytes));
  if (!sheet.ok) return sheet.error;
  return sheet.value.rows.map(({ cells }) => cells.filter((_, at) => !places.has(at)).map(cellText));
}

/** A line of JSON is an object by column, or the cells of a row. */
function withoutOwn(line: object, name: string, own: readonly string[]): unknown {
  const places = placesOf(name, own);
  return Object.entries(line).filter(
    ([key]) => !own.includes(key) && !(Array.isArray(line) && places.has(Number(key))),
  );
}

function placesOf(name: string, own: readonly string[]): ReadonlySet<number> {
  const columns = allReports.find((report) => name.startsWith(`${report.name}-2`))?.columns ?? [];
  return new Set(own.map((column) => columns.findIndex((each) => each.name === column)));
}

const compressors = { ZSTD: (page: Uint8Array): Uint8Array => new Uint8Array(zstdDecompressSync(page)) };

export function firstDifference(one: unknown, two: unknown): string | null {
  const [is, was] = [one, two].map((each) => JSON.stringify(each, null, 1).split("\n"));
  const at = Array.from({ length: Math.max(is?.length ?? 0, was?.length ?? 0) }).findIndex(
    (_, index) => is?.[index] !== was?.[index],
  );
  return at === -1 ? null : `${is?.[at]?.trim()} against ${was?.[at]?.trim()}`;
}
