import { createHash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { GetObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import type { Manifest } from "../../shared/reports/render-report.ts";
import { isDue, reportNames } from "../../shared/reports/report.ts";
import type { AwsSettings } from "./aws-settings.ts";

/** The hub's buckets, used as a merchant's own tools would: the AWS SDK and nothing of ours. */
export type MerchantFiles = {
  upload(key: string, bytes: Uint8Array): Promise<void>;
  download(bucket: "imports" | "exports", key: string): Promise<Uint8Array>;
  close(): void;
};

export function makeMerchantFiles(
  settings: AwsSettings,
  buckets: Readonly<Record<"imports" | "exports", string>>,
): MerchantFiles {
  const s3 = new S3Client(settings);
  return {
    async upload(key, bytes) {
      await s3.send(new PutObjectCommand({ Bucket: buckets.imports, Key: key, Body: bytes }));
    },
    async download(bucket, key) {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket: buckets[bucket], Key: key }));
      if (Body === undefined) throw new Error(`s3://${buckets[bucket]}/${key} has no body`);
      return Body.transformToByteArray();
    },
    close: () => s3.destroy(),
  };
}

export type PulledReport = {
  readonly manifest: Manifest;
  readonly latest: { readonly version: number; readonly manifestSha256: string };
  readonly manifestSha256: string;
  readonly files: readonly {
    readonly name: string;
    readonly path: string;
    readonly body: Uint8Array;
    readonly sha256: string;
    readonly expectedSha256: string;
  }[];
};

/** Every report that is due of a day, and those of the merchant's own. */
export function pullReports(
  files: Pick<MerchantFiles, "download">,
  { merchant, day }: { readonly merchant: string; readonly day: string },
  folder: string,
  own: readonly string[] = [],
): Promise<readonly PulledReport[]> {
  const due = [...reportNames.filter((report) => isDue(report, day)), ...own];
  return Promise.all(due.map((report) => pullReport(files, { merchant, report, day }, folder)));
}

/** As finance's nightly script does it: `latest.json`, then its manifest, then every file the manifest names. */
async function pullReport(
  files: Pick<MerchantFiles, "download">,
  place: { readonly merchant: string; readonly report: string; readonly day: string },
  folder: string,
): Promise<PulledReport> {
  mkdirSync(folder, { recursive: true });
  const prefix = `${place.merchant}/${place.report}/date=${place.day}/`;
  const latest = JSON.parse(
    textOf(await files.download("exports", `${prefix}latest.json`)),
  ) as PulledReport["latest"] & { readonly manifestKey: string };
  const manifestBytes = await files.download("exports", latest.manifestKey);
  const manifest = JSON.parse(textOf(manifestBytes)) as Manifest;
  writeFileSync(join(folder, `${place.report}-${place.day}.manifest.json`), manifestBytes);
  const base = latest.manifestKey.slice(0, latest.manifestKey.lastIndexOf("/") + 1);
  const pulled = await Promise.all(
    manifest.files.map(async ({ name, sha256 }) => {
      const body = await files.download("exports", `${base}${name}`);
      const path = join(folder, name);
      writeFileSync(path, body);
      return { name, path, body, sha256: sha256Of(body), expectedSha256: sha256 };
    }),
  );
  return { manifest, latest, manifestSha256: sha256Of(manifestBytes), files: pulled };
}

function sha256Of(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

function textOf(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
