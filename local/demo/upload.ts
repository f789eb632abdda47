import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type Hub as Api, fetchOrSay } from "../cli/hub.ts";
import type { ImportAnswer } from "../cli/import-answers.ts";
import type { ProgressBar } from "../cli/printer.ts";
import type { MerchantFiles } from "./merchant-files.ts";
import type { DemoFile } from "./workbooks.ts";

export type Uploading = {
  readonly api: Api;
  /** How often somebody tries to bring a file to the hub. */
  readonly again: <T>(work: () => Promise<T>) => Promise<T>;
  readonly files: Pick<MerchantFiles, "upload" | "download">;
  readonly merchant: string;
  readonly day: string;
  readonly folder: string;
};

const POLL_MS = 60;
const LIMIT_MS = 180_000;

/** Straight into the bucket, as a merchant's own tool would. Gives the key. */
export async function putInBucket({ files, merchant, day }: Uploading, file: DemoFile): Promise<string> {
  const key = `${merchant}/${file.kind}/${day}/${file.name}`;
  await files.upload(key, file.bytes);
  return key;
}

/** Through a link of the API, as a browser would. Gives the key. */
export async function putThroughLink({ api }: Uploading, file: DemoFile): Promise<string> {
  const { key, upload } = await api.post<{
    readonly key: string;
    readonly upload: {
      readonly method: string;
      readonly url: string;
      readonly headers: Readonly<Record<string, string>>;
    };
  }>("/v1/imports", { kind: file.kind, fileName: file.name });
  const answer = await fetchOrSay(upload.url, {
    method: upload.method,
    headers: upload.headers,
    body: new Uint8Array(file.bytes),
  });
  if (!answer.ok) throw new Error(`the upload of ${file.name} was refused: ${answer.status} ${await answer.text()}`);
  return key;
}

/** Until the receipt is there; rows so far are shown meanwhile. */
export async function importOf(api: Api, key: string, bar: ProgressBar): Promise<ImportAnswer> {
  const until = Date.now() + LIMIT_MS;
  for (;;) {
    const found = (await api.list<ImportAnswer>("/v1/imports", {}, 50)).find((each) => each.objectKey === key);
    if (found?.finishedAt != null) return found;
    bar.set(found?.rowsDone ?? 0, found?.rows ?? 0);
    if (Date.now() > until)
      throw new Error(`${key} was not imported within three minutes; see .orderhub/logs/run-import.log`);
    await sleep(POLL_MS);
  }
}

/** Saved as `NAME.receipt.xlsx`; gives path and bytes. */
export async function fetchReceipt(
  { files, folder }: Uploading,
  { receiptKey }: ImportAnswer,
): Promise<{ readonly path: string; readonly bytes: Uint8Array }> {
  const bytes = await files.download("imports", receiptKey);
  const name = receiptKey.slice(receiptKey.lastIndexOf("/") + 1).replace(/(\.[a-z]+)$/, ".receipt$1");
  mkdirSync(join(folder, "receipts"), { recursive: true });
  const path = join(folder, "receipts", name);
  writeFileSync(path, bytes);
  return { path, bytes };
}
