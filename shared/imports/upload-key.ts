import { isShortName, type MerchantId, merchantId } from "../kernel/ids.ts";
import { type ImportKind, isImportKind } from "./import-kind.ts";
import { type ImportPolicy, isImportPolicy } from "./import-policy.ts";

export type Upload = {
  readonly merchantId: MerchantId;
  readonly kind: ImportKind;
  readonly fileName: string;
  /** Said by a folder, the last one that is called like a policy; null: by none. */
  readonly policy: ImportPolicy | null;
};

/** `demo/stock/2026/count.xlsx` → merchant, kind and file name; null for every other key, receipts among them. */
export function uploadOfKey(key: string): Upload | null {
  const [merchant = "", kind = "", ...rest] = key.split("/");
  const fileName = rest.at(-1) ?? "";
  if (!isShortName(merchant) || !isImportKind(kind) || fileName === "") return null;
  const policy = rest.slice(0, -1).findLast(isImportPolicy) ?? null;
  return { merchantId: merchantId(merchant), kind, fileName, policy };
}

export function uploadKey(merchant: MerchantId, kind: ImportKind, path: string): string {
  return `${merchant}/${kind}/${path}`;
}

/** A key has 1,024 bytes at most, and that of the upload may have used them up. */
const LONGEST_BASE = 200;

/** `demo/receipts/imp_…/count.xlsx`: the receipt has the name of the file it is about. */
export function receiptKey(merchant: MerchantId, importId: string, fileName: string, extension: string): string {
  return `${merchant}/receipts/${importId}/${baseOf(fileName)}.${extension}`;
}

/** `demo/receipts/imp_…/count.failed-rows.xlsx`: only the rows to mend, ready to be uploaded again. */
export function failedRowsKey(merchant: MerchantId, importId: string, fileName: string, extension: string): string {
  return `${merchant}/receipts/${importId}/${baseOf(fileName)}.failed-rows.${extension}`;
}

function baseOf(fileName: string): string {
  return fileName
    .replace(/\.[A-Za-z0-9]{1,5}$/, "")
    .slice(0, LONGEST_BASE)
    .toWellFormed();
}
