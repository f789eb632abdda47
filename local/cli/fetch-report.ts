import { createHash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ReportAnswer } from "./answers.ts";
import { Refused } from "./failures.ts";
import { fetchOrSay } from "./hub.ts";

export type FetchedReport = {
  readonly report: string;
  readonly day: string;
  readonly version: number;
  readonly rows: number;
  readonly sums: ReportAnswer["manifest"]["sums"];
  readonly files: readonly {
    readonly name: string;
    readonly path: string;
    readonly bytes: number;
    readonly sha256: string;
  }[];
};

/** Downloads every file of one sealed report into `folder`. A file that is not what the manifest says is not kept. */
export async function fetchReport(answer: ReportAnswer, folder: string): Promise<FetchedReport> {
  mkdirSync(folder, { recursive: true });
  const { report, day, version, manifest } = answer;
  const files = [];
  for (const { name, bytes, sha256, url } of manifest.files) {
    const response = await fetchOrSay(url);
    if (!response.ok) throw new Refused(`${name} could not be fetched (${response.status})`);
    const body = new Uint8Array(await response.arrayBuffer());
    const found = createHash("sha256").update(body).digest("hex");
    if (found !== sha256 || body.byteLength !== bytes) {
      throw new Refused(
        `${name} is not what the manifest says: ${body.byteLength} bytes with SHA-256 ${found}, expected ${bytes} bytes with ${sha256}. Do not use it; fetch it again`,
      );
    }
    const path = join(folder, name);
    writeFileSync(path, body);
    files.push({ name, path, bytes, sha256 });
  }
  const { files: _, ...kept } = manifest;
  writeFileSync(
    join(folder, `${report}-${day}.manifest.json`),
    `${JSON.stringify({ ...kept, files: manifest.files.map(({ url: _url, ...file }) => file) }, null, 2)}\n`,
  );
  return { report, day, version, rows: manifest.rows, sums: manifest.sums, files };
}
