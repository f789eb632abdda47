import { uploadOfKey } from "../../../shared/imports/upload-key.ts";
import { attack, type HostileInput } from "./hostile-input.ts";

// Keys of files in the bucket of uploads.
const keys = [
  "../demo/stock/a.csv",
  "demo/../other/stock/a.csv",
  "/demo/stock/a.csv",
  "demo//stock/a.csv",
  "demo\\stock\\a.csv",
  "demo/stock/",
  "demo/receipts/imp_1/a.csv",
  "_work/stock/a.csv",
  "__proto__/stock/a.csv",
  "demo/__proto__/a.csv",
  "demo/constructor/a.csv",
  "DEMO/stock/a.csv",
  "demo\u0000/stock/a.csv",
  "%2e%2e/stock/a.csv",
  "ｄｅｍｏ/stock/a.csv",
  `${"x".repeat(1_000)}/stock/a.csv`,
];

export const hostileKeys: readonly HostileInput[] = keys.map((key) =>
  attack("key", JSON.stringify(key.slice(0, 40)), /^left alone$/, () => {
    const upload = uploadOfKey(key);
    return upload === null ? "left alone" : `${upload.kind} of ${upload.merchantId}`;
  }),
);
